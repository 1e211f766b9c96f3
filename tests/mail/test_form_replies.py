"""The form that `new election` sends comes back filled in, in the shape each mail program gives it."""

import re
from collections.abc import Callable
from textwrap import wrap

import pytest

from mailvote.mail import letters, manager_letters
from mailvote.mail.ashtml import as_html
from mailvote.mail.astext import as_text
from mailvote.mail.commands import Instruction, StartBallot, alike, form_in, read_instruction, understand
from mailvote.mail.compose import compose
from mailvote.mail.letter import Letter
from mailvote.mail.message import Incoming, read_message
from mailvote.mail.reply import own_words
from mailvote.mail.tokens import marks_in
from tests.mail.letterbox import CALENDAR, FORM, HOUSE, PAPER, RECEIVED, RULE_SETS, SPECIMEN, TOKEN, WORDING, envelope
from tests.rules.examples import ELECTION

BLANK = manager_letters.form(
    WORDING, HOUSE, "election", TOKEN, PAPER.opens_at, PAPER.closes_at, None, rule_sets=RULE_SETS
)
PROOF = manager_letters.proof(
    WORDING, HOUSE, TOKEN, ("It opens.",), (), letters.paper(WORDING, HOUSE, SPECIMEN), RECEIVED,
    rule_sets=RULE_SETS, instruction=FORM, about="start election",
)  # fmt: skip
PROOFS = {
    "a proxy": Instruction(
        verb="set",
        argument="proxy",
        fields=(
            ("Practice", "Goring and Woodcote Medical Practice"),
            ("Ballot", "SELG-2026-03"),
            ("Name", "Dr Helen Marsh"),
            ("Email", "h.marsh@nettlebed.example"),
            ("From", "1 December 2026"),
            ("Until", "31 December 2026"),
            ("Reason", "Both of them are away for the whole of the week before the close, said the lead.\n\nShe rang."),
        ),
    ),
    "a deputy": Instruction(
        verb="nominate", argument="deputy", fields=(("Name", "Dr H. Marsh"), ("Email", "h.marsh@nettlebed.example"))
    ),
    "an interest": Instruction(
        verb="interest", fields=(("Practice", "The Bell Surgery"), ("Reason", "Dr Helen Marsh is a candidate."))
    ),
    "recorded votes": Instruction(
        verb="record",
        argument="SELG-2026-03",
        items=(
            "Chalgrove & Watlington Surgeries: For",
            "Goring and Woodcote Medical Practice and Health Centre: Against, says Dr Helen Marsh",
            "The Bell Surgery - Marsh: abstain",
        ),
    ),
    "a run-off": Instruction(
        verb="start",
        argument="run-off SELG-2026-03",
        fields=(("Closes", "8 December 2026 17:00"), ("Note", "Dr Marsh.")),
    ),
}
"""Proofs of what has a form of its own, each naming one Marsh."""
ENTRIES = {
    "Title:": "Title: Locality Clinical Director",
    "Question:": "Question: Whom does your practice choose as Locality Clinical Director, from 1 April 2027 on?",
    "Note:": "Note: The statements of all candidates were sent to you on 16 November; please read them.",
}
CANDIDATES = ("- Dr Amina Osei <a.osei@hart.example>", "- Dr Bryn Example <b.example@bell.example>")
HEADER_BLOCK = (
    "From: South East Oxfordshire Locality Group <ballots@selg.example>",
    "Sent: 23 November 2026 08:58",
    "To: Reed, Morgan <manager@selg.example>",
    f"Subject: {BLANK.subject}",
)


def filled_text(letter: Letter) -> list[str]:
    """Our text with the blanks filled in where they stand."""
    candidates = iter(CANDIDATES)
    return [next(candidates) if line == "-" else ENTRIES.get(line, line) for line in as_text(letter.body).splitlines()]


