"""A poll of thirty-four practices: nothing is decided, and the response is reported by locality."""

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
from mailvote.demo.scripts import elr

FILLED_IN = form(
    "Protected learning time in 2027",
    question="How should the protected learning afternoons be held next year?",
    note="The board will have the answers before it when it plans the year in January.",
    choices={
        "Options": (
            "Monthly, in each locality",
            "Every second month, for all practices together",
            "Online, and recorded",
        )
    },
)

SCRIPT = Script(
    title="An advisory poll by email",
    setting="Thirty-four practices in three localities, one week",
    organisation=elr.ORGANISATION,
    scenes=(
        *opening(
            elr.MANAGER,
            "poll",
            FILLED_IN,
            asked="The board wants to know what practices think. A poll asks, and binds nobody (R31).",
            confirmed="Confirmed: every practice of the three localities gets its papers.",
        ),
        scene(
            on(MONDAY, "12:30:11"),
            "The first lunch break. Buttons, numbers and words.",
            reply(elr.ABERNATHY, BUTTON, "VOTE 1"),
            reply(elr.NETHERTON, IPHONE, "3"),
            reply(elr.WHITLOCK, OUTLOOK, "1\n\nKind regards\nWanda Whitlock"),
            reply(elr.COTTERILL, OUTLOOK_MOBILE, "Monthly, in each locality"),
            reply(elr.PEMBERLEY, K9, "1"),
        ),
        scene(
            on(TUESDAY, "8:20:45"),
            "Surgeries differ in many things, their mail programs among them.",
            reply(elr.GREATOREX, NHSMAIL, "3\n\nGwen Greatorex"),
            reply(elr.QUARRINGTON, GMAIL, "Number 3, please"),
            reply(elr.CHESTERMAN, THUNDERBIRD, "2"),
            reply(elr.KETTLEWELL, BUTTON, "VOTE 3"),
            reply(elr.OAKHAMPTON, OUTLOOK_MOBILE, "3"),
        ),
        scene(
            on(WEDNESDAY, "13:11:02"),
            "Two options and a maybe. A poll is asked back like any other ballot.",
            reply(elr.MERRIWEATHER, OUTLOOK, "1 or 3, we do not mind which.\n\nMaeve Merriweather"),
        ),
        scene(on(THURSDAY, "9:00"), "The silent practices are reminded."),
        scene(
            on(THURSDAY, "12:41:38"),
            "A reminder does its work.",
            reply(elr.MERRIWEATHER, OUTLOOK, "3\n\nMaeve Merriweather", "Please reply again"),
            reply(elr.RAVENSDALE, IPHONE, "1", REMINDER),
            reply(elr.DUNMORE, GMAIL, "Option 3, please", REMINDER),
            reply(elr.JELLICOE, K9, "2", REMINDER),
            reply(elr.INGLEBY, THUNDERBIRD, "Abstain", REMINDER),
            reply(elr.UNDERHILL, OUTLOOK, "3\n\nUrsula Underhill", REMINDER),
        ),
        scene(on(FRIDAY, "9:00"), "And once more, a working day before the close."),
        scene(
            on(FRIDAY, "12:15:20"),
            "The last to reply.",
            reply(elr.FOTHERINGAY, BUTTON, "VOTE 1"),
            reply(elr.HATHERSAGE, NHSMAIL, "3\n\nHamish Hathersage", REMINDER),
            reply(elr.SILVERSTONE, OUTLOOK_MOBILE, "1", REMINDER),
            reply(elr.BLACKMORE, IPHONE, "3", REMINDER),
            reply(elr.THACKERAY, GMAIL, "Online, and recorded", REMINDER),
        ),
        scene(on(NEXT_MONDAY, "17:00"), "The poll closes, and the grace begins."),
        scene(on(NEXT_MONDAY, "17:11"), "The result says how many replied, in all and in each locality."),
    ),
)
"""Twenty-one of thirty-four reply, one of them that it abstains."""
