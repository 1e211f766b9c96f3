"""A vote of censure that fails by the practices that did not take part (worked case 7)."""

from mailvote.demo.script import (
    BUTTON,
    EXCHANGE,
    FRIDAY,
    GMAIL,
    IPHONE,
    K9,
    MONDAY,
    NEXT_MONDAY,
    NHSMAIL,
    OUTLOOK,
    OUTLOOK_MOBILE,
    REMINDER,
    THUNDERBIRD,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    Script,
    form,
    on,
    opening,
    reply,
    scene,
)
from mailvote.demo.scripts import selg

FILLED_IN = form(
    "Censure of the locality executive",
    question="Shall the locality executive be censured for its handling of the winter access scheme?",
    note="Asked for by three practices on 16 November. The executive's answer was sent to you on 19 November.",
)

SCRIPT = Script(
    title="A vote of censure by email",
    setting="Ten practices, one week, and 80% of the patients to be represented",
    organisation=selg.ORGANISATION,
    scenes=(
        *opening(
            selg.MANAGER,
            "censure",
            FILLED_IN,
            asked="Three practices have asked for a vote of censure.",
            confirmed="Confirmed. For a censure, practices with 80% of all patients must take part (R28).",
        ),
        scene(
            on(MONDAY, "9:31:20"),
            "The lead of the largest practice is away. Her assistant answers, which is no abstention.",
            reply(selg.LANE, EXCHANGE, "I am at a conference until Monday evening and read no mail."),
        ),
        scene(
            on(MONDAY, "10:05:49"),
            "Those who asked for it vote at once.",
            reply(selg.ASHWORTH, OUTLOOK, "FOR\n\nAnita Ashworth"),
            reply(selg.SIDDIQUI, IPHONE, "1"),
            reply(selg.HOLLOWAY, BUTTON, "VOTE 1"),
        ),
        scene(
            on(TUESDAY, "11:17:33"),
            "And those who think it unfair.",
            reply(selg.FRITH, OUTLOOK, "Against\n\nBest wishes\nEleanor Frith"),
            reply(selg.VOSS, GMAIL, "We are against it.\n\nHannah Voss"),
        ),
        scene(
            on(TUESDAY, "15:20:08"),
            "A deputy votes otherwise than his lead did. The lead's vote stands, and both are told (R9).",
            reply(selg.HADDAD, THUNDERBIRD, "For"),
        ),
        scene(
            on(WEDNESDAY, "12:48:41"),
            "Three more, one of them an abstention, which is represented as well.",
            reply(selg.OKAFOR, K9, "FOR"),
            reply(selg.YUSUF, NHSMAIL, "Dear Morgan,\n\nwe vote for it.\n\nImran Yusuf"),
            reply(selg.IMRIE, OUTLOOK_MOBILE, "Abstain"),
        ),
        scene(
            on(THURSDAY, "9:00"),
            "Lead and deputy of the two that are silent are reminded.",
        ),
        scene(on(FRIDAY, "9:00"), "And on the last working day once more."),
        scene(
            on(NEXT_MONDAY, "17:00"),
            "The ballot closes. Eight of ten practices have taken part, but this counts patients.",
        ),
        scene(
            on(NEXT_MONDAY, "17:02:06"),
            "Two minutes late, from a practice with 3,661 patients: in time it would have made 82.0%.",
            reply(selg.QUAYE, OUTLOOK_MOBILE, "For", REMINDER),
        ),
        scene(on(NEXT_MONDAY, "17:11"), "More are for it than against. That is not enough."),
    ),
)
"""Represented are 71,550 of 91,732 patients, 78.0%."""
