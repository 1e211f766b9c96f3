"""A gallery of mails to click through: one page without scripts, each mail shut into a frame that can do nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import groupby

from mailvote.reports.page import page

LONG_RUN = 4
"""From how many letters of one kind on the list folds them together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One mail as it is shown; `file` is where its bytes lie, relative to the page.

    `day` and `clock` say when it passed, `note` what to watch for, `verdict` what became of it, `fate` in a word.
    """

    number: int
    day: str
    clock: str
    incoming: bool
    sender: str
    recipient: str
    subject: str = field(repr=False)
    text: str = field(repr=False)
    html: str = field(repr=False)
    file: str
    note: str = ""
    verdict: str = field(default="", repr=False)
    fate: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gallery:
    """The mails in their order, under a title, with a few words before them and links to other files."""

    title: str
    introduction: tuple[str, ...]
    links: tuple[tuple[str, str], ...]
    mails: tuple[Mail, ...]


_STYLE = """
header, nav, article { padding: 1rem .75rem; }
header p { max-width: 44rem; }
nav { background: var(--card); border-block: 1px solid var(--line); }
nav h2 { font-size: .875rem; color: var(--soft); margin: 1rem 0 .25rem; }
nav h2:first-child { margin-top: 0; }
nav ol { list-style: none; margin: 0; padding: 0; }
nav a, nav summary { display: grid; grid-template-columns: 3.1rem 1fr; gap: 0 .5rem; padding: .45rem .5rem;
  border-radius: 6px; color: inherit; text-decoration: none; border-left: 4px solid var(--line); margin-bottom: 2px; }
