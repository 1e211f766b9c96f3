"""What mail programs and servers add to a reply by themselves: banners, taglines, the marks of signatures."""

import re
from collections.abc import Iterator, Sequence

MAX_BANNER_LINES = 6
MIN_ORNAMENT = 2
MIN_ASTERISKS = 5

_SAFE = "content is safe"
BANNERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("this message originated from outside of nhsmail", (_SAFE, "outside of nhsmail")),
    ("this message originated from outside", (_SAFE,)),
    ("you don't often get email from", ("learn why this is important",)),
    ("[you don't often get email from", ("learn why this is important",)),
    ("some people who received this message don't often get email from", ("learn why this is important",)),
    ("this email originated from outside", (_SAFE,)),
    ("caution: this email originated from outside", (_SAFE,)),
    ("caution: this message originated from outside", (_SAFE,)),
    ("caution: external", (_SAFE,)),
    ("warning: this email originated", (_SAFE,)),
    ("external email:", (_SAFE,)),
    ("this email is from an external", (_SAFE,)),
    ("[external]", ("[external]",)),
    ("[external email]", ("[external email]",)),
    ("*external*", ("*external*",)),
)
"""How a banner begins and how it can end; what follows its end on the line is the sender's."""

_LINK = re.compile(r"[ ]?[<(\[]https?://[^\s<>)\]]{1,900}[>)\]]")
_BANNER_TAIL = re.compile(r"\A(?:\s*at)?\s*(?:[<(\[]?\s*https?://[^\s<>)\]]{1,900}\s*[>)\]]?)?[\s.\]*]*")
_PROGRAMS = frozenset({
    "10", "11", "4g", "5g", "a", "an", "and", "android", "any", "apologies", "app", "apple", "autocorrect",
    "blackberry", "brevity", "by", "device", "email", "errors", "excuse", "fast", "for", "from", "galaxy",
    "get", "gmail", "google", "handset", "hotmail", "huawei", "i", "ios", "ipad", "iphone", "it's", "its",
    "k-9", "k9", "mail", "messages", "microsoft", "mini", "mobile", "my", "network", "new", "nokia", "note",
    "of", "on", "outlook", "phone", "pixel", "please", "plus", "pro", "pro6", "proton", "protonmail", "samsung",
    "secure", "sent", "service", "smartphone", "smartphone's", "sony", "spark", "spelling", "superhuman",
    "tablet", "telephone", "the", "this", "thunderbird", "to", "typos", "ultra", "using", "via", "virgin",
    "vodafone", "windows", "wireless", "with", "xperia", "yahoo", "your",
})  # fmt: skip
_DEVICE_OWNERS = frozenset({
    "android-mobiltelefon", "anfonwyd", "da", "de", "depuis", "desde", "diese", "do", "einem", "enviado",
    "envoyé", "fra", "från", "fy", "für", "gesendet", "holen", "inviato", "iphone'a", "k-9", "mail", "meinem",
    "meu", "mi", "mij", "mijn", "min", "mio", "mobilgerät", "mon", "nachricht", "o", "o'm", "obtenir", "pour",
    "sendt", "sich", "sie", "skickat", "téléphone", "vanaf", "verstuurd", "verzonden", "von", "wurde",
    "wysłane", "z",
})  # fmt: skip
_TAGLINES = (
    "sent from", "sent via", "sent with", "sent using", "sent by", "get outlook for", "yahoo mail", "sent on the move",
    "get bluemail for", "please excuse", "apologies for brevity", "envoyé de", "von meinem", "enviado de", "enviado do",
    "inviato da", "verstuurd vanaf", "verzonden vanaf", "skickat från", "sendt fra", "wysłane z", "anfonwyd o",
    "diese nachricht wurde von", "holen sie sich outlook", "obtenir outlook",
)  # fmt: skip
_ORNAMENTS = frozenset("-_=~•ᐧ")
_WORDS = re.compile(r"[\w'’-]+")

CLOSINGS = (
    "kind regards", "kindest regards", "best regards", "warm regards", "warmest regards", "with kind regards",
    "with best regards", "with regards", "regards", "best wishes", "with best wishes", "kind wishes", "warm wishes",
    "all the best", "yours sincerely", "yours faithfully", "yours truly", "yours", "sincerely", "many regards",
    "with many thanks and best wishes", "many thanks and best wishes", "many thanks and kind regards",
    "thanks and regards", "thanks and best wishes", "thanks and kind regards", "thank you and kind regards", "best",
    "rgds", "kr", "bw", "bws", "cofion", "cofion gorau", "cofion cynnes", "respectfully",
)  # fmt: skip
_CLOSING = re.compile(
    r"\s*("
    + "|".join(re.escape(words) for words in sorted(CLOSINGS, key=len, reverse=True))
    + r")\s*(?:[,.!–-]\s*(.*)|)\Z",
    re.IGNORECASE,
)


def without_clutter(lines: Sequence[str]) -> Iterator[str]:
    """The lines without banners and taglines."""
    number = 0
    while number < len(lines):
        rest, taken = _after_banner(lines, number)
        number += taken
        if taken and rest:
            yield rest
        elif not taken:
            if not (is_tagline(lines[number]) or _is_ornament(lines[number])):
                yield lines[number]
            number += 1


def is_tagline(line: str) -> bool:
    """Whether a line is what a telephone or mail program adds below every message, whole and nothing else."""
    plain = _LINK.sub("", line).strip().rstrip(".").casefold().replace("’", "'")
    known = _PROGRAMS | _DEVICE_OWNERS
    return len(plain) < 120 and plain.startswith(_TAGLINES) and known.issuperset(_WORDS.findall(plain))


def _is_ornament(line: str) -> bool:
    """Whether a line is drawn, not written."""
    signs = line.replace(" ", "")
    return bool(signs) and _ORNAMENTS.issuperset(signs) and (len(signs) > MIN_ORNAMENT or signs == "ᐧ")


def signature_start(lines: Sequence[str]) -> int | None:
    """The line with which the end of a letter begins: "Kind regards", "-- " or a row of asterisks."""
    return next((number for number, line in enumerate(lines) if _is_rule(line) or _closing(line)), None)


def _is_rule(line: str) -> bool:
    """Whether a line is the mark above a signature or the row of asterisks above a disclaimer."""
    signs = line.replace(" ", "")
    return signs == "--" or (len(signs) >= MIN_ASTERISKS and not signs.strip("*"))


def after_closing(line: str) -> str:
    """What stands on the line of a closing behind it: "Jane" of "Kind regards, Jane"."""
    found = _closing(line)
    return (found.group(2) or "") if found else ""


def _closing(line: str) -> re.Match[str] | None:
    return _CLOSING.match(line) if len(line) < 200 else None


def _after_banner(lines: Sequence[str], number: int) -> tuple[str, int]:
    """What follows a banner that begins on this line, and how many lines it takes; 0 where there is none."""
    folded = lines[number].strip().casefold().replace("’", "'")
    ends = next((ends for start, ends in BANNERS if folded.startswith(start)), ())
    for end in ends:
        for taken in range(1, min(MAX_BANNER_LINES, len(lines) - number) + 1):
            whole = " ".join(line.strip() for line in lines[number : number + taken])
            place = whole.casefold().replace("’", "'").find(end)
            if place >= 0:
                return _BANNER_TAIL.sub("", whole[place + len(end) :]).strip(), taken
    return "", 0
