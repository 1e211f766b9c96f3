"""Where a reply stops being the sender's own words: every way in which mail programs begin a quotation."""

import re
from collections.abc import Sequence

from mailvote.mail.dates import is_dated

ATTRIBUTION_LINES = 4
HEADER_LINES = 7
RUN = 2

QUOTE_MARKS = re.compile(r"\A[\s>]*(?=>)>[ ]?")

_DIVIDER = re.compile(r"(?!-----begin pgp)[\s*]{0,4}(?:-{3,}[^-]{3,60}-{3,}|_{10,})[\s*]{0,4}\Z")
_FORWARDED = (
    "begin forwarded message:",
    "anfang der weitergeleiteten nachricht:",
    "début du message transféré",
    "début du message réexpédié",
    "inicio del mensaje reenviado:",
    "inizio messaggio inoltrato:",
    "begin doorgestuurd bericht:",
)
_VERBS = (
    "wrote writes écrit schrieb geschrieben escribió scritto schreef geschreven skrev escreveu napisał napisała "
    "napisał(a) ysgrifennodd kirjoitti napsal napsal(a) napsala írta scris yazdı написал написала написав писал пише "
    "έγραψε 写道 寫道 書きました"
)
_VERB = re.compile("|".join(re.escape(verb) for verb in sorted(_VERBS.split(), key=len, reverse=True)))
_STARTER = re.compile(
    r"\s*(?:on|le|am|el|il|op|den|em|no dia|w dniu|dnia|ar|på|dne|ti|pe|la|în data|в|на|στις|[0-9]{1,4}|"
    r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*|"
    r"(?:lun|mar|mer|mié|mie|jeu|jue|gio|ven|vie|sam|sáb|sab|dim|dom)[a-zé]*\.?)\b"
)
_DATE = re.compile(r"\b(?:19|20)[0-9]{2}\b|\b[0-9]{1,2}[:.][0-9]{2}\b|\b[0-9]{1,2}[./-][0-9]{1,2}\b")
_DATE_FIRST = re.compile(r"\s*(?:(?:19|20)[0-9]{2}\s?[-/.年]|[0-9]{1,2}[-/.][0-9]{1,2}[-/.])")
_LABEL = re.compile(r"[\s*_]{0,8}([^\W\d_][\w .()/-]{0,20}?)[*_ \xa0]{0,4}[:：]")

LABELS: dict[str, frozenset[str]] = {
    "from": frozenset({
        "from", "von", "de", "da", "van", "från", "fra", "od", "lähettäjä", "от", "від", "kimden", "oddi wrth", "wrth",
        "expéditeur", "nadawca", "mittente", "remitente", "αποστολέας", "feladó",
        "发件人", "寄件者", "差出人", "보낸 사람",
    }),
    "sent": frozenset({
        "sent", "date", "gesendet", "datum", "envoyé", "enviado", "enviado el", "enviada em", "data", "inviato",
        "verzonden", "skickat", "sendt", "dato", "wysłano", "lähetetty", "дата", "отправлено", "anfonwyd", "dyddiad",
        "fecha", "odesláno", "gönderme", "küldve", "发送时间", "日期", "送信日時", "보낸 날짜",
    }),
    "to": frozenset({
        "to", "an", "à", "para", "a", "aan", "till", "til", "do", "pour", "кому", "at", "destinataire", "kime", "komu",
        "vastaanottaja", "címzett", "收件人", "宛先", "받는 사람",
    }),
    "subject": frozenset({
        "subject", "betreff", "objet", "asunto", "oggetto", "onderwerp", "ämne", "emne", "assunto", "temat", "aihe",
        "тема", "pwnc", "testun", "předmět", "konu", "tárgy", "主题", "主旨", "件名", "제목",
    }),
    "cc": frozenset({"cc", "kopie", "copie", "cópia", "kopia", "kopi", "dw", "копия", "抄送"}),
}  # fmt: skip
"""The labels that head a quoted message, by what they mean, in the languages of common mail programs."""

_KINDS = {word: kind for kind, words in LABELS.items() for word in words}
_NUMBERED = re.compile(r"\W*[0-9]{1,3}\s*[.):]")