def filled_html(letter: Letter) -> str:
    """Our HTML with the blanks filled in where they stand, and only what is inside its body."""
    html = as_html(letter.body, letter.subject)
    for blank, entry in ENTRIES.items():
        html = html.replace(f"<div>{blank}</div>", f"<div>{entry}</div>")
    for candidate in CANDIDATES:
        name, address = re.fullmatch(r"(- .+) <(.+)>", candidate).groups()  # type: ignore[union-attr]
        link = f'{name} &lt;<a href="mailto:{address}">{address}</a>&gt;'
        html = html.replace("<div>-</div>", f"<div>{link}</div>", 1)
    return re.sub(r"(?s).*<body[^>]*>|</body>.*", "", html)


def outlook_html(letter: Letter = BLANK) -> tuple[str, str]:
    """Outlook for Windows: every line in a paragraph of its own, a header block under a border, no quote marks."""
    body = re.sub(
        r"<div>(.*?)</div>", r'<div><p class="MsoNormal"><span style="color:#1A1F24">\1<o:p></o:p></span></p></div>',
        filled_html(letter),
    )  # fmt: skip
    block = "<br>".join(f"<b>{line.partition(':')[0]}:</b>{line.partition(':')[2]}" for line in HEADER_BLOCK)
    block = block.replace("<ballots@selg.example>", "&lt;ballots@selg.example&gt;").replace("<manager@", "&lt;manager@")
    return "html", (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal {margin:0cm}</style></head>'
        '<body lang="EN-GB"><div class="WordSection1"><p class="MsoNormal">Form below.<o:p></o:p></p>'
        '<p class="MsoNormal"><o:p>&nbsp;</o:p></p><p class="MsoNormal">Morgan<o:p></o:p></p>'
        '<div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">'
        f'<p class="MsoNormal">{block}<o:p></o:p></p></div></div>{body}</div></body></html>'
    )


def outlook_empty_above(letter: Letter = BLANK) -> tuple[str, str]:
    return "html", outlook_html(letter)[1].replace("Form below.", "").replace("Morgan<o:p>", "<o:p>")


def outlook_text(letter: Letter = BLANK) -> tuple[str, str]:
    """Outlook's text alternative: no quote marks, blank lines doubled, links written out, bold in asterisks."""
    lines = [
        line.replace("@hart.example>", "@hart.example<mailto:a.osei@hart.example>>") for line in filled_text(letter)
    ]
    quoted = "\n\n".join(("Form below.", "", "\n".join(HEADER_BLOCK), *lines))
    return "plain", quoted.replace("Title:", "*Title:*").replace(" ", "\u00a0", 3)


def thunderbird_text(letter: Letter = BLANK) -> tuple[str, str]:
    """Quote marks, and lines wrapped at 72."""
    quoted = "".join(f"> {line}\n" for line in filled_text(letter))
    quoted = quoted.replace("Director, from", "Director,\n> from").replace(
        "16 November; please", "16\n> November; please"
    )
    return "plain", f"Form below.\n\nOn 23/11/2026 08:58, South East Oxfordshire Locality Group wrote:\n{quoted}"


def gmail_html(letter: Letter = BLANK) -> tuple[str, str]:
    return "html", (
        '<div dir="ltr">Form below.</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Mon, 23 Nov 2026 '
        "at 08:58, South East Oxfordshire Locality Group &lt;ballots@selg.example&gt; wrote:<br></div>"
        f'<blockquote class="gmail_quote" style="margin:0 0 0 .8ex">{filled_html(letter)}</blockquote></div>'
    )


def a_new_mail(letter: Letter = BLANK) -> tuple[str, str]:
    """Only the form, copied into a fresh message."""
    lines = filled_text(letter)
    return "plain", "\n".join(lines[lines.index("start election") :])


SHAPES: tuple[Callable[..., tuple[str, str]], ...] = (
    outlook_html, outlook_empty_above, outlook_text, thunderbird_text, gmail_html, a_new_mail,
)  # fmt: skip


