"""A vote at a meeting that the manager records in one mail, and what a practice does whose vote is recorded wrongly."""

from mailvote.demo.script import (
    IPHONE,
    MONDAY,
    OUTLOOK,
    OUTLOOK_MOBILE,
    PROOF,
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

OBJECTION = 7
"""The number that the objection's message gets, being the seventh that is received."""

FILLED_IN = form(
    "Extended access hub",
    question="Shall the locality ask for the extended access hub to move from Wallingford to Thame?",
    note="Put to the vote at the locality meeting of 23 November.",
    closes="Wednesday 25 November 2026 12:00",
)

RECORD = f"""record {selg.BALLOT}
- Wallingford: Against
- Rycote Practice: For
- Morland House: For
- Goring & Woodcote: Against
- Sonning Common: For
- Hart Surgery: For
- Mill Stream Surgery: Against
- Nettlebed: present

Kind regards
Morgan Reed"""

SCRIPT = Script(
    title="A vote at a meeting",
    setting="Eight of ten practices in one room, and two days to object",
    organisation=selg.ORGANISATION,
    scenes=(
        *opening(
            selg.MANAGER,
            "meeting vote",
            FILLED_IN,
            asked="Before the meeting the manager prepares the vote that will be taken there.",
            confirmed="Confirmed: everybody is told, and nobody gets a paper, as votes are cast in the room (R27).",
        ),
        scene(
            on(MONDAY, "14:20:37"),
            "The meeting is over. One mail has it all: who was there, and who voted how, in the names people use.",
            fresh(selg.MANAGER.address, OUTLOOK, "Votes of today's meeting", RECORD),
        ),
        scene(
            on(MONDAY, "14:26:08"),
            "The proof names each practice in full and shows its vote. Confirmed, and each is told its own.",
            reply(selg.MANAGER.address, OUTLOOK_MOBILE, "confirm", PROOF),
        ),
        scene(
            on(MONDAY, "15:01:22"),
            "Most leads just read it. Some say thank you, which needs no answer.",
            reply(selg.YUSUF, IPHONE, "Thank you", "Recorded for"),
        ),
        scene(
            on(MONDAY, "18:44:59"),
            "One finds a vote recorded that she did not cast. One word holds it.",
            reply(selg.ASHWORTH, OUTLOOK, "OBJECT\n\nAnita Ashworth", "Recorded for"),
        ),
        scene(
            on(TUESDAY, "8:35:14"),
            "The manager has asked her on the telephone, and settles it.",
            reply(selg.MANAGER.address, OUTLOOK, f"settle {OBJECTION} as Against", "An objection waits"),
        ),
        scene(
            on(TUESDAY, "8:37:40"),
            "Confirmed, and the practice is told what its vote is now.",
            reply(selg.MANAGER.address, OUTLOOK, "confirm", PROOF),
        ),
        scene(on(WEDNESDAY, "12:00"), "The time to object is over."),
        scene(
            on(WEDNESDAY, "12:11"),
            "Four to three for it, as it was recorded; three to four, as it was meant.",
        ),
    ),
)
"""Eight practices with 75,484 of 91,732 patients were there; without the objection it would have been carried."""