def quotation_start(lines: Sequence[str], marker: str, ours: frozenset[str]) -> int | None:
    """The number of the first line that is not the sender's own, None where all are.

    `marker` is the line above which replies are asked for; `ours` are lines of our letter as `line_key` makes them.
    """
    folded = [line.casefold() for line in lines]
    for number, line in enumerate(folded):
        if line.lstrip().startswith(">"):
            return _split_attribution_start(folded, number)
        if (
            marker.casefold() in line
            or _is_divider(line)
            or _heads_block(folded, number)
            or _is_run_of_ours(lines, number, ours)
        ):
            return number
        if (start := _attribution_start(folded, number)) is not None:
            return start
    return None


def line_key(line: str) -> str:
    """A line for comparing with one that was quoted: case, spacing and quotation marks aside."""
    return " ".join(QUOTE_MARKS.sub("", line).split()).casefold()


def without_marks(line: str) -> str:
    """A quoted line without the marks of its quotation."""
    return QUOTE_MARKS.sub("", line)


def _is_divider(line: str) -> bool:
    return bool(_DIVIDER.match(line)) or line.strip(" *").startswith(_FORWARDED)


def _heads_block(lines: Sequence[str], number: int) -> bool:
    """Whether a block such as "From: ... Sent: ... To: ... Subject: ..." begins here."""
    kind = header_label(lines[number])
    if kind is None:
        return False
    if kind == "from" and ("@" in lines[number] or "mailto:" in lines[number]):
        return True
    others = {header_label(line) for line in lines[number + 1 : number + HEADER_LINES]} - {None, kind}
    return bool(others)


def header_label(line: str) -> str | None:
    """What a line of a quoted header tells, as in `LABELS`; "From: 1 December 2026" is the field of a form instead."""
    found = _LABEL.match(line.casefold())
    kind = _KINDS.get(found.group(1).strip()) if found else None
    return None if found and kind in ("from", "to") and is_dated(line[found.end() :]) else kind


def _attribution_start(lines: Sequence[str], end: int) -> int | None:
    """Where the attribution that ends in this line begins: "On ... wrote:", over up to four lines."""
    last = lines[end].rstrip(" *_")
    if not last.endswith((":", "：")):
        return None
    if _STARTER.match(last) and _DATE.search(last) and _VERB.search(last):
        return end
    if (start := _climbed(lines, end)) is not None:
        return start
    return end if "@" in last and (_DATE_FIRST.match(last) or _is_quote_next(lines, end)) else None


def _split_attribution_start(lines: Sequence[str], quote: int) -> int:
    """Where the quotation begins whose first line is marked; some break an attribution before its last ">"."""
    start = _climbed(lines, quote) if lines[quote].rstrip().endswith(":") else None
    return quote if start is None else start


def _climbed(lines: Sequence[str], end: int) -> int | None:
    """The line with which a wrapped attribution begins; its last line where that alone says enough."""
    for start in range(end - 1, max(-1, end - ATTRIBUTION_LINES), -1):
        if not lines[start].strip():
            break
        if _begins_attribution(lines[start], " ".join(lines[start : end + 1])):
            return start
    return end if _VERB.search(lines[end]) and ("@" in lines[end] or _DATE.search(lines[end])) else None


def _begins_attribution(first: str, whole: str) -> bool:
    """Whether a line is the first of an attribution: dated, or naming who wrote."""
    if _DATE.search(first) and _STARTER.match(first) and _VERB.search(whole):
        return True
    if _DATE_FIRST.match(first) and "@" in whole:
        return True
    return "@" in first and bool(_VERB.search(first)) and bool(_DATE.search(whole))


def _is_quote_next(lines: Sequence[str], number: int) -> bool:
    following = next((line for line in lines[number + 1 : number + 4] if line.strip()), "")
    return following.lstrip().startswith(">")


def _is_run_of_ours(lines: Sequence[str], number: int, ours: frozenset[str]) -> bool:
    """Whether our own letter begins here: lines of it in a row, of which one at least is more than an option."""
    if not ours or line_key(lines[number]) not in ours:
        return False
    written = [line for line in lines[number : number + 3 * RUN] if line.strip()][:RUN]
    keys = [line_key(line) for line in written]
    return len(keys) == RUN and all(key in ours for key in keys) and not all(map(_NUMBERED.match, keys))