def reply(kind: str, body: str) -> Incoming:
    head = (
        "From: Morgan Reed <manager@selg.example>\r\nTo: ballots@selg.example\r\nSubject: RE: Form for a new election\r\n"
        f'MIME-Version: 1.0\r\nContent-Type: text/{kind}; charset="utf-8"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n'
    )
    return read_message((head + body).encode())


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_the_form_filled_in_where_it_stands_is_understood(shape: Callable[..., tuple[str, str]]) -> None:
    incoming = reply(*shape())
    words = own_words(incoming)
    form = form_in((*words.lines, *words.below, *words.quoted))
    assert form is not None
    started = understand(form, CALENDAR, {ELECTION.name: ELECTION})
    assert isinstance(started, StartBallot), started
    assert started == StartBallot(
        kind="election",
        title="Locality Clinical Director",
        question=started.question,
        ruleset="election",
        group="",
        seats=1,
        opens=PAPER.opens_at,
        closes=PAPER.closes_at,
        options=(("Dr Amina Osei", "a.osei@hart.example"), ("Dr Bryn Example", "b.example@bell.example")),
        note=started.note,
    )
    assert started.question.split() == ENTRIES["Question:"].split()[1:]
    assert started.note.split() == ENTRIES["Note:"].split()[1:]


@pytest.mark.parametrize("shape", SHAPES[:-1], ids=lambda shape: shape.__name__)
def test_the_reply_brings_the_confirmation_code_back(shape: Callable[..., tuple[str, str]]) -> None:
    assert TOKEN in marks_in(reply(*shape()), HOUSE.address).tokens


def test_the_letter_itself_holds_the_form_that_it_asks_for() -> None:
    words = own_words(read_message(compose(PROOF, envelope())))
    assert form_in((*words.lines, *words.quoted)) == FORM


def test_a_confirmation_above_a_quoted_proof_is_a_plain_confirmation() -> None:
    quoted = "".join(f"> {line}\n" for line in as_text(PROOF.body).splitlines())
    incoming = reply("plain", f"Confirm\n\nMorgan\n\nOn 23/11/2026 08:58, SELG wrote:\n{quoted}")
    words = own_words(incoming)
    instruction = read_instruction(incoming.subject, words.lines)
    assert instruction is not None
    assert instruction.verb == "confirm"
    assert form_in(words.quoted) == FORM
    assert marks_in(incoming, HOUSE.address).tokens == {TOKEN}


def proof(instruction: Instruction) -> Letter:
    return manager_letters.proof(
        WORDING, HOUSE, TOKEN, ("It will be so.",), (), None, RECEIVED, rule_sets=RULE_SETS, instruction=instruction
    )  # fmt: skip


def quoted_form(shape: Callable[..., tuple[str, str]], letter: Letter, *, instead: str = "Marsh") -> Instruction:
    """The form in the quotation of a reply to the letter, in which the name may have been changed."""
    kind, body = shape(letter)
    words = own_words(reply(kind, body.replace("Form below.", "Confirm").replace("Marsh", instead)))
    form = form_in(words.quoted)
    assert form is not None
    return form


@pytest.mark.parametrize("shape", SHAPES[:-1], ids=lambda shape: shape.__name__)
@pytest.mark.parametrize("instruction", PROOFS.values(), ids=PROOFS)
def test_a_proof_that_is_quoted_unchanged_is_the_same_proof(
    shape: Callable[..., tuple[str, str]], instruction: Instruction
) -> None:
    form = quoted_form(shape, proof(instruction))
    assert alike(form, instruction)
    assert understand(form, CALENDAR, RULE_SETS) == understand(instruction, CALENDAR, RULE_SETS)


@pytest.mark.parametrize("shape", SHAPES[:-1], ids=lambda shape: shape.__name__)
@pytest.mark.parametrize("instruction", PROOFS.values(), ids=PROOFS)
def test_a_proof_that_was_corrected_where_it_stands_is_another(
    shape: Callable[..., tuple[str, str]], instruction: Instruction
) -> None:
    assert not alike(quoted_form(shape, proof(instruction), instead="Marsden"), instruction)


@pytest.mark.parametrize("instruction", PROOFS.values(), ids=PROOFS)
def test_a_proof_whose_quotation_was_wrapped_is_the_same_proof(instruction: Instruction) -> None:
    lines = as_text(proof(instruction).body).splitlines()
    wrapped = [part for line in lines for part in (wrap(line, 66) or [""])]
    form = form_in([f"> {line}" for line in wrapped])
    assert form is not None
    assert alike(form, instruction)
