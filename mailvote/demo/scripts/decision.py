"""A decision by weight: more practices are against it than for it, and yet it is carried."""

from mailvote.demo.script import (
    BUTTON,
    FRIDAY,
    GMAIL,
    IPHONE,
    K9,
    MONDAY,
    NEXT_MONDAY,
    NHSMAIL,
    OUTLOOK,
    OUTLOOK_MOBILE,
    PROOF,
    REMINDER,
    THUNDERBIRD,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    Script,
    form,
    fresh,
    on,
    opening,
    reply,
    scene,
)
from mailvote.demo.scripts import selg

PROXY = "dr.a.keswick@chalgrove-watlington.example"

FILLED_IN = form(
    "Home visiting service",
    question="Shall the locality pool its winter money for one home visiting service from January 2027?",
    note="The meeting of 17 November discussed this without consensus. The paper is that of the meeting.",
)

SCRIPT = Script(
    title="A decision by email",
    setting="Ten practices of 3,661 to 16,521 patients, one week",
    organisation=selg.ORGANISATION,
    scenes=(
        *opening(
            selg.MANAGER,
            "decision",
            FILLED_IN,
            asked="A meeting found no consensus, so the manager asks for a vote by email.",
            confirmed="Confirmed. Each paper says what its practice weighs: its registered patients on 1 April (R2).",
        ),
        scene(
            on(MONDAY, "10:12:20"),
            "The small practices are quick, and of one mind.",
            reply(selg.QUAYE, BUTTON, "VOTE 2"),
            reply(selg.OKAFOR, IPHONE, "Against"),
            reply(selg.SIDDIQUI, OUTLOOK_MOBILE, "No"),
        ),
        scene(
            on(MONDAY, "14:05:36"),
            "A lead who is away all week names a proxy for this one ballot (R8).",
            fresh(
                selg.HOLLOWAY,
                OUTLOOK,
                f"nominate proxy {selg.BALLOT}",
                f"Name: Dr Alison Keswick\nEmail: {PROXY}\nReason: I am on leave from Tuesday, Priya from Wednesday\n",
            ),
        ),
        scene(
            on(MONDAY, "14:11:02"),
            "The question went to the lead's registered address, and the answer comes from there. Now it holds, "
            "and the locality lead is told at once.",
            reply(selg.HOLLOWAY, OUTLOOK, "confirm", PROOF),
        ),
        scene(
            on(TUESDAY, "8:40:50"),
            "The proxy votes on a paper of her own.",
            reply(PROXY, GMAIL, "We are against this.\n\nAlison Keswick"),
        ),
        scene(
            on(TUESDAY, "11:30:15"),
            "The fourth and the fifth against it, and the first for it.",
            reply(selg.FRITH, OUTLOOK, "2\n\nBest wishes\nEleanor Frith"),
            reply(selg.IMRIE, K9, "For"),
        ),
        scene(
            on(WEDNESDAY, "9:52:44"),
            "The largest practice agrees on a condition. A paper knows no conditions, so it is asked back.",
            reply(
                selg.LANE,
                OUTLOOK,
                "For, provided that the minor injuries unit does not lose by it.\n\nKind regards\nJudith Lane",
            ),
        ),
        scene(on(THURSDAY, "9:00"), "Those that have not replied are reminded: two working days to go."),
        scene(
            on(THURSDAY, "10:03:38"),
            "Two answers: one practice of 11,408 patients in a sentence, one that keeps out of it and says so.",
            reply(selg.YUSUF, NHSMAIL, "Dear Morgan,\n\nwe are in favour.\n\nImran Yusuf", REMINDER),
            reply(selg.VOSS, THUNDERBIRD, "We abstain.", REMINDER),
        ),
        scene(
            on(FRIDAY, "8:58:12"),
            "Without the condition. Whose 16,521 patients these are decides it.",
            reply(selg.LANE, OUTLOOK, "FOR\n\nKind regards\nJudith Lane", "Please reply again"),
        ),
        scene(on(FRIDAY, "9:00"), "One practice is reminded once more, and will say nothing."),
        scene(on(NEXT_MONDAY, "17:00"), "The ballot closes, and the grace begins."),
        scene(on(NEXT_MONDAY, "17:11"), "Three practices for it, five against: the votes are weighed, not counted."),
    ),
)
"""For: Wallingford, Rycote and Morland House, 38,500 patients; against: five with 33,302."""
