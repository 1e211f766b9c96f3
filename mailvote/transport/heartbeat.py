"""The heartbeat: a fetch that tells a watching service that a complete sweep has just been done (promise P12)."""

import logging
from urllib.error import URLError
from urllib.request import Request, urlopen

log = logging.getLogger(__name__)

TIMEOUT_SECONDS = 10


def beat(url: str) -> None:
    """Fetch the address, if there is one; a heartbeat that fails is logged and stops nothing."""
    if not url:
        return
    try:
        request = Request(url, headers={"User-Agent": "mailvote"})  # noqa: S310 - the settings allow http and https only
        with urlopen(request, timeout=TIMEOUT_SECONDS):  # noqa: S310
            pass
    except (URLError, OSError, ValueError) as problem:
        log.warning("the heartbeat could not be sent: %s", type(problem).__name__)
