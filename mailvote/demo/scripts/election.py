"""The whole life of an election that nothing is spared: a late candidate, a forger, a stranger, a late vote."""

from mailvote.demo.clients import plain
from mailvote.demo.script import (
    BUTTON,
    EXCHANGE,
    FRIDAY,
    GMAIL,
    IPHONE,
    K9,
    MONDAY,
    NEXT_MONDAY,
    NEXT_WEDNESDAY,
    NHSMAIL,
    OUTLOOK,
    OUTLOOK_MOBILE,
    PROOF,
    RECEIPT,
    REMINDER,
    THUNDERBIRD,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    File,
    Message,
    Program,
    Script,
    fresh,
    on,
    reply,
    scene,
)
from mailvote.demo.scripts import selg

APPEAL = "appeal@village-hall.example"

SINCLAIR = "n.sinclair@thames-valley-gp.example"
CALLOWAY = "r.calloway@thames-valley-gp.example"
PATEL = "m.patel@thames-valley-gp.example"
KEMP = "o.kemp@thames-valley-gp.example"
LATECOMER = "j.farrow@thames-valley-gp.example"
MARSH = "h.marsh@medical-directorate.example"

VACANT, MISSING, PANEL, STILL_OPEN = "An office falls vacant", "Something is missing", "Please assess", "Still open"
"""How the subjects begin of the letters about the office, about a candidacy, and to the panel."""

TITLE = "Locality Clinical Director"

JOB = File(
    name="Job description.docx",
    title="Locality Clinical Director: job description and person specification",
    paragraphs=(
        ("The post", "Two and a half sessions a week. The Director chairs the locality's meetings and speaks for it."),
        ("Who we look for", "A practising GP of the locality who listens, decides, and can read a budget."),
    ),
)

CALL = {
    "Title:": (f"Title: {TITLE}",),
    "Office:": (f"Office: {TITLE}",),
    "Panel:": (
        "Panel:",
        f"- Dr Helena Marsh <{MARSH}>",
        f"- Dr Peter Stroud <{selg.STROUD}>",
    ),
    "-": (),
}

NAOMI = """Name: Dr Naomi Sinclair

Statement:
I have been a partner in Thame for eleven years and led the out-of-hours redesign, so I know the people and the work.

Experience and direction:
I chaired our federation for three years. I would put same-day access first, and publish what it costs.

Conflicts of interest:
None beyond my own partnership."""

RHYS = File(
    name="Rhys Calloway - expression of interest.docx",
    title="Expression of interest: Dr Rhys Calloway",
    paragraphs=(
        ("Statement", "A GP for nine years, trainer for six; I have run two practices through a merger."),
        ("Experience and direction", "Community nursing belongs beside the practices. I would start there."),
    ),
)

MEERA = File(
    name="Patel.docx",
    title="Dr Meera Patel",
    paragraphs=(
        ("1. Statement", "Salaried GP and audit lead; I meet each line of the specification, as the table shows."),
        ("2. Experience & direction", "Four years of prescribing work. I want fewer hospital letters and better ones."),
        ("3. Conflicts of interest", "My husband works for a supplier of dressings."),
    ),
)

OLIVER = """Statement: I am new to the county and keen.
Experience and direction: I finished my training this summer.
Conflicts of interest: none"""

BEFORE = -28
"""Monday 26 October, four weeks before the vote."""

A_MONTH_LATER = 40
"""Saturday 2 January, a calendar month after the confirmation."""

