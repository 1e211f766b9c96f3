"""Two seats for one locality: one is filled at once, the last one is tied and takes a run-off (worked case 13)."""

from mailvote.demo.script import (
    BUTTON,
    FRIDAY,
    GMAIL,
    IPHONE,
    K9,
    MONDAY,
    NEXT_MONDAY,
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
    WEDNESDAY,
    Script,
    form,
    fresh,
    on,
    opening,
    reply,
    scene,
)
from mailvote.demo.scripts import elr

LAST_REMINDER_BUT_ONE, MEETING = 15, 17
"""Tuesday 8 December, and Thursday 10 December, the day of the next meeting."""

FILLED_IN = form(
    "Locality leads for Oadby and Wigston",
    question="Whom does your practice choose as the two locality leads?",
    group="Oadby and Wigston",
    choices={
        "Candidates": (
            "Dr Ellis Hartnoll <ellis.hartnoll@elr-gps.example>",
            "Dr Priyanka Desai <priyanka.desai@elr-gps.example>",
            "Dr Tobias Wren <tobias.wren@elr-gps.example>",
            "Dr Catrin Bowen <catrin.bowen@elr-gps.example>",
        )
    },
)

SCRIPT = Script(
    title="Two locality leads elected by email",
    setting="Nine practices of one locality of thirty-four in three, two seats, a tie for the second",
    organisation=elr.ORGANISATION,
    scenes=(
        *opening(
            elr.MANAGER,
            "elr-locality-lead",
            FILLED_IN,
            asked="A kind of ballot with rules of its own, asked for by the name of its rule set.",
            confirmed="Confirmed. Of thirty-four practices, the nine of this locality get papers, with two votes each.",
        ),
        scene(
            on(MONDAY, "10:18:22"),
            "Two numbers in one reply, or two names.",
            reply(elr.NETHERTON, OUTLOOK, "1 and 2\n\nNikhil Netherton"),
            reply(elr.PEMBERLEY, GMAIL, "Hartnoll and Wren"),
            reply(elr.SILVERSTONE, IPHONE, "1, 2"),
        ),
        scene(
            on(MONDAY, "16:03:40"),
            "A lead of another locality votes too. No ballot is open for him, and he is told so.",
            fresh(elr.DUNMORE, OUTLOOK_MOBILE, "Locality leads", "3"),
        ),
        scene(
            on(TUESDAY, "12:33:15"),
            "Some choose only one, as they may.",
            reply(elr.OAKHAMPTON, BUTTON, "VOTE 1"),
            reply(elr.THACKERAY, K9, "Dr Wren"),
            reply(elr.RAVENSDALE, THUNDERBIRD, "1\n3"),
        ),
        scene(
            on(WEDNESDAY, "8:51:09"),
            "Three names for two seats: which two are meant, only the sender can say.",
            reply(elr.VANTONGEREN, NHSMAIL, "2, 3 and 4\n\nVictor Vantongeren"),
        ),
        scene(on(THURSDAY, "9:00"), "The silent practices of the locality are reminded, and no others."),
        scene(
            on(FRIDAY, "8:40:58"),
            "The last three. Six, four, four and two, for two seats.",
            reply(elr.UNDERHILL, OUTLOOK, "3 and 1\n\nUrsula Underhill", REMINDER),
            reply(elr.QUARRINGTON, OUTLOOK_MOBILE, "2 and 4", REMINDER),
            reply(elr.VANTONGEREN, NHSMAIL, "2 and 4\n\nVictor Vantongeren", "Please reply again"),
        ),
        scene(on(NEXT_MONDAY, "17:00"), "The ballot closes, and the grace begins."),
        scene(
            on(NEXT_MONDAY, "17:11"),
            "One is elected and declared. For the second seat two are tied, and their run-off is drafted (R16).",
        ),
        scene(
            on(NEXT_TUESDAY, "9:22:37"),
            "The manager starts it. It closes at the next meeting, on Thursday week.",
            reply(elr.MANAGER.address, OUTLOOK, "confirm", PROOF),
        ),
        scene(
            on(NEXT_WEDNESDAY, "10:05:03"),
            "One seat now, and so one vote.",
            reply(elr.NETHERTON, OUTLOOK, "1\n\nNikhil Netherton"),
            reply(elr.PEMBERLEY, GMAIL, "Wren"),
            reply(elr.RAVENSDALE, THUNDERBIRD, "2"),
            reply(elr.SILVERSTONE, IPHONE, "1"),
            reply(elr.THACKERAY, K9, "Dr Wren"),
        ),
        scene(
            on(LAST_REMINDER_BUT_ONE, "9:00"),
            "Two working days before the meeting, those that have not replied are reminded.",
        ),
        scene(
            on(LAST_REMINDER_BUT_ONE, "12:47:26"),
            "Three of four, and the last one stays away.",
            reply(elr.OAKHAMPTON, BUTTON, "VOTE 2"),
            reply(elr.UNDERHILL, OUTLOOK, "2\n\nUrsula Underhill", REMINDER),
            reply(elr.QUARRINGTON, OUTLOOK_MOBILE, "Desai", REMINDER),
        ),
        scene(on(MEETING, "17:00"), "The run-off closes on the day of the meeting."),
        scene(on(MEETING, "17:11"), "The second seat has its locality lead."),
    ),
)
"""Six, four, four and two for two seats; then five to three for the one that is left."""
