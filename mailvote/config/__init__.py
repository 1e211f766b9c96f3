"""The settings of an installation: frozen values, read from one TOML file and MAILVOTE_* variables."""

from mailvote.config.load import DEFAULT_PLACES, load, locate
from mailvote.config.readers import NamedAddress
from mailvote.config.values import (
    Database,
    ImapSettings,
    MailServer,
    OrganisationSettings,
    Service,
    Settings,
    SmtpSettings,
)

__all__ = [
    "DEFAULT_PLACES",
    "Database",
    "ImapSettings",
    "MailServer",
    "NamedAddress",
    "OrganisationSettings",
    "Service",
    "Settings",
    "SmtpSettings",
    "load",
    "locate",
]
