"""An election that nothing is spared: a forger, a stranger, an absence assistant, typing errors, a late vote."""

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
    NHSMAIL,
    OUTLOOK,
    OUTLOOK_MOBILE,
    RECEIPT,
    REMINDER,
    THUNDERBIRD,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    Program,
    Script,
    form,
    fresh,
    on,
    opening,
    reply,
    scene,
)
from mailvote.demo.scripts import selg

APPEAL = "appeal@village-hall.example"

CANDIDATES = (
    "Dr Naomi Sinclair <n.sinclair@thames-valley-gp.example>",
    "Dr Rhys Calloway <r.calloway@thames-valley-gp.example>",
    "Dr Meera Patel <m.patel@thames-valley-gp.example>",
)

FILLED_IN = form(
    "Locality Clinical Director",
    question="Whom does your practice choose as Locality Clinical Director?",
    note="The statements of the candidates were sent to you on 16 November.",
    choices={"Candidates": CANDIDATES},
)

SCRIPT = Script(
    title="An election by email",
    setting="Ten practices, one week",
    organisation=selg.ORGANISATION,
    strangers={APPEAL: "Village Hall Appeal"},
    scenes=(
        *opening(
            selg.MANAGER,
            "election",
            FILLED_IN,
            asked="The manager asks for an election. The command is the subject of an ordinary mail.",
            confirmed="The proof is right, so the manager confirms it: the ballot opens and the papers go out.",
        ),
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
            reply(selg.ASHWORTH, OUTLOOK, "2\n\nKind regards\n\nDr Anita Ashworth\nGP Partner, The Hart Surgery"),
        ),
        scene(on(MONDAY, "10:15:33"), "From a telephone between two patients.", reply(selg.SIDDIQUI, IPHONE, "1")),
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
            reply(selg.HADDAD, THUNDERBIRD, "Option 1, please."),
        ),
        scene(
            on(TUESDAY, "9:37:26"),
            "Two typing errors in the name, but only one candidate is like it.",
            reply(selg.IMRIE, K9, "Dr Noami Sinclare"),
        ),
        scene(
            on(TUESDAY, "12:05:00"),
            "A practice manager is told of ballots, but has no vote.",
            reply(selg.RENSHAW, OUTLOOK, "1\n\nPaul Renshaw\nPractice Manager", "Ballot open"),
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
            on(WEDNESDAY, "8:55:30"),
            "Asked once, answered clearly.",
            reply(selg.LANE, OUTLOOK, "3\n\nKind regards\nJudith Lane", "Please reply again"),
        ),
        scene(
            on(WEDNESDAY, "10:10:47"),
            "The lead votes otherwise than the deputy did. The lead outranks the deputy (rule R9).",
            reply(selg.FRITH, OUTLOOK, "2\n\nBest wishes\nEleanor Frith"),
        ),
        scene(
            on(WEDNESDAY, "11:30:02"),
            "The manager asks how it stands: who has replied, but never how.",
            fresh(selg.MANAGER.address, OUTLOOK_MOBILE, "Status"),
        ),
        scene(
            on(WEDNESDAY, "14:22:38"),
            "A forger writes in a lead's name, without the code of the paper. The lead himself is asked.",
            fresh(selg.OKAFOR, Program(client=plain, name="who knows"), "Our vote", "3"),
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
            reply(selg.ASHWORTH, OUTLOOK_MOBILE, "1", RECEIPT),
        ),
        scene(
            on(THURSDAY, "17:05:10"),
            "Pressing the button on the paper writes this mail.",
            reply(selg.HOLLOWAY, BUTTON, "VOTE 2"),
        ),
        scene(on(FRIDAY, "9:00"), "The last working day before the close: once more to those that have not replied."),
        scene(
            on(FRIDAY, "9:26:33"),
            "The deputy votes, the lead being on leave.",
            reply(selg.ENNIS, OUTLOOK_MOBILE, "1", REMINDER),
        ),
        scene(
            on(NEXT_MONDAY, "17:00"),
            "The ballot closes. The count waits: what reached the mail server in time may still be on its way.",
        ),
        scene(
            on(NEXT_MONDAY, "17:04:29"),
            "A vote, four minutes after the close. The mail server's clock decides.",
            reply(selg.OKAFOR, IPHONE, "2"),
        ),
        scene(
            on(NEXT_MONDAY, "17:11"),
            "The mailbox has been read to the end after close and grace: the votes are counted.",
        ),
    ),
)
"""Ten practices, one week; how it ends follows from what they write, not from here."""
