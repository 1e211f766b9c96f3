"""An election that ends in a tie, and the further election that the bot drafts for the next meeting."""

from mailvote.demo.script import (
    BUTTON,
    FRIDAY,
    GMAIL,
    IPHONE,
    K9,
    MONDAY,
    NEXT_FRIDAY,
    NEXT_MONDAY,
    NEXT_THURSDAY,
    NEXT_TUESDAY,
    NEXT_WEDNESDAY,
    NHSMAIL,
    OUTLOOK,
    OUTLOOK_MOBILE,
    PROOF,
    REMINDER,
    THUNDERBIRD,
    THURSDAY,
    TUESDAY,
    Script,
    form,
    on,
    opening,
    reply,
    scene,
)
from mailvote.demo.scripts import selg

MEETING = 15
"""Tuesday 8 December, the day of the next locality meeting."""

FIRST_PAPER = "Vote by Mon 30 Nov"

FILLED_IN = form(
    "Deputy Locality Clinical Director",
    question="Whom does your practice choose as Deputy Locality Clinical Director?",
    choices={
        "Candidates": (
            "Dr Naomi Sinclair <n.sinclair@thames-valley-gp.example>",
            "Dr Rhys Calloway <r.calloway@thames-valley-gp.example>",
            "Dr Meera Patel <m.patel@thames-valley-gp.example>",
        )
    },
)

SCRIPT = Script(
    title="A tie and its run-off by email",
    setting="Ten practices, two weeks, two ballots",
    organisation=selg.ORGANISATION,
    scenes=(
        *opening(
            selg.MANAGER,
            "election",
            FILLED_IN,
            asked="The manager asks for an election. Nobody knows yet that it will take two.",
            confirmed="Confirmed: the ballot opens and the papers go out.",
        ),
        scene(
            on(MONDAY, "11:02:10"),
            "The first votes come in, each in the way of its own mail program.",
            reply(selg.ASHWORTH, OUTLOOK, "1\n\nKind regards\nAnita Ashworth"),
            reply(selg.HOLLOWAY, IPHONE, "3"),
            reply(selg.VOSS, GMAIL, "Rhys Calloway, please"),
        ),
        scene(
            on(TUESDAY, "12:40:31"),
            "Three all and one. You know that, and nobody else: before the close there are no totals to see (R22).",
            reply(selg.FRITH, BUTTON, "VOTE 1"),
            reply(selg.YUSUF, OUTLOOK_MOBILE, "2"),
            reply(selg.OKAFOR, THUNDERBIRD, "Dr Calloway"),
            reply(selg.LANE, NHSMAIL, "1\n\nJudith Lane"),
        ),
        scene(on(THURSDAY, "9:00"), "Two working days before the close, those that have not replied are reminded."),
        scene(
            on(FRIDAY, "8:31:05"),
            "The last three. Ten practices, ten votes: four, four and two.",
            reply(selg.SIDDIQUI, IPHONE, "Sinclair", REMINDER),
            reply(selg.QUAYE, BUTTON, "VOTE 2"),
            reply(selg.IMRIE, K9, "3", REMINDER),
        ),
        scene(on(NEXT_MONDAY, "17:00"), "The ballot closes, and the grace begins."),
        scene(
            on(NEXT_MONDAY, "17:11"),
            "A tie. No lots are drawn: the two alone stand again, at the next meeting, and the draft of that waits for "
            "the manager (R16).",
        ),
        scene(
            on(NEXT_TUESDAY, "8:47:16"),
            "One word from the manager sets the run-off going. Everybody gets a new paper.",
            reply(selg.MANAGER.address, OUTLOOK_MOBILE, "confirm", PROOF),
        ),
        scene(
            on(NEXT_TUESDAY, "9:10:52"),
            "Whoever voted for one of the two votes again: nothing is carried over.",
            reply(selg.FRITH, BUTTON, "VOTE 1"),
            reply(selg.YUSUF, OUTLOOK_MOBILE, "2"),
            reply(selg.VOSS, GMAIL, "Calloway again"),
            reply(selg.ASHWORTH, OUTLOOK, "1\n\nKind regards\nAnita Ashworth"),
        ),
        scene(
            on(NEXT_TUESDAY, "13:25:40"),
            "The number of last week's candidate. This paper has two lines, so the practice is asked back.",
            reply(selg.HOLLOWAY, IPHONE, "3"),
        ),
        scene(
            on(NEXT_WEDNESDAY, "7:58:03"),
            "A vote on last week's paper. That ballot is over; the open one is pointed out.",
            reply(selg.SIDDIQUI, OUTLOOK_MOBILE, "1", FIRST_PAPER),
        ),
        scene(
            on(NEXT_WEDNESDAY, "12:15:44"),
            "Both have found the right paper.",
            reply(selg.SIDDIQUI, OUTLOOK_MOBILE, "1"),
            reply(selg.HOLLOWAY, IPHONE, "Sinclair", "Please reply again"),
        ),
        scene(
            on(NEXT_THURSDAY, "10:20:09"),
            "Four practices to go. An abstention takes part as well.",
            reply(selg.OKAFOR, THUNDERBIRD, "2"),
            reply(selg.IMRIE, K9, "ABSTAIN"),
        ),
        scene(on(NEXT_FRIDAY, "9:00"), "Reminders to the two that have not replied."),
        scene(
            on(NEXT_FRIDAY, "9:33:27"),
            "The deputy of one, the lead of the other.",
            reply(selg.STROUD, OUTLOOK, "1\n\nPeter Stroud", REMINDER),
            reply(selg.QUAYE, BUTTON, "VOTE 2"),
        ),
        scene(on(MEETING, "17:00"), "The run-off closes on the day of the meeting."),
        scene(on(MEETING, "17:11"), "The votes are counted, and this time one of the two is ahead."),
    ),
)
"""Four, four and two at first; then the two whose candidate is gone decide it."""
