"""A decision of the county: six localities share ten votes, and two that oppose do not stop it (worked case 10)."""

from mailvote.demo.script import (
    BUTTON,
    FRIDAY,
    GMAIL,
    IPHONE,
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
from mailvote.demo.scripts import occg

FILLED_IN = form(
    "Community beds",
    question="Shall the county hold its community beds in common, instead of in each locality, from April 2027?",
    note="The paper went to the localities on 2 November, so that each could ask its practices.",
)

SCRIPT = Script(
    title="A county decision by email",
    setting="Six localities with ten votes between them, one week",
    organisation=occg.ORGANISATION,
    total=occg.POPULATION,
    scenes=(
        *opening(
            occg.MANAGER,
            "county-decision",
            FILLED_IN,
            asked="Not practices decide this but localities, each through its clinical director (R30).",
            confirmed="Confirmed. Each locality's share of ten votes goes by its population: 2.94 for the City (R5).",
        ),
        scene(
            on(MONDAY, "11:26:34"),
            "The largest locality, with almost three votes of the ten.",
            reply(occg.BRANDT, OUTLOOK, "FOR\n\nKind regards\nHelena Brandt"),
        ),
        scene(
            on(TUESDAY, "9:08:57"),
            "The north is against it, in both its localities. There is no veto, but it will not go unheard.",
            reply(occg.TOLLIVER, IPHONE, "Against"),
            reply(occg.ELLERY, BUTTON, "VOTE 2"),
        ),
        scene(
            on(TUESDAY, "14:40:13"),
            "A co-ordinator knows how it should go, but has no vote.",
            reply(occg.CO_ORDINATOR, OUTLOOK, "Our locality is against this.", "Ballot open"),
        ),
        scene(
            on(WEDNESDAY, "10:32:05"),
            "The practices of the south east have voted among themselves. Their declaration offered the line to send.",
            reply(occg.MAITLAND, THUNDERBIRD, "FOR"),
        ),
        scene(
            on(WEDNESDAY, "16:15:49"),
            "Neither yes nor no, so it is asked back.",
            reply(occg.CHAUDHRY, GMAIL, "We could live with it.\n\nNoor"),
        ),
        scene(on(THURSDAY, "9:00"), "Two localities are reminded."),
        scene(
            on(THURSDAY, "9:47:20"),
            "An abstention: its practices were divided, and it says so.",
            reply(occg.THORNE, NHSMAIL, "We abstain.\n\nAgnes Thorne", REMINDER),
        ),
        scene(on(FRIDAY, "9:00"), "One locality is left."),
        scene(
            on(FRIDAY, "12:20:31"),
            "Its deputy answers for it.",
            reply(occg.VALE, OUTLOOK_MOBILE, "For", REMINDER),
        ),
        scene(on(NEXT_MONDAY, "17:00"), "The ballot closes, and the grace begins."),
        scene(on(NEXT_MONDAY, "17:11"), "Counted in votes of two decimals. That two oppose has its consequence (R30)."),
    ),
)
"""For are the City, the south east and the south west, against the north and the north east."""
