"""The grammar of Authentication-Results and Received, as far as it is believed (RFC 8601, RFC 5321)."""

import re
from dataclasses import dataclass

MAX_RESULTS = 60

_AUTHSERV = re.compile(r"([A-Za-z0-9._:-]{1,253})(?:\s+[0-9]{1,5})?\Z")
_METHOD = re.compile(r"([a-z][a-z0-9-]{0,40})(?:\s*/\s*[0-9]{1,5})?\s*=\s*([a-z][a-z-]{0,40})(?=\s|\Z)")
_PROPERTY = re.compile(r"([a-z][a-z0-9.-]{0,60})\s*=\s*([^\s;]{1,400})(?=\s|\Z)")
_RECEIVED_BY = re.compile(r"(?:from\s+\S+\s+)?by\s+([A-Za-z0-9._-]{1,253})(?=[\s;]|\Z)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What one method found: `dkim`, `pass`, and its properties such as header.d."""

    method: str
    value: str
    properties: tuple[tuple[str, str], ...] = ()

    def property(self, name: str) -> str:
        return next((content for key, content in self.properties if key == name), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """One Authentication-Results header; `authserv_id` is "" where it begins with a result, as in Exchange."""

    authserv_id: str
    results: tuple[Result, ...]

    def outcomes(self, method: str) -> frozenset[str]:
        """Everything that this header reports for one method."""
        return frozenset(result.value for result in self.results if result.method == method)


def parse_results(value: str) -> Findings | None:
    """The header's results; None where any of it cannot be read."""
    plain = without_comments(value)
    if '"' in plain or "(" in plain or ")" in plain:
        return None
    first, *rest = [segment.strip() for segment in plain.split(";")]
    authserv = _AUTHSERV.match(first)
    segments = [segment for segment in (rest if authserv else [first, *rest]) if segment]
    if len(segments) > MAX_RESULTS:
        return None
    results = [_result(segment) for segment in segments if segment.casefold() != "none"]
    read = tuple(result for result in results if result is not None)
    if len(read) < len(results) or not (authserv or read):
        return None
    return Findings(authserv_id=authserv.group(1) if authserv else "", results=read)


def stamped_by(received: str) -> str:
    """The host that says it received the message, or "" where the header does not begin as it should."""
    found = _RECEIVED_BY.match(without_comments(received).strip())
    return found.group(1) if found else ""


def without_comments(value: str) -> str:
    """The header without comments, however nested, and without what stands in quotation marks."""
    kept: list[str] = []
    depth, quoted, escaped = 0, False, False
    for sign in value:
        if escaped:
            escaped = False
        elif sign == "\\" and (depth or quoted):
            escaped = True
        elif quoted:
            quoted = sign != '"'
        elif sign == "(":
            depth += 1
        elif sign == ")" and depth:
            depth -= 1
            kept.append(" ")
        elif not depth and sign == '"':
            quoted = True
            kept.append("quoted")
        elif not depth:
            kept.append(sign)
    return "".join(kept) + ('"' if depth or quoted else "")


def _result(segment: str) -> Result | None:
    lowered = segment.casefold()
    method = _METHOD.match(lowered)
    if method is None:
        return None
    properties, place = [], method.end()
    while place < len(lowered):
        if lowered[place].isspace():
            place += 1
            continue
        found = _PROPERTY.match(lowered, place)
        if found is None:
            return None
        properties.append((found.group(1), found.group(2)))
        place = found.end()
    return Result(method=method.group(1), value=method.group(2), properties=tuple(properties))
