"""Every table, column by column: the schema that `migrations/` builds and a test compares with it.

Columns that end in `_sealed` are encrypted; no other shows a choice, save `published`, which was sent to all.
Votes go only by the destruction of a ballot (R23), so no foreign key cascades: a slip with one row can never
take others along. Destruction deletes rows of `vote`, to which nothing refers, empties the other sealed columns,
overwrites `content_key` (with the key file at hand, a short message could be guessed from it), and forgets
`ballot.key_wrapped`, which alone makes every sealed byte of the ballot unreadable, in old backups too.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    UniqueConstraint,
    or_,
)

from mailvote.rules.acceptance import Fate
from mailvote.rules.electorate import Role
from mailvote.store.columns import Instant, Line, Number

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

FATES = tuple(str(fate) for fate in Fate)
OUTBOX_STATES = ("waiting", "sent", "delayed", "failed", "bounced")
DEADLINE_KINDS = (
    "apply", "assess", "open", "remind", "close", "confirm", "destroy", "forget-unsuccessful", "forget-elected",
)  # fmt: skip
VOTE_ENDINGS = ("replaced", "withdrawn", "objected", "barred")
PROOF_PURPOSES = ("form", "proof", "challenge")
CANDIDATE_STATES = ("applied", "withdrawn", "eligible", "ineligible")
DOCUMENT_KINDS = ("call", "paper", "expression", "statement")


def one_of(column: str, allowed: tuple[str, ...]) -> CheckConstraint:
    """The check that a column holds one of these words."""
    words = ", ".join(f"'{word}'" for word in allowed)
    return CheckConstraint(f"{column} IN ({words})", name=column)


# The organisation and what the bot knows of its mailbox

organisation = Table(
    "organisation",
    metadata,
    Column("id", Line, primary_key=True),
    Column("activated_at", Instant, nullable=False),
    Column("key_wrapped", LargeBinary, nullable=False),
    Column("swept_at", Instant),
)

position = Table(
    "position",
    metadata,
    Column("organisation", ForeignKey(organisation.c.id), primary_key=True),
    Column("folder", Line, primary_key=True),
    Column("uidvalidity", BigInteger, nullable=False),
    Column("last_uid", BigInteger, nullable=False),
)

# The register

member = Table(
    "member",
    metadata,
    Column("id", Number, primary_key=True),
    Column("organisation", Line, nullable=False),
    Column("name", Line, nullable=False),
    Column("group_name", Line, nullable=False),
    Column("since", Instant),
    Column("until", Instant),
    CheckConstraint("since <= until", name="dates"),
    Index(None, "organisation"),
)

alias = Table(
    "alias",
    metadata,
    Column("member_id", ForeignKey(member.c.id), primary_key=True),
    Column("name", Line, primary_key=True),
)

person = Table(
    "person",
    metadata,
    Column("id", Number, primary_key=True),
    Column("member_id", ForeignKey(member.c.id), nullable=False),
    Column("role", Line, nullable=False),
    Column("name", Line, nullable=False),
    Column("address", Line, nullable=False),
    Column("since", Instant),
    Column("until", Instant),
    Column("ballot_id", ForeignKey("ballot.id")),
    CheckConstraint("since <= until", name="dates"),
    CheckConstraint("ballot_id IS NULL OR role = 'proxy'", name="ballot"),
    one_of("role", tuple(Role)),
    Index(None, "member_id"),
)
Index(
    "uq_person_one_lead_one_deputy",
    person.c.member_id,
    person.c.role,
    unique=True,
    sqlite_where=person.c.until.is_(None) & person.c.role.in_(["lead", "deputy"]),
    postgresql_where=person.c.until.is_(None) & person.c.role.in_(["lead", "deputy"]),
)
Index(
    "uq_person_one_proxy",
    person.c.member_id,
    person.c.ballot_id,
    unique=True,
    sqlite_where=person.c.until.is_(None) & (person.c.role == "proxy"),
    postgresql_where=person.c.until.is_(None) & (person.c.role == "proxy"),
)

population = Table(
    "population",
    metadata,
    Column("member_id", ForeignKey(member.c.id), primary_key=True),
    Column("as_of", Date, primary_key=True),
    Column("population", Integer, nullable=False),
    CheckConstraint("population >= 0", name="population"),
)

total = Table(
    "total",
    metadata,
    Column("organisation", Line, primary_key=True),
    Column("as_of", Date, primary_key=True),
    Column("total", BigInteger, nullable=False),
)

# Offices, and who holds them until when (R25)

office = Table(
    "office",
    metadata,
    Column("id", Number, primary_key=True),
    Column("organisation", Line, nullable=False),
    Column("name", Line, nullable=False),
    Column("group_name", Line, nullable=False),
    Column("places", Integer, nullable=False),
    Column("term_years", Integer, nullable=False),
    Column("rule_set", Line, nullable=False),
    UniqueConstraint("organisation", "name"),
    CheckConstraint("places >= 1", name="places"),
    CheckConstraint("term_years >= 1", name="term_years"),
)

term = Table(
    "term",
    metadata,
    Column("id", Number, primary_key=True),
    Column("office_id", ForeignKey(office.c.id), nullable=False),
    Column("holder", Line, nullable=False),
    Column("address", Line, nullable=False),
    Column("since", Date),
    Column("until", Date),
    Column("ended_on", Date),
    Column("vacated_at", Instant),
    Column("ballot_id", ForeignKey("ballot.id")),
    Column("recorded_at", Instant, nullable=False),
    Column("recorded_by", Line, nullable=False),
    Column("warned_at", Instant),
    CheckConstraint("since <= until", name="dates"),
    Index(None, "office_id"),
)

# The ballot; a draft is one whose papers nobody has ordered yet, and may be without dates

ballot = Table(
    "ballot",
    metadata,
    Column("id", Number, primary_key=True),
    Column("organisation", ForeignKey(organisation.c.id), nullable=False),
    Column("year", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("group_name", Line, nullable=False),
    Column("title", Line, nullable=False),
    Column("question", Line, nullable=False),
    Column("note", Line, nullable=False),
    Column("seats", Integer, nullable=False),
    Column("rule_set", Line, nullable=False),
    Column("opens_at", Instant),
    Column("closes_at", Instant),
    Column("created_at", Instant, nullable=False),
    Column("office_id", ForeignKey(office.c.id)),
    Column("called_at", Instant),
    Column("apply_by", Instant),
    Column("assessed_at", Instant),
    Column("lot", Line),
    Column("scheduled_at", Instant),
    Column("opened_at", Instant),
    Column("declared_at", Instant),
    Column("cancelled_at", Instant),
    Column("cancel_reason", Line),
    Column("confirmed_at", Instant),
    Column("effective_on", Date),
    Column("held_at", Instant),
    Column("hold_reason", Line),
    Column("destroyed_at", Instant),
    Column("took_part", JSON(none_as_null=True)),
    Column("published", JSON(none_as_null=True)),
    Column("key_wrapped", LargeBinary),
    Column("parent_id", ForeignKey("ballot.id")),
    UniqueConstraint("organisation", "year", "number"),
    CheckConstraint("seats >= 1", name="seats"),
    CheckConstraint("declared_at IS NULL OR cancelled_at IS NULL", name="one_end"),
    CheckConstraint("scheduled_at IS NOT NULL OR opened_at IS NULL", name="draft"),
    CheckConstraint("scheduled_at IS NULL OR opens_at IS NOT NULL AND closes_at IS NOT NULL", name="planned"),
    CheckConstraint("(called_at IS NULL) = (apply_by IS NULL)", name="called"),
    CheckConstraint("declared_at IS NOT NULL OR confirmed_at IS NULL", name="confirmed"),
    CheckConstraint("destroyed_at IS NULL OR key_wrapped IS NULL", name="destroyed"),
)

option = Table(
    "option",
    metadata,
    Column("ballot_id", ForeignKey(ballot.c.id), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("name", Line, nullable=False),
    Column("contact", Line, nullable=False),
)

elector = Table(
    "elector",
    metadata,
    Column("ballot_id", ForeignKey(ballot.c.id), primary_key=True),
    Column("member_id", ForeignKey(member.c.id), primary_key=True),
    Column("name", Line, nullable=False),
    Column("group_name", Line, nullable=False),
    Column("population", Integer),
    Column("weight", Integer, nullable=False),
    Index(None, "member_id"),
)

deadline = Table(
    "deadline",
    metadata,
    Column("id", Number, primary_key=True),
    Column("ballot_id", ForeignKey(ballot.c.id), nullable=False),
    Column("kind", Line, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("done_at", Instant),
    UniqueConstraint("ballot_id", "kind", "due_at"),
    one_of("kind", DEADLINE_KINDS),
    sqlite_autoincrement=True,  # a number in hand never comes to mean a deadline that was set meanwhile
)
Index(
    "ix_deadline_waiting",
    deadline.c.due_at,
    sqlite_where=deadline.c.done_at.is_(None),
    postgresql_where=deadline.c.done_at.is_(None),
)

event = Table(
    "event",
    metadata,
    Column("ballot_id", ForeignKey(ballot.c.id), primary_key=True),
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("kind", Line, nullable=False),
    Column("body", Line, nullable=False),
    Column("digest", Line, nullable=False),
)

# Declared interests

interest = Table(
    "interest",
    metadata,
    Column("id", Number, primary_key=True),
    Column("organisation", Line, nullable=False),
    Column("member_id", ForeignKey(member.c.id), nullable=False),
    Column("person_id", ForeignKey(person.c.id)),
    Column("ballot_id", ForeignKey(ballot.c.id)),
    Column("description", Line, nullable=False),
    Column("since", Instant, nullable=False),
    Column("until", Instant),
    Column("recorded_at", Instant, nullable=False),
    Column("recorded_by", Line, nullable=False),
    Column("reviewed_at", Instant, nullable=False),
    Column("pointed_out_at", Instant),
    CheckConstraint("since <= until", name="dates"),
    CheckConstraint("description <> ''", name="description"),
    Index(None, "organisation"),
    Index(None, "ballot_id"),
)

# Mail received

inbox = Table(
    "inbox",
    metadata,
    Column("id", Number, primary_key=True),
    Column("organisation", ForeignKey(organisation.c.id), nullable=False),
    Column("content_key", Line, nullable=False),
    Column("message_id", Line, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("from_address", Line, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("ballot_id", ForeignKey(ballot.c.id)),
    Column("member_id", ForeignKey(member.c.id)),
    Column("person_id", ForeignKey(person.c.id)),
    Column("fate", Line, nullable=False),
    Column("ground", Line, nullable=False),
    Column("hint_sealed", LargeBinary),
    Column("content_sealed", LargeBinary),
    Column("read_at", Instant, nullable=False),
    UniqueConstraint("organisation", "content_key"),
    one_of("fate", FATES),
    Index(None, "organisation", "fate"),
    Index(None, "organisation", "message_id"),
    Index(None, "organisation", "from_address", "received_at"),
    Index(None, "ballot_id", "member_id", "fate"),
    sqlite_autoincrement=True,  # a number that a letter has named is never given to another message
)

sighting = Table(
    "sighting",
    metadata,
    Column("organisation", ForeignKey(organisation.c.id), primary_key=True),
    Column("folder", Line, primary_key=True),
    Column("uidvalidity", BigInteger, primary_key=True, autoincrement=False),
    Column("uid", BigInteger, primary_key=True, autoincrement=False),
    Column("inbox_id", ForeignKey(inbox.c.id), nullable=False),
    Index(None, "inbox_id"),
)

failure = Table(
    "failure",
    metadata,
    Column("organisation", ForeignKey(organisation.c.id), primary_key=True),
    Column("folder", Line, primary_key=True),
    Column("uidvalidity", BigInteger, primary_key=True, autoincrement=False),
    Column("uid", BigInteger, primary_key=True, autoincrement=False),
    Column("tries", Integer, nullable=False),
)

# The votes; only store/votes.py touches this table

vote = Table(
    "vote",
    metadata,
    Column("id", Number, primary_key=True),
    Column("ballot_id", Number, nullable=False),
    Column("member_id", Number, nullable=False),
    Column("person_id", ForeignKey(person.c.id)),
    Column("inbox_id", ForeignKey(inbox.c.id)),
    Column("role", Line),
    Column("received_at", Instant, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("abstained", Boolean, nullable=False),
    Column("commitment", Line, nullable=False),
    Column("choice_sealed", LargeBinary, nullable=False),
    Column("ended_at", Instant),
    Column("ended_how", Line),
    ForeignKeyConstraint(["ballot_id", "member_id"], [elector.c.ballot_id, elector.c.member_id]),
    one_of("role", tuple(Role)),
    one_of("ended_how", VOTE_ENDINGS),
    CheckConstraint("(ended_at IS NULL) = (ended_how IS NULL)", name="ending"),
    Index(None, "inbox_id"),
)
Index(
    "uq_vote_in_force",
    vote.c.ballot_id,
    vote.c.member_id,
    unique=True,
    sqlite_where=vote.c.ended_at.is_(None),
    postgresql_where=vote.c.ended_at.is_(None),
)

# Mail to send

outbox = Table(
    "outbox",
    metadata,
    Column("id", Number, primary_key=True),
    Column("organisation", ForeignKey(organisation.c.id), nullable=False),
    Column("ballot_id", ForeignKey(ballot.c.id)),
    Column("member_id", ForeignKey(member.c.id)),
    Column("person_id", ForeignKey(person.c.id)),
    Column("purpose", Line, nullable=False),
    Column("sequence", Line, nullable=False),
    Column("recipient", Line, nullable=False),
    Column("message_id", Line, nullable=False),
    Column("content_sealed", LargeBinary),
    Column("state", Line, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("error", Line, nullable=False),
    Column("posted_at", Instant, nullable=False),
    Column("next_try_at", Instant, nullable=False),
    Column("claimed_until", Instant),
    Column("sent_at", Instant),
    UniqueConstraint("organisation", "message_id"),
    one_of("state", OUTBOX_STATES),
    Index(None, "organisation", "posted_at"),
    Index(None, "organisation", "recipient", "posted_at"),
    Index(None, "ballot_id", "purpose"),
)
to_send = or_(outbox.c.state == "waiting", outbox.c.state == "delayed")
Index(
    "ix_outbox_to_send",
    outbox.c.organisation,
    outbox.c.next_try_at,
    outbox.c.id,
    sqlite_where=to_send,
    postgresql_where=to_send,
)

# The manager's forms and proofs

proof = Table(
    "proof",
    metadata,
    Column("id", Number, primary_key=True),
    Column("organisation", ForeignKey(organisation.c.id), nullable=False),
    Column("nonce_digest", Line, nullable=False),
    Column("purpose", Line, nullable=False),
    Column("author", Line, nullable=False),
    Column("text_sealed", LargeBinary),
    Column("inbox_id", ForeignKey(inbox.c.id)),
    Column("sent_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("ended_how", Line, nullable=False),
    Column("ballot_id", ForeignKey(ballot.c.id)),
    UniqueConstraint("organisation", "nonce_digest"),
    one_of("purpose", PROOF_PURPOSES),
    Index(None, "organisation", "author"),
)

# Candidates and the panel that assesses them (R20)

candidate = Table(
    "candidate",
    metadata,
    Column("id", Number, primary_key=True),
    Column("ballot_id", ForeignKey(ballot.c.id), nullable=False),
    Column("name", Line, nullable=False),
    Column("address", Line, nullable=False),
    Column("member_id", ForeignKey(member.c.id)),
    Column("state", Line, nullable=False),
    Column("missing", Line, nullable=False),
    Column("applied_at", Instant, nullable=False),
    Column("key_wrapped", LargeBinary),
    Column("forgotten_at", Instant),
    UniqueConstraint("ballot_id", "address"),
    one_of("state", CANDIDATE_STATES),
)

panellist = Table(
    "panellist",
    metadata,
    Column("id", Number, primary_key=True),
    Column("ballot_id", ForeignKey(ballot.c.id), nullable=False),
    Column("name", Line, nullable=False),
    Column("address", Line, nullable=False),
    Column("until", Instant),
    Column("asked_at", Instant),
    Index(None, "ballot_id"),
)

finding = Table(
    "finding",
    metadata,
    Column("id", Number, primary_key=True),
    Column("candidate_id", ForeignKey(candidate.c.id), nullable=False),
    Column("panellist_id", ForeignKey(panellist.c.id)),
    Column("is_eligible", Boolean, nullable=False),
    Column("reason_sealed", LargeBinary),
    Column("found_at", Instant, nullable=False),
    UniqueConstraint("candidate_id", "panellist_id"),
)

# Files that came with a command or an expression of interest, one copy however many letters enclose it

document = Table(
    "document",
    metadata,
    Column("id", Number, primary_key=True),
    Column("organisation", ForeignKey(organisation.c.id), nullable=False),
    Column("kind", Line, nullable=False),
    Column("proof_id", ForeignKey(proof.c.id)),
    Column("ballot_id", ForeignKey(ballot.c.id)),
    Column("candidate_id", ForeignKey(candidate.c.id)),
    Column("size", BigInteger, nullable=False),
    Column("head_sealed", LargeBinary, nullable=False),
    Column("content_sealed", LargeBinary, nullable=False),
    Column("added_at", Instant, nullable=False),
    one_of("kind", DOCUMENT_KINDS),
    Index(None, "ballot_id"),
    Index(None, "candidate_id"),
    Index(None, "proof_id"),
)

enclosure = Table(
    "enclosure",
    metadata,
    Column("outbox_id", ForeignKey(outbox.c.id), primary_key=True),
    Column("document_id", ForeignKey(document.c.id), primary_key=True),
    Index(None, "document_id"),
)

# Destruction, step by step (R23)

destruction = Table(
    "destruction",
    metadata,
    Column("ballot_id", ForeignKey(ballot.c.id), primary_key=True),
    Column("begun_at", Instant, nullable=False),
    Column("strays", JSON, nullable=False),
    Column("numbers", JSON, nullable=False),
    Column("shredded_at", Instant),
    Column("emptied_at", Instant),
    Column("scrubbed_at", Instant),
    Column("expunged_at", Instant),
    Column("found", JSON, nullable=False),
    Column("told_at", Instant),
    Column("ended_at", Instant),
    Column("certificate", JSON(none_as_null=True)),
)
