"""The admission of a practice: two thirds of those who may decide, and what an interest does to that base."""

from mailvote.demo.script import (
    BUTTON,
    FRIDAY,
    GMAIL,
    IPHONE,
    MONDAY,
    NEXT_MONDAY,
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

FILLED_IN = form(
    "Admission of Clifton Hampden Surgery",
    question="Shall Clifton Hampden Surgery be admitted to the locality?",
    note="Its application and its answers to your questions were sent to you on 18 November.",
)

SCRIPT = Script(
    title="An admission by email",
    setting="Ten practices, one of them with an interest, one week",
    organisation=selg.ORGANISATION,
    scenes=(
        *opening(
            selg.MANAGER,
            "admission",
            FILLED_IN,
            asked="A practice has applied to join the locality, and those in it decide.",
            confirmed="Confirmed. Two thirds of all ten must approve, which makes seven (R29).",
        ),
        scene(
            on(MONDAY, "10:40:12"),
            "A lead declares an interest: the applicant is next door, and half of it his own (R11).",
            fresh(
                selg.OKAFOR,
                OUTLOOK,
                f"declare interest {selg.BALLOT}",
                "Reason: Two of our partners are partners of the applicant as well\n",
            ),
        ),
        scene(
            on(MONDAY, "10:46:30"),
            "Confirmed from the registered address. Nine practices decide now, and six of nine are two thirds.",
            reply(selg.OKAFOR, OUTLOOK, "confirm", PROOF),
        ),
        scene(
            on(MONDAY, "11:58:02"),
            "The deputy has not heard of it and votes. She is told why that does not count.",
            reply(selg.BRANDT, IPHONE, "For"),
        ),
        scene(
            on(TUESDAY, "9:15:26"),
            "Four practices reply, three for it.",
            reply(selg.SIDDIQUI, BUTTON, "VOTE 1"),
            reply(selg.FRITH, OUTLOOK, "1\n\nBest wishes\nEleanor Frith"),
            reply(selg.YUSUF, IPHONE, "Yes"),
            reply(selg.VOSS, GMAIL, "We are against this.\n\nHannah Voss"),
        ),
        scene(
            on(TUESDAY, "13:05:44"),
            "A deputy votes for his practice. The lead is told that he did, and not how.",
            reply(selg.PELL, THUNDERBIRD, "Against"),
        ),
        scene(
            on(TUESDAY, "17:31:19"),
            "The partners have not met yet, so the lead objects: the vote is held until they have.",
            reply(selg.ASHWORTH, OUTLOOK_MOBILE, "OBJECT", "Reply received"),
        ),
        scene(
            on(WEDNESDAY, "18:20:55"),
            "They have met. A new vote needs nobody to settle anything.",
            reply(selg.ASHWORTH, OUTLOOK, "FOR\n\nKind regards\nAnita Ashworth"),
        ),
        scene(on(THURSDAY, "9:00"), "Reminders to the silent. The practice with the interest gets none."),
        scene(
            on(THURSDAY, "10:22:17"),
            "The fifth for it.",
            reply(selg.IMRIE, OUTLOOK_MOBILE, "For", REMINDER),
        ),
        scene(on(FRIDAY, "9:00"), "Three practices have still said nothing, which is as good as against."),
        scene(
            on(FRIDAY, "16:12:08"),
            "The sixth.",
            reply(selg.LANE, OUTLOOK, "We are in favour.\n\nKind regards\nJudith Lane", REMINDER),
        ),
        scene(on(NEXT_MONDAY, "17:00"), "The ballot closes, and the grace begins."),
        scene(on(NEXT_MONDAY, "17:11"), "Six of nine: two thirds exactly, and not a vote to spare."),
    ),
)
"""Six for it and one against; of ten practices, seven would have been needed."""
