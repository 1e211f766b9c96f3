"""Own words: everything above the quotation, whoever's program made it, and nothing of what is below."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailvote.mail.message import Incoming
from mailvote.mail.reply import REPLY_ABOVE, OwnWords, own_words
from mailvote.mail.tongues import TONGUES, Tongue, words


def of_text(text: str) -> OwnWords:
    return own_words(Incoming(text=text))


def of_html(html: str) -> OwnWords:
    return own_words(Incoming(html=html))


@pytest.mark.parametrize(
    "quotation",
    [
        "> 1. Dr Jane Smith",
        "  > 1. Dr Jane Smith",
        f"--- {REPLY_ABOVE.upper()} ---",
        "-----Original Message-----",
        "-----Ursprüngliche Nachricht-----",
        "*-------- Original Message --------*",
        "________________________________",
        "From: SELG <ballots@selg.example>",
        "From: SELG\nSent: 23 November 2026 09:00",
        "*From:* SELG\n*Sent:* 23 November 2026 09:00",
        "**From:** SELG\n\n**To:** Jane",
        "Von: SELG\nGesendet: Montag, 23. November 2026 09:00",
        "De : SELG\nEnvoyé : lundi 23 novembre 2026 09:00",
        "De: SELG\nEnviado el: lunes, 23 de noviembre de 2026",
        "Da: SELG\nInviato: lunedì 23 novembre 2026",
        "Van: SELG\nVerzonden: maandag 23 november 2026",
        "Från: SELG\nSkickat: den 23 november 2026",
        "Fra: SELG\nSendt: 23. november 2026",
        "Lähettäjä: SELG\nLähetetty: 23. marraskuuta 2026",
        "Od: SELG\nWysłano: poniedziałek, 23 listopada 2026",
        "От: SELG\nОтправлено: 23 ноября 2026",
        "Oddi wrth: SELG\nAnfonwyd: 23 Tachwedd 2026",
        "发件人: SELG\n发送时间: 2026年11月23日",
        "On Mon, 23 Nov 2026 at 09:00, SELG <ballots@selg.example> wrote:",
        "On Mon, 23 Nov 2026 at 09:00, SELG\n<ballots@selg.example>\nwrote:",
        "On 23/11/2026 09:00, SELG wrote:",
        "Am 23.11.2026 um 09:00 schrieb SELG:",
        "SELG <ballots@selg.example> schrieb am Mo., 23.\nNov. 2026 um 09:00 Uhr:",
        "Le lun. 23 nov. 2026 à 09:00, SELG <ballots@selg.example> a\nécrit :",
        "El lun, 23 nov 2026 a las 9:00, SELG (<ballots@selg.example>) escribió:",
        "Il giorno lun 23 nov 2026 alle ore 09:00 SELG <ballots@selg.example> ha scritto:",
        "Op ma 23 nov 2026 om 09:00 schreef SELG <ballots@selg.example>:",
        "Den mån 23 nov. 2026 kl 09:00 skrev SELG <ballots@selg.example>:",
        "Em seg., 23 de nov. de 2026 às 09:00, SELG <ballots@selg.example> escreveu:",
        "pon., 23 lis 2026 o 09:00 SELG <ballots@selg.example> napisał(a):",
        "пн, 23 нояб. 2026 г. в 09:00, SELG <ballots@selg.example> написал:\n> 1",
        "ma 23. marrask. 2026 klo 9.00 SELG <ballots@selg.example> kirjoitti:",
        "Ar Llun, 23 Tach 2026 am 09:00, ysgrifennodd SELG <ballots@selg.example>:",
        "2026年11月23日(月) 9:00 SELG <ballots@selg.example>:",
        "2026-11-23 09:00 GMT+00:00 SELG\n<ballots@selg.example>:",
        "2026-11-23 09:00 GMT+01:00 SELG ballots",
        "2026/11/23 SELG ballots <ballots@selg.example>",
        "On Thu, 26 Nov 2026 at 11:16 SELG\n\n<\nmailto:SELG <ballots@selg.example>\n> wrote:",
        "On Mon, 23 Nov 2026 at 9:00, SELG<ballots@selg.example> wrote:   Dear practice,",
        "-------- Original message --------From: SELG <ballots@selg.example> Date: 23/11/2026",
        "SELG ---23/11/2026 09:00:12---Dear practice,",
        '-----"SELG ballots and elections" <ballots-2026@selg.example> wrote: -----',
        "SELG ballots <ballots@selg.example>\n23/11/2026 09:00\n\nTo\nTom Jones/Mill\ncc\n\nSubject\nVote",
        "SELG ballots wrote:\n\n> x",
        "On Mon, Nov 23, SELG ballots\n<ballots@selg.example>\nwrote:\n> x",
        "On Mon, 23 Nov 2026 08:14:43 -0200 SELG ballots <ballots@selg.example> wrote",
        "пн, 23 нояб. 2026 г. в 09:00, SELG ballots <ballots@selg.example>:",
        "On Nov 23, 2026,\nat 10:18,\nSELG ballots <ballots@selg.example> wrote:",
        "Message du : 23/11/2026 09:00\nDe : SELG\nA : Tom",
        "Quoting SELG ballots <ballots@selg.example>:",
    ],
)
def test_the_own_words_end_where_a_quotation_begins(quotation: str) -> None:
    words = of_text(f"VOTE 2\n\n{quotation}\n1. Dr Jane Smith")
    assert (words.lines, words.fault) == (("VOTE 2",), "")
    assert "1. Dr Jane Smith" in words.quoted


@pytest.mark.parametrize(
    "text",
    [
        "On reflection I vote for 2",
        "On second thoughts\nas Jane wrote:\nno",
        "To: be honest, 2",
        "My answer:\n2",
        "I wrote this on 23/11: 2",
        "--- 2",
        "Candidates: all fine",
    ],
)
def test_what_only_looks_like_a_quotation_stays(text: str) -> None:
    assert of_text(text).lines == tuple(text.split("\n"))


def test_nothing_is_taken_from_below_a_quotation() -> None:
    words = of_text("> 1. Dr Jane Smith\nVOTE 2")
    assert (words.lines, words.quoted) == ((), ("1. Dr Jane Smith", "VOTE 2"))


def test_marks_of_quotation_are_taken_from_the_quoted_lines() -> None:
    assert of_text("2\n\n> > Title: x\n>Note: y\n>\n> - a").quoted == ("Title: x", "Note: y", "", "- a")


def spoken(column: str) -> list[Tongue]:
    """The languages that have words for it."""
    return [tongue for tongue in TONGUES if getattr(tongue, column)]


@pytest.mark.parametrize("tongue", spoken("wrote"), ids=lambda tongue: tongue.name)
@pytest.mark.parametrize(
    "shape",
    [
        "{opens} 23.11.2026 09:00, SELG ballots <ballots@selg.example> {wrote}:",
        "{opens} 23.11.2026 09:00, South East Oxfordshire\nLocality Group <\nballots@selg.example>\n{wrote}:",
        "SELG ballots <ballots@selg.example> 23.11.2026 {wrote}:",
        "SELG ballots <ballots@selg.example>, 23.11.2026\n09:00, {wrote} :",
    ],
)
def test_every_language_has_its_attribution_on_one_line_or_four(tongue: Tongue, shape: str) -> None:
    for wrote in words(tongue.wrote):
        for opens in words(tongue.opens) or ("",):
            attribution = shape.format(opens=opens, wrote=wrote).lstrip()
            assert of_text(f"VOTE 2\n\n{attribution}\n\n1 Dr Jane Smith").lines == ("VOTE 2",), attribution


@pytest.mark.parametrize("tongue", spoken("subject"), ids=lambda tongue: tongue.name)
@pytest.mark.parametrize("mark", ["{}: x", "*{}:* x", "{} : x", "{}：x"])
def test_every_language_has_its_header_block(tongue: Tongue, mark: str) -> None:
    labels = (words(column)[0] for column in (tongue.sender, tongue.sent, tongue.to, tongue.subject))
    block = "\n".join(mark.format(label.capitalize()) for label in labels)
    assert of_text(f"VOTE 2\n\n{block}\n\n1 Dr Jane Smith").lines == ("VOTE 2",), block


@pytest.mark.parametrize("tongue", spoken("forwarded"), ids=lambda tongue: tongue.name)
def test_every_language_announces_a_forwarded_message(tongue: Tongue) -> None:
    for announcement in words(tongue.forwarded):
        for line in (f"---------- {announcement} ---------", f"{announcement.capitalize()}:"):
            own = of_text(f"VOTE 2\n\n{line}\n\nVOTE 1")
            assert (own.lines, own.fault) == (("VOTE 2",), "forwarded"), line


@pytest.mark.parametrize("prefix", ["Fwd", "FW", "WG", "TR", "RV", "I", "转发"])
def test_a_subject_tells_that_what_is_quoted_was_forwarded(prefix: str) -> None:
    text = "VOTE 2\n\nFrom: SELG <ballots@selg.example>\n\n1. Dr Jane Smith"
    assert own_words(Incoming(text=text, subject=f"{prefix}: Vote")).fault == "forwarded"
    assert own_words(Incoming(text=text, subject=f"Re: {prefix}: Vote")).fault == ""
    assert own_words(Incoming(text="VOTE 2", subject=f"{prefix}: Vote")).fault == ""


def test_a_letter_that_quotes_a_forwarded_one_is_an_answer() -> None:
    text = "VOTE 2\n\nOn 23/11/2026 09:00, SELG wrote:\n> ---------- Forwarded message ---------\n> x"
    assert of_text(text).fault == ""


@pytest.mark.parametrize("tongue", spoken("sent_from"), ids=lambda tongue: tongue.name)
def test_every_language_has_its_tagline(tongue: Tongue) -> None:
    for start in words(tongue.sent_from):
        assert of_text(f"VOTE 2\n\n{start.capitalize()} iPhone").lines == ("VOTE 2",), start
        assert of_text(f"VOTE 2\n\n{start.capitalize()} Patel").lines != ("VOTE 2",), start


@pytest.mark.parametrize("tongue", spoken("closings"), ids=lambda tongue: tongue.name)
def test_every_language_has_its_closing(tongue: Tongue) -> None:
    for closing in words(tongue.closings):
        own = of_text(f"VOTE 2\n\n{closing.capitalize()},\nTom")
        assert (own.lines, own.below) == (("VOTE 2",), ("", "Tom")[1:]), closing


@pytest.mark.parametrize(
    ("text", "between"),
    [
        ("> 1. Dr Jane Smith\n> 2. Dr Arun Patel\n\nVOTE 2\n\n-- \nTom", ("VOTE 2",)),
        ("On 23/11/2026 09:00, SELG wrote:\n> 1\n> 2\n\nthis one\n\n> 3", ("this one",)),
        ("2\n\n>>> SELG 23/11/2026 09:00 >>>\n1. Dr Jane Smith\n2. Dr Arun Patel", ()),
        ("2\n\n-----Original Message-----\n1. Dr Jane Smith", ()),
        ("2\n\n> 1. Dr Jane Smith\n> 2. Dr Arun Patel", ()),
    ],
)
def test_what_stands_unmarked_below_marked_lines_is_told_apart(text: str, between: tuple[str, ...]) -> None:
    assert of_text(text).between == between


def test_an_answer_inside_the_box_of_a_quotation_is_told_apart() -> None:
    html = "<div class='gmail_quote'><div class='gmail_attr'>On Mon</div><blockquote>1<br>2</blockquote><p>{}</p></div>"
    assert of_html(html.format("VOTE 2")).between == ("VOTE 2",)
    assert of_html(f"<p>VOTE 2</p>{html.format('')}").lines == ("VOTE 2",)
    assert of_html(f"<blockquote>{html.format('VOTE 2')}</blockquote>").between == ()


@pytest.mark.parametrize(
    "clutter",
    [
        "This message originated from outside of NHSmail. Please do not click links or open attachments unless you "
        "recognise the sender and know the content is safe.",
        "This message originated from outside of NHSmail.",
        "You don’t often get email from jane@x.example. Learn why this is important<https://aka.ms/x>",
        "[You don't often get email from jane@x.example. Learn why this is important at https://aka.ms/x ]",
        "CAUTION: This email originated from outside of the organisation. Do not click\nlinks unless you know the\n"
        "content is safe.",
        "[EXTERNAL]",
        "Sent from my iPhone",
        "Sent from Outlook for Android<https://aka.ms/x>",
        "Get Outlook for iOS<https://aka.ms/o0ukef>",
        "Sent from Yahoo Mail for iPhone",
        "Envoyé de mon iPhone",
        "Von meinem iPhone gesendet",
        "Anfonwyd o fy iPhone",
        "----------",
        "EXTERNAL EMAIL",
        "[EXT]",
        "CAUTION: This email came from outside. Click no link unless you know the sender.",
        "ZjQcmQRYFpfptBannerStart\nThis Message Is From an External Sender\n\nZjQcmQRYFpfptBannerEnd",
        "Please consider the environment before printing this email.",
        "<https://mill.example/a?b=c>",
    ],
)
def test_what_programs_add_by_themselves_is_dropped(clutter: str) -> None:
    assert of_text(f"{clutter}\n\nVOTE 2\n").lines == ("VOTE 2",)
    assert of_text(f"VOTE 2\n\n{clutter}\n").lines == ("VOTE 2",)


NOTICE = "This message may be confidential. If you are not the intended recipient, please delete it."


@pytest.mark.parametrize(
    "text",
    [
        f"VOTE 2\n\n{NOTICE}",
        f"VOTE 2\n{NOTICE}",
        f"{NOTICE}\n\nVOTE 2",
        f"{NOTICE}\n\nThe information in this email is confidential.\n\nVOTE 2",
        f"*****\n{NOTICE}\n\nThank you.\n*****\n\nVOTE 2",
    ],
)
def test_a_notice_above_or_below_the_words_is_kept_apart(text: str) -> None:
    own = of_text(text)
    assert own.lines == ("VOTE 2",)
    assert NOTICE in own.below


@pytest.mark.parametrize(
    "text", ["This message is for Jane", "This email replaces my last: 2", "*****\nVOTE 2\n*****\nKind regards"]
)
def test_a_sentence_is_no_notice(text: str) -> None:
    assert not {"VOTE 2", *text.split("\n")[:1]}.intersection(own_words(Incoming(text=f"{text}\n")).quoted)
    assert of_text(text).lines in ((text,), ())


def test_what_follows_a_banner_on_its_line_is_kept() -> None:
    assert of_text("[EXTERNAL] VOTE 2").lines == ("VOTE 2",)


@pytest.mark.parametrize(
    "line", ["Sent from my iPhone but not for 2", "Sent from my heart", "Get Outlook for 2 people"]
)
def test_a_tagline_that_says_more_is_kept(line: str) -> None:
    assert of_text(f"VOTE 2\n{line}").lines == ("VOTE 2", line)


@pytest.mark.parametrize(
    "closing", ["Kind regards", "Best wishes,", "Yours sincerely", "-- ", "--", "**********", "KR"]
)
def test_what_stands_below_a_closing_is_kept_apart(closing: str) -> None:
    words = of_text(f"VOTE 2\n\n{closing}\nJane\n01865 1234")
    assert (words.lines, words.below) == (("VOTE 2",), ("Jane", "01865 1234"))


def test_a_name_on_the_line_of_its_closing_stands_below() -> None:
    assert of_text("2\nKind regards, Jane").below == ("Jane",)


@pytest.mark.parametrize("closing", ["Best wishes to all", "Regards the second point"])
def test_a_sentence_is_no_closing(closing: str) -> None:
    assert of_text(f"{closing}\n2").lines == (closing, "2")


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("<p>VOTE 2</p>", ("VOTE 2",)),
        (
            "<div>VOTE&nbsp;2<br></div><div class='gmail_quote'>On Mon wrote<blockquote>1</blockquote></div>",
            ("VOTE 2",),
        ),
        ("VOTE 2<blockquote type='cite'>1</blockquote>", ("VOTE 2",)),
        ("<div>VOTE 2</div><div id='appendonsend'></div><div>1</div>", ("VOTE 2",)),
        ("<div>VOTE 2</div><div id='x_divRplyFwdMsg'><b>From:</b> x</div><div>1</div>", ("VOTE 2",)),
        (
            "<p>VOTE 2</p><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p>"
            "<b>Unknown label</b> x</p></div><p>1</p>",
            ("VOTE 2",),
        ),
        ("<p>VOTE 2</p><hr id='zwchr'><p>1</p>", ("VOTE 2",)),
        ("<p>VOTE 2</p><div class='ydp1a2b3c4dyahoo_quoted'>1</div>", ("VOTE 2",)),
        ("<p>VOTE 2</p><div id='m_-123456x_divRplyFwdMsg'>x</div><p>1</p>", ("VOTE 2",)),
        ("<style>p {}</style><script>1</script><p>VOTE 2</p><!-- 1 -->", ("VOTE 2",)),
        ("<p hidden>1</p><p style='Display: None'>1</p><span style='font-size:0px'>1</span><p>VOTE 2</p>", ("VOTE 2",)),
        ("<ol start='2'><li>Dr Arun Patel</li></ol>", ("2. Dr Arun Patel",)),
        ("<ol><li>A</li><li value='5'>B</li><li>C</li></ol>", ("1. A", "5. B", "6. C")),
        ("<table><tr><td>VOTE</td><td>2</td></tr></table>", ("VOTE 2",)),
        ("<pre>VOTE 2\n&gt; 1</pre>", ("VOTE 2",)),
        ("<p>VOTE <s>1</s></p>", ("VOTE  [struck out] 1",)),
        ("<p>VOTE\n   2</p>", ("VOTE 2",)),
    ],
)
def test_html_is_read_as_it_is_seen(html: str, lines: tuple[str, ...]) -> None:
    assert of_html(html).lines == lines


def test_a_blank_text_leaves_the_word_to_the_html() -> None:
    assert own_words(Incoming(text=" \xa0\n\u200b", html="<p>VOTE 2</p>")).lines == ("VOTE 2",)


def test_text_and_html_that_say_the_same_are_one() -> None:
    assert own_words(Incoming(text="Vote\n2!", html="<p>VOTE <b>2</b></p>")).alternative is None


def test_text_and_html_that_differ_are_both_told() -> None:
    words = own_words(Incoming(text="VOTE 1", html="<p>VOTE 2</p>"))
    assert words.alternative is not None
    assert (words.lines, words.alternative.lines) == (("VOTE 1",), ("VOTE 2",))
    assert own_words(Incoming(text="VOTE 12", html="<p>VOTE 1</p><p>2</p>")).alternative is not None


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("x" * 1001, "cut-off"),
        ("x\n" * 1001, "cut-off"),
        ("-----BEGIN PGP MESSAGE-----\nhQE\n-----END PGP MESSAGE-----", "encrypted"),
        ("VOTE \u202e21", "disguised"),
        ("x\n" * 20 + "> quoted\n" * 2000, ""),
    ],
)
def test_words_that_cannot_be_relied_on_have_a_fault(text: str, fault: str) -> None:
    assert of_text(text).fault == fault


@given(
    words=st.lists(st.sampled_from(["VOTE 2", "", "thanks", "Jane", "I vote for 2"]), max_size=6),
    quoted=st.text(max_size=300),
)
def test_any_text_below_our_marker_changes_nothing(words: list[str], quoted: str) -> None:
    above = "\n".join(words)
    with_quotation = of_text(f"{above}\n{REPLY_ABOVE}\n{quoted}")
    alone = of_text(above)
    assert (with_quotation.lines, with_quotation.below) == (alone.lines, alone.below)


@given(text=st.text(max_size=500), html=st.text(max_size=500))
def test_no_text_and_no_html_raises(text: str, html: str) -> None:
    own_words(Incoming(text=text, html=html, subject=text))
    own_words(Incoming(html=f"<div>{html}<blockquote>{text}"))
