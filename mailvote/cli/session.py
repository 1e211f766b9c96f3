"""From the flags to an installation that is open for one command."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from mailvote.app import App, open_app
from mailvote.cli import logs
from mailvote.cli.options import Flags
from mailvote.config import Settings, load, locate


def settings_of(flags: Flags) -> Settings:
    """The settings that the flags lead to, with the log set up as they say."""
    logs.set_up("text", flags.verbose)
    settings = load(locate(flags.config, os.environ), os.environ)
    logs.set_up(settings.service.log_format, flags.verbose)
    return settings


@contextmanager
def opened(flags: Flags) -> Iterator[App]:
    """The installation, at work for the named organisation alone if one is named."""
    with open_app(settings_of(flags)) as app:
        yield replace(app, offices=(app.office(flags.organisation),)) if flags.organisation else app