nav summary { cursor: pointer; }
nav summary .who::after { content: " +"; color: var(--soft); }
nav details[open] > summary .who::after { content: " \2212"; }
nav summary::-webkit-details-marker { display: none; }
nav details ol { margin-left: 1.1rem; }
nav a:hover, nav summary:hover { background: var(--tint); }
nav .in a { border-left-color: var(--bar); }
nav .out a, nav summary { padding-left: 1.1rem; }
nav .who { font-weight: 600; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
nav .out .who { font-weight: normal; }
nav .about { grid-column: 2; color: var(--soft); font-size: .875rem; overflow: hidden; text-overflow: ellipsis;
  white-space: nowrap; }
nav .clock { color: var(--soft); font-size: .875rem; font-variant-numeric: tabular-nums; }
article { display: none; scroll-margin-top: 0; }
article:target { display: block; }
article h2 { margin-top: .5rem; }
.way { display: inline-block; font-size: .75rem; font-weight: 600; border: 1px solid currentColor; border-radius: 4px;
  padding: 0 .4rem; margin-right: .35rem; }
.in .way { color: var(--link); }
.out .way { color: var(--soft); }
.fate { font-size: .75rem; font-weight: 600; color: var(--soft); white-space: nowrap; }
.fate.counted { color: var(--good); }
.fate.late, .fate.rejected, .fate.held, .fate.challenged { color: var(--bad); }
.steps { display: flex; gap: .5rem 1rem; flex-wrap: wrap; margin: 0 0 .75rem; }
.steps a { padding: .35rem 0; }
dl { display: grid; grid-template-columns: auto 1fr; gap: .15rem .75rem; margin: 0 0 .75rem; }
dt { color: var(--soft); } dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
.note { border-left: 4px solid var(--bar); background: var(--tint); padding: .6rem .75rem; margin: 0 0 .75rem; }
.note p:last-child { margin: 0; }
.forms { display: grid; gap: 1rem; }
.forms h3 { font-size: .875rem; color: var(--soft); font-weight: normal; margin: 0 0 .25rem; }
.forms > div { min-width: 0; }
iframe { width: 100%; height: min(46rem, 80vh); border: 1px solid var(--line); border-radius: 8px; background: #fff; }
.out iframe { background: none; }
pre { margin: 0; padding: .75rem; background: var(--card); border: 1px solid var(--line); border-radius: 8px;
  font: .8125rem/1.5 ui-monospace, Menlo, Consolas, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
@media (min-width: 56rem) {
  body { display: grid; grid-template: auto 1fr / 22rem minmax(0, 1fr); grid-template-areas: "list head" "list mail"; }
  nav { grid-area: list; height: 100vh; position: sticky; top: 0; overflow-y: auto; border-block: 0;
    border-right: 1px solid var(--line); }
  header { grid-area: head; padding: 1.25rem 1.5rem 0; } main { grid-area: mail; }
  article { padding: 1rem 1.5rem 2rem; }
  pre { max-height: min(46rem, 80vh); overflow-y: auto; }
  .back { display: none; }
}
@media (min-width: 78rem) { .forms.two { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); } }
@media print { nav { display: none; } article { display: block; break-before: page; } }
"""


def gallery_page(gallery: Gallery) -> str:
    """The gallery as one HTML page; whatever stands in a mail can neither leave its frame nor fetch anything."""
    links = " · ".join(f'<a href="{escape(target)}">{escape(label)}</a>' for label, target in gallery.links)
    words = "".join(f"<p>{escape(paragraph)}</p>\n" for paragraph in gallery.introduction)
    first = f'<p><a href="#mail-{gallery.mails[0].number}">Begin with the first mail</a></p>\n' if gallery.mails else ""
    return page(
        gallery.title,
        f"<header>\n<h1>{escape(gallery.title)}</h1>\n{words}<p>{links}</p>\n{first}</header>\n"
        f'<nav id="list" aria-label="All mails">\n{"".join(_days(gallery.mails))}</nav>\n'
        f"<main>\n{''.join(_articles(gallery.mails))}</main>\n",
        style=_STYLE + _here(gallery.mails),
    )


def _days(mails: Sequence[Mail]) -> Iterator[str]:
    for day, of_day in groupby(mails, key=lambda mail: mail.day):
        runs = (tuple(run) for _, run in groupby(of_day, key=_run))
        yield f"<h2>{escape(day)}</h2>\n<ol>\n{''.join(map(_entries, runs))}</ol>\n"


def _run(mail: Mail) -> tuple[str, bool, str]:
    """What letters to many have in common: they go out together, with one subject but for its mark in brackets."""
    return mail.clock, mail.incoming, mail.subject.partition(" [")[0]


def _entries(run: tuple[Mail, ...]) -> str:
    """A run in the list, folded together where it is long."""
    entries = "".join(map(_entry, run))
    if len(run) < LONG_RUN or run[0].incoming:
        return entries
    clock, _, subject = _run(run[0])
    summary = (
        f'<summary><span class="clock">{escape(clock)}</span><span class="who">{len(run)} letters</span>'
        f'<span class="about">{escape(subject)}</span></summary>'
    )
    return f'<li class="out"><details>{summary}\n<ol>\n{entries}</ol></details></li>\n'


def _entry(mail: Mail) -> str:
    way, who = ("in", _name(mail.sender)) if mail.incoming else ("out", f"to {_name(mail.recipient)}")
    return (
        f'<li class="{way}"><a class="m{mail.number}" href="#mail-{mail.number}">'
        f'<span class="clock">{escape(mail.clock)}</span><span class="who">{escape(who)}</span>'
        f'<span class="about">{_fate(mail)}{escape(mail.subject) or "(no subject)"}</span></a></li>\n'
    )


def _name(person: str) -> str:
    return person.partition(" <")[0]


def _here(mails: Sequence[Mail]) -> str:
    """Marks in the list the mail that is shown."""
    shown = ",\n".join(f"body:has(#mail-{mail.number}:target) a.m{mail.number}" for mail in mails)
    return f"{shown} {{ background: var(--tint); }}\n" if shown else ""


def _articles(mails: Sequence[Mail]) -> Iterator[str]:
    for place, mail in enumerate(mails):
        before = mails[place - 1].number if place else None
        after = mails[place + 1].number if place + 1 < len(mails) else None
        yield _article(mail, before, after)


def _article(mail: Mail, before: int | None, after: int | None) -> str:
    way, said = ("in", "received") if mail.incoming else ("out", "sent")
    return (
        f'<article id="mail-{mail.number}" class="{way}">\n{_steps(before, after)}'
        f'<h2><span class="way">{said}</span>{escape(mail.subject) or "(no subject)"}</h2>\n'
        f"<dl><dt>When</dt><dd>{escape(mail.day)}, {escape(mail.clock)}</dd>\n"
        f"<dt>From</dt><dd>{escape(mail.sender)}</dd>\n<dt>To</dt><dd>{escape(mail.recipient)}</dd>\n"
        f'<dt>File</dt><dd><a href="{escape(mail.file)}">{escape(mail.file)}</a></dd></dl>\n'
        f"{_note(mail)}{_forms(mail)}</article>\n"
    )


def _steps(before: int | None, after: int | None) -> str:
    back = '<a class="back" href="#list">All mails</a>'
    earlier = f'<a href="#mail-{before}">Earlier mail</a>' if before is not None else ""
    later = f'<a href="#mail-{after}">Later mail</a>' if after is not None else ""
    return f'<p class="steps">{back}{earlier}{later}</p>\n'


def _note(mail: Mail) -> str:
    verdict = f"{_fate(mail)}{escape(mail.verdict)}"
    paragraphs = "".join(f"<p>{words}</p>" for words in (escape(mail.note), verdict) if words)
    return f'<div class="note">{paragraphs}</div>\n' if paragraphs else ""


def _fate(mail: Mail) -> str:
    return f'<span class="fate {escape(mail.fate)}">{escape(mail.fate)}</span> ' if mail.fate else ""


def _forms(mail: Mail) -> str:
    """The HTML in a frame without any permission, and the text beside it; one of them where the mail has one."""
    framed = (
        f'<div><h3>HTML</h3><iframe sandbox="" loading="lazy" title="HTML of mail {mail.number}" '
        f'srcdoc="{escape(mail.html)}"></iframe></div>\n'
    )
    plain = f"<div><h3>Text</h3><pre>{escape(mail.text)}</pre></div>\n"
    shown = [framed] * bool(mail.html) + [plain] * bool(mail.text or not mail.html)
    return f'<div class="forms{" two" if len(shown) > 1 else ""}">\n{"".join(shown)}</div>\n'
