"""What our own mail server found out about a message, believed only where it alone can have written it.

Every provider leaves its results in its own way (interface.md 8, "Authentication"), and a sender can write any header
too; so where a header stands decides whether it is read, and that it is there proves nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum

from mailvote.mail.addresses import domain_of
from mailvote.mail.authresults import Findings, Result, parse_results, stamped_by, without_comments
from mailvote.mail.message import Incoming
from mailvote.mail.mime import MAX_VALUE

GMAIL = "mx.google.com"

_RESULTS = "authentication-results"
_METHODS = ("dmarc", "dkim", "spf")
_AUTH_AS = "x-ms-exchange-organization-authas"
_FORGING = frozenset({"bare-cr", "nul", "header-without-colon"})
_DIRECTION = "x-ms-exchange-organization-messagedirectionality"


class Authentication(StrEnum):
    """How far the mailbox's server vouches for the address in From."""

    PASS = "pass"  # noqa: S105
    INTERNAL = "internal"
    FAIL = "fail"
    NONE = "none"
    NOT_CONFIGURED = "not configured"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustPolicy:
    """Whose results are believed: provider `generic`, `gmail` or `m365`, our authserv-id, and our own hosts."""

    provider: str = "generic"
    authserv_id: str = ""
    trusted_hosts: tuple[str, ...] = ()

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts whose `Received: ... by` is believed, by default the authserv-id."""
        return frozenset(map(_as_domain, self.trusted_hosts or (self.authserv_id,)))


def authentication(incoming: Incoming, sender_address: str, policy: TrustPolicy) -> Authentication:
    """What the results of our own server say about mail from that address."""
    domain = domain_of(sender_address)
    if policy.provider == "m365":
        return _m365(incoming, domain)
    if policy.provider == "gmail":
        return _gmail(incoming, domain, policy)
    if not policy.authserv_id:
        return Authentication.NOT_CONFIGURED
    return _verdict(_own_results(incoming, policy), incoming, domain)


def stamped_at(incoming: Incoming, policy: TrustPolicy) -> datetime | None:
    """When the newest Received says that one of our hosts took the message in; None where none of them says so."""
    newest = next(iter(incoming.values("received")), "")
    if _as_domain(stamped_by(newest)) not in policy.hosts:
        return None
    try:
        at = parsedate_to_datetime(without_comments(newest).rpartition(";")[2].strip())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return at if at.tzinfo else None


def _own_results(incoming: Incoming, policy: TrustPolicy) -> list[Findings | None]:
    """Our own results above the first Received that none of our hosts stamped; None for an unreadable one."""
    own_id = _as_domain(policy.authserv_id)
    found: list[Findings | None] = []
    for name, value in incoming.headers:
        if name == "received" and _as_domain(stamped_by(value)) not in policy.hosts:
            break
        if name == _RESULTS:
            findings = _parsed(value)
            if findings is None and own_id in without_comments(value).casefold():
                found.append(None)
            elif findings is not None and _as_domain(findings.authserv_id) == own_id:
                found.append(findings)
    return found


def _gmail(incoming: Incoming, domain: str, policy: TrustPolicy) -> Authentication:
    first = [_parsed(value) for value in incoming.values(_RESULTS)[:1]]
    own_id = _as_domain(policy.authserv_id or GMAIL)
    own = [findings for findings in first if findings and _as_domain(findings.authserv_id) == own_id]
    return _verdict(own, incoming, domain)


def _m365(incoming: Incoming, domain: str) -> Authentication:
    first = [_parsed(value) for value in incoming.values(_RESULTS)[:1]]
    verdict = _verdict([findings for findings in first if findings and not findings.authserv_id], incoming, domain)
    return Authentication.INTERNAL if verdict is Authentication.NONE and _is_internal(incoming, first) else verdict


def _is_internal(incoming: Incoming, first: Sequence[Findings | None]) -> bool:
    """Whether Exchange says that the message never left the organisation, and nothing in it says otherwise."""
    said = [value.strip().casefold() for value in incoming.values(_AUTH_AS)]
    direction = {value.strip().casefold() for value in incoming.values(_DIRECTION)}
    readable = all(findings is not None and not findings.authserv_id for findings in first)
    outside = any(
        result.method in ("spf", "compauth") and result.value != "none"
        for findings in first
        if findings
        for result in findings.results
    )
    sound = not _FORGING.intersection(incoming.defects)
    return said == ["internal"] and direction <= {"originating"} and readable and sound and not outside


def _verdict(found: Sequence[Findings | None], incoming: Incoming, domain: str) -> Authentication:
    """One word for all results: those that disagree are a failure, unreadable or unaligned ones no result."""
    readable = [findings for findings in found if findings is not None]
    if _disagree(readable):
        return Authentication.FAIL
    results = [result for findings in readable for result in findings.results]
    verdict = _of_results(results, domain)
    if verdict is Authentication.PASS and (len(readable) < len(found) or _has_length_limit(incoming, domain)):
        return Authentication.NONE
    return verdict


def _of_results(results: Sequence[Result], domain: str) -> Authentication:
    """DMARC's word where there is one, else that of the aligned signatures, else that of the aligned sender."""
    dmarc = {result.value for result in results if result.method == "dmarc"}
    if "fail" in dmarc:
        return Authentication.FAIL
    if "pass" in dmarc:
        aligned = all(_is_dmarc_of(result, domain) for result in results if result.method == "dmarc")
        return Authentication.PASS if aligned and dmarc == {"pass"} else Authentication.NONE
    signed, mailed = _aligned("dkim", results, domain), _aligned("spf", results, domain)
    if "fail" in signed or ("fail" in mailed and "pass" not in signed):
        return Authentication.FAIL
    return Authentication.PASS if "pass" in signed | mailed else Authentication.NONE