CALLED = (
    scene(
        on(BEFORE, "9:05:12"),
        "The Director retires early. The manager says so; the command is the subject of an ordinary mail.",
        fresh(
            selg.MANAGER.address,
            OUTLOOK,
            f"vacancy {TITLE}",
            "Reason: Dr Everley retires at the end of the year.\n\nMorgan",
        ),
    ),
    scene(
        on(BEFORE, "9:09:50"),
        "What would happen is shown first. Confirmed: the call for candidates comes drafted, its dates proposed (R25).",
        reply(selg.MANAGER.address, OUTLOOK_MOBILE, "confirm", PROOF),
    ),
    scene(
        on(BEFORE, "9:21:40"),
        "The form comes back as Outlook quotes it, filled in where it stands, with the job description.",
        Message(
            sender=selg.MANAGER.address,
            program=OUTLOOK,
            answers=VACANT,
            form=CALL,
            files=(JOB,),
            words="Filled in below.\n\nKind regards\nMorgan Reed",
        ),
    ),
    scene(
        on(BEFORE, "9:30:05"),
        "The proof is right. Everybody gets the call, with its timeline and the file (R20).",
        reply(selg.MANAGER.address, OUTLOOK_MOBILE, "confirm", PROOF),
    ),
    scene(
        on(BEFORE + 7, "19:40:11"),
        "The first candidate, whose address nobody knows. It is asked once whether this is genuine.",
        fresh(SINCLAIR, OUTLOOK, f"Expression of interest [{selg.BALLOT}]", NAOMI),
    ),
    scene(
        on(BEFORE + 7, "19:52:30"),
        "It is. What was understood goes back to the candidate, heading by heading, and to the manager.",
        reply(SINCLAIR, OUTLOOK, "confirm", "Please confirm"),
    ),
    scene(
        on(BEFORE + 9, "8:03:09"),
        "Three more, each in their own way.",
        fresh(CALLOWAY, GMAIL, f"Expression of interest [{selg.BALLOT}]", "Please see attached.\n\nRhys", RHYS),
        fresh(PATEL, NHSMAIL, f"Expression of interest [{selg.BALLOT}]", "Attached.", MEERA),
        fresh(KEMP, IPHONE, f"Expression of interest [{selg.BALLOT}]", OLIVER),
    ),
    scene(
        on(BEFORE + 9, "12:30:44"),
        "All three confirm. In one file a heading is missing, and its writer is told which.",
        reply(CALLOWAY, GMAIL, "confirm", "Please confirm"),
        reply(PATEL, NHSMAIL, "confirm", "Please confirm"),
        reply(KEMP, IPHONE, "confirm", "Please confirm"),
    ),
    scene(
        on(BEFORE + 10, "7:48:20"),
        "What was missing comes by itself, and completes the rest.",
        reply(CALLOWAY, GMAIL, "Conflicts of interest: I am a director of the out-of-hours company.", MISSING),
    ),
    scene(
        on(BEFORE + 21, "17:00:40"),
        "Forty seconds too late. The mail server's clock decides.",
        fresh(LATECOMER, OUTLOOK, f"Expression of interest [{selg.BALLOT}]", OLIVER),
    ),
    scene(
        on(BEFORE + 21, "17:11"),
        "All that was in time has been read. The panel gets what the candidates have written.",
    ),
    scene(
        on(BEFORE + 22, "9:12:05"),
        "One of the panel answers in full.",
        reply(
            MARSH,
            OUTLOOK,
            "eligible: Sinclair\neligible: Calloway\neligible: Patel\n"
            "not eligible: Kemp because he has no experience of commissioning\n\nHelena Marsh",
            PANEL,
        ),
    ),
    scene(
        on(BEFORE + 22, "18:31:50"),
        "The other in a hurry: one is left out.",
        reply(selg.STROUD, IPHONE, "Eligible: Sinclair, Calloway, Patel", PANEL),
    ),
    scene(
        on(BEFORE + 23, "8:15:27"),
        "Asked again for that one. Now both agree; the candidates are told, and the order is drawn by lot.",
        reply(selg.STROUD, IPHONE, "Not eligible: Kemp because he is too new to the post", STILL_OPEN),
    ),
    scene(
        on(BEFORE + 23, "10:02:33"),
        "The manager sees the paper as it will be, and launches the election for Monday.",
        reply(selg.MANAGER.address, OUTLOOK_MOBILE, "confirm", PROOF),
    ),
    scene(on(MONDAY, "9:00"), "The ballot opens by itself; what the candidates have written goes with the papers."),
)
"""From the vacancy to the ballot papers: four weeks."""

SCRIPT = Script(
    title="An election by email, from the call for candidates to the certificate of destruction",
    setting="Ten practices, ten weeks",
    organisation=selg.ORGANISATION,
    begins_at=on(BEFORE, "9:00"),
    is_about_an_office=True,
    outsiders={
        APPEAL: ("Village Hall Appeal", "a stranger"),
        SINCLAIR: ("Dr Naomi Sinclair", "candidate"),
        CALLOWAY: ("Dr Rhys Calloway", "candidate"),
        PATEL: ("Dr Meera Patel", "candidate"),
        KEMP: ("Oliver Kemp", "candidate"),
        LATECOMER: ("Dr Jo Farrow", "too late to be a candidate"),
        MARSH: ("Dr Helena Marsh", "of the panel"),
    },
    scenes=(
        *CALLED,
        scene(
            on(MONDAY, "9:30:41"),
            "An absence assistant answers, without the header that would say so. It is no vote and gets no answer.",
            reply(
                selg.QUAYE,
                EXCHANGE,
                "I am on annual leave until 2 December.\nPatients who need advice should ring the surgery.",
            ),
        ),
        scene(
            on(MONDAY, "9:44:18"),
            "The first vote: just the number, above a signature and everything that Outlook quotes.",
            reply(
                selg.ASHWORTH,
                OUTLOOK,
                "«Dr Rhys Calloway»\n\nKind regards\n\nDr Anita Ashworth\nGP Partner, The Hart Surgery",
            ),
        ),
        scene(
            on(MONDAY, "10:15:33"),
            "From a telephone between two patients.",
            reply(selg.SIDDIQUI, IPHONE, "«Dr Naomi Sinclair»"),
        ),
        scene(
            on(MONDAY, "13:02:51"),
            "A sentence instead of a number.",
            reply(
                selg.VOSS,
                GMAIL,
                "Hello Morgan,\n\nOur practice votes for Dr Rhys Calloway, please.\n\nMany thanks\nHannah",
            ),
        ),
        scene(
            on(TUESDAY, "8:12:09"),
            "The deputy votes for the practice. The lead is told that, but not how.",
            reply(selg.HADDAD, THUNDERBIRD, "Option «Dr Naomi Sinclair», please."),
        ),
        scene(
            on(TUESDAY, "9:37:26"),
            "Two typing errors in the name, but only one candidate is like it.",
            reply(selg.IMRIE, K9, "Dr Noami Sinclare"),
        ),
        scene(
            on(TUESDAY, "12:05:00"),
            "A practice manager is told of ballots, but has no vote.",
            reply(selg.RENSHAW, OUTLOOK, "«Dr Naomi Sinclair»\n\nPaul Renshaw\nPractice Manager", "Ballot open"),
        ),
        scene(
            on(TUESDAY, "13:41:55"),
            "Two candidates, a condition and a question: nobody should guess here.",
            reply(
                selg.LANE,
                OUTLOOK,
                "I think we would go for Rhys, unless Meera has more experience of urgent care?\n\nJudith",
            ),
        ),
        scene(
            on(TUESDAY, "16:20:14"),
            "A stranger writes to the address. Strangers get no answer.",
            fresh(
                APPEAL,
                Program(client=plain, name="a mailing program"),
                "1 roof, 100 helpers: our village hall needs you",
                "Dear neighbour,\n\nour hall needs a new roof. Will you help?",
            ),
        ),
        scene(
            on(TUESDAY, "19:05:03"),
            "A candidate canvasses by the ballot's address. That goes to the manager, and to nobody else (R21).",
            fresh(
                CALLOWAY,
                GMAIL,
                f"My plans [{selg.BALLOT}]",
                "Dear all,\n\nplease remember community nursing when you vote.\n\nRhys",
            ),
        ),
        scene(
            on(WEDNESDAY, "8:55:30"),
            "Asked once, answered clearly.",
            reply(selg.LANE, OUTLOOK, "«Dr Meera Patel»\n\nKind regards\nJudith Lane", "Please reply again"),
        ),
        scene(
            on(WEDNESDAY, "10:10:47"),
            "The lead votes otherwise than the deputy did. The lead outranks the deputy (rule R9).",
            reply(selg.FRITH, OUTLOOK, "«Dr Rhys Calloway»\n\nBest wishes\nEleanor Frith"),
        ),
        scene(
            on(WEDNESDAY, "11:30:02"),
            "The manager asks how it stands: who has replied, but never how.",
            fresh(selg.MANAGER.address, OUTLOOK_MOBILE, "Status"),
        ),
        scene(
            on(WEDNESDAY, "14:22:38"),
            "A forger writes in a lead's name, without the code of the paper. The lead himself is asked.",
            fresh(selg.OKAFOR, Program(client=plain, name="who knows"), "Our vote", "«Dr Meera Patel»"),
        ),
        scene(
            on(THURSDAY, "9:00"),
            "Two working days before the close: the practices that have not replied are reminded.",
        ),
        scene(
            on(THURSDAY, "9:18:20"),
            "An abstention, under a security banner. It counts as taking part.",
            reply(selg.YUSUF, NHSMAIL, "Dear Morgan,\n\nWe wish to abstain.\n\nKind regards,\nImran Yusuf", REMINDER),
        ),
        scene(
            on(THURSDAY, "12:33:41"),
            "A change of mind, in reply to the receipt. The later vote counts.",
            reply(selg.ASHWORTH, OUTLOOK_MOBILE, "«Dr Naomi Sinclair»", RECEIPT),
        ),
        scene(
            on(THURSDAY, "17:05:10"),
            "Pressing the button on the paper writes this mail.",
            reply(selg.HOLLOWAY, BUTTON, "VOTE «Dr Rhys Calloway»"),
        ),
        scene(on(FRIDAY, "9:00"), "The last working day before the close: once more to those that have not replied."),
        scene(
            on(FRIDAY, "9:26:33"),
            "The deputy votes, the lead being on leave.",
            reply(selg.ENNIS, OUTLOOK_MOBILE, "«Dr Naomi Sinclair»", REMINDER),
        ),
        scene(
            on(NEXT_MONDAY, "17:00"),
            "The ballot closes. The count waits: what reached the mail server in time may still be on its way.",
        ),
        scene(
            on(NEXT_MONDAY, "17:04:29"),
            "A vote, four minutes after the close. The mail server's clock decides.",
            reply(selg.OKAFOR, IPHONE, "«Dr Rhys Calloway»"),
        ),
        scene(
            on(NEXT_MONDAY, "17:11"),
            "The mailbox has been read to the end after close and grace: the votes are counted.",
        ),
        scene(
            on(NEXT_WEDNESDAY, "11:20:15"),
            "The outcome is confirmed. The manager says from when it holds, and is shown what follows.",
            fresh(
                selg.MANAGER.address, OUTLOOK, f"confirm outcome {selg.BALLOT}", "Effective: 1 January 2027\n\nMorgan"
            ),
        ),
        scene(
            on(NEXT_WEDNESDAY, "11:24:40"),
            "Confirmed: everybody is told, the office has a new holder, and the clock of destruction runs (R24).",
            reply(selg.MANAGER.address, OUTLOOK_MOBILE, "confirm", PROOF),
        ),
        scene(
            on(A_MONTH_LATER, "17:00"),
            "One month after the confirmation: the votes are destroyed, and the manager has it in writing (R23).",
        ),
    ),
)
"""Ten practices; how it ends follows from what they write, not from here."""