def _disagree(found: Sequence[Findings]) -> bool:
    """Whether two headers of ours report one method with different outcomes: one of them is not ours."""
    for method in _METHODS:
        outcomes = {outcome for findings in found if (outcome := findings.outcomes(method))}
        if len(outcomes) > 1:
            return True
    return False


def _is_dmarc_of(result: Result, domain: str) -> bool:
    return _as_domain(result.property("header.from")) == domain


def _aligned(method: str, results: Sequence[Result], domain: str) -> set[str]:
    """What a method found about the domain in From."""
    return {result.value for result in results if result.method == method and _belongs(_about(result), domain)}


def _about(result: Result) -> str:
    """The domain that a DKIM or SPF result speaks of."""
    if result.method == "dkim":
        return _as_domain(result.property("header.d") or domain_of(result.property("header.i")))
    mailed = result.property("smtp.mailfrom")
    return _as_domain(domain_of(mailed) or mailed)


def _belongs(domain: str, other: str) -> bool:
    """Whether two names are one domain or one lies within the other, never a whole top-level domain."""
    longer, shorter = sorted((domain, other), key=len, reverse=True)
    return bool(domain) and "." in shorter and (longer == shorter or longer.endswith("." + shorter))


def _has_length_limit(incoming: Incoming, domain: str) -> bool:
    """Whether an aligned signature leaves the end of the body unsigned (`l=`), so that words could be added."""
    tags = (dict(_tags(value)) for value in incoming.values("dkim-signature"))
    return any("l" in found and _belongs(_as_domain(found.get("d", "")), domain) for found in tags)


def _tags(value: str) -> Iterator[tuple[str, str]]:
    for tag in value.split(";"):
        name, _, content = tag.partition("=")
        yield name.strip(), content.strip()


def _parsed(value: str) -> Findings | None:
    return parse_results(value) if len(value) < MAX_VALUE else None


def _as_domain(text: str) -> str:
    return text.strip().rstrip(".").lower()
