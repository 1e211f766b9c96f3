"""The first schema: register, ballots, mail in and out, votes, journal."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0001"
down_revision: str | None = None
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

LINE = sa.Text()
INSTANT = sa.DateTime(timezone=True)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


TABLES = (
    "vote",
    "sighting",
    "proof",
    "outbox",
    "option",
    "inbox",
    "event",
    "elector",
    "deadline",
    "position",
    "population",
    "person",
    "failure",
    "ballot",
    "alias",
    "total",
    "organisation",
    "member",
)
"""In the order in which they can be dropped."""


def where(condition: str) -> dict[str, Any]:
    """A partial index on both databases."""
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def upgrade() -> None:
    op.create_table(
        "member",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("organisation", LINE, nullable=False),
        sa.Column("name", LINE, nullable=False),
        sa.Column("group_name", LINE, nullable=False),
        sa.Column("since", INSTANT, nullable=True),
        sa.Column("until", INSTANT, nullable=True),
        sa.CheckConstraint("since <= until", name="ck_member_dates"),
        sa.PrimaryKeyConstraint("id", name="pk_member"),
    )
    op.create_index("ix_member_organisation", "member", ["organisation"], unique=False)
    op.create_table(
        "organisation",
        sa.Column("id", LINE, nullable=False),
        sa.Column("activated_at", INSTANT, nullable=False),
        sa.Column("key_wrapped", sa.LargeBinary(), nullable=False),
        sa.Column("swept_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_organisation"),
    )
    op.create_table(
        "total",
        sa.Column("organisation", LINE, nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("organisation", "as_of", name="pk_total"),
    )
    op.create_table(
        "alias",
        sa.Column("member_id", NUMBER, nullable=False),
        sa.Column("name", LINE, nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_alias_member_id"),
        sa.PrimaryKeyConstraint("member_id", "name", name="pk_alias"),
    )
    op.create_table(
        "ballot",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("organisation", LINE, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("group_name", LINE, nullable=False),
        sa.Column("title", LINE, nullable=False),
        sa.Column("question", LINE, nullable=False),
        sa.Column("note", LINE, nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("rule_set", LINE, nullable=False),
        sa.Column("opens_at", INSTANT, nullable=False),
        sa.Column("closes_at", INSTANT, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("opened_at", INSTANT, nullable=True),
        sa.Column("declared_at", INSTANT, nullable=True),
        sa.Column("cancelled_at", INSTANT, nullable=True),
        sa.Column("cancel_reason", LINE, nullable=True),
        sa.Column("published", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("key_wrapped", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("declared_at IS NULL OR cancelled_at IS NULL", name="ck_ballot_one_end"),
        sa.CheckConstraint("seats >= 1", name="ck_ballot_seats"),
        sa.ForeignKeyConstraint(["organisation"], ["organisation.id"], name="fk_ballot_organisation"),
        sa.PrimaryKeyConstraint("id", name="pk_ballot"),
        sa.UniqueConstraint("organisation", "year", "number", name="uq_ballot_organisation_year_number"),
    )
    op.create_table(
        "failure",
        sa.Column("organisation", LINE, nullable=False),
        sa.Column("folder", LINE, nullable=False),
        sa.Column("uidvalidity", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("uid", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["organisation"], ["organisation.id"], name="fk_failure_organisation"),
        sa.PrimaryKeyConstraint("organisation", "folder", "uidvalidity", "uid", name="pk_failure"),
    )
    op.create_table(
        "person",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("member_id", NUMBER, nullable=False),
        sa.Column("role", LINE, nullable=False),
        sa.Column("name", LINE, nullable=False),
        sa.Column("address", LINE, nullable=False),
        sa.Column("since", INSTANT, nullable=True),
        sa.Column("until", INSTANT, nullable=True),
        sa.CheckConstraint("role IN ('lead', 'deputy', 'proxy', 'contact')", name="ck_person_role"),
        sa.CheckConstraint("since <= until", name="ck_person_dates"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_person_member_id"),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
    )
    op.create_index("ix_person_member_id", "person", ["member_id"], unique=False)
    op.create_index(
        "uq_person_one_lead_one_deputy",
        "person",
        ["member_id", "role"],
        unique=True,
        **where("until IS NULL AND role IN ('lead', 'deputy')"),
    )
    op.create_table(
        "population",
        sa.Column("member_id", NUMBER, nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("population", sa.Integer(), nullable=False),
        sa.CheckConstraint("population >= 0", name="ck_population_population"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_population_member_id"),
        sa.PrimaryKeyConstraint("member_id", "as_of", name="pk_population"),
    )
    op.create_table(
        "position",
        sa.Column("organisation", LINE, nullable=False),
        sa.Column("folder", LINE, nullable=False),
        sa.Column("uidvalidity", sa.BigInteger(), nullable=False),
        sa.Column("last_uid", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["organisation"], ["organisation.id"], name="fk_position_organisation"),
        sa.PrimaryKeyConstraint("organisation", "folder", name="pk_position"),
    )
    op.create_table(
        "deadline",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("ballot_id", NUMBER, nullable=False),
        sa.Column("kind", LINE, nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("done_at", INSTANT, nullable=True),
        sa.CheckConstraint("kind IN ('open', 'remind', 'close')", name="ck_deadline_kind"),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name="fk_deadline_ballot_id"),
        sa.PrimaryKeyConstraint("id", name="pk_deadline"),
        sa.UniqueConstraint("ballot_id", "kind", "due_at", name="uq_deadline_ballot_id_kind_due_at"),
    )
    op.create_index("ix_deadline_waiting", "deadline", ["due_at"], unique=False, **where("done_at IS NULL"))
    op.create_table(
        "elector",
        sa.Column("ballot_id", NUMBER, nullable=False),
        sa.Column("member_id", NUMBER, nullable=False),
        sa.Column("name", LINE, nullable=False),
        sa.Column("group_name", LINE, nullable=False),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name="fk_elector_ballot_id"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_elector_member_id"),
        sa.PrimaryKeyConstraint("ballot_id", "member_id", name="pk_elector"),
    )
    op.create_index("ix_elector_member_id", "elector", ["member_id"], unique=False)
    op.create_table(
        "event",
        sa.Column("ballot_id", NUMBER, nullable=False),
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("kind", LINE, nullable=False),
        sa.Column("body", LINE, nullable=False),
        sa.Column("digest", LINE, nullable=False),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name="fk_event_ballot_id"),
        sa.PrimaryKeyConstraint("ballot_id", "sequence", name="pk_event"),
    )
    op.create_table(
        "inbox",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("organisation", LINE, nullable=False),
        sa.Column("content_key", LINE, nullable=False),
        sa.Column("message_id", LINE, nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("from_address", LINE, nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("ballot_id", NUMBER, nullable=True),
        sa.Column("member_id", NUMBER, nullable=True),
        sa.Column("person_id", NUMBER, nullable=True),
        sa.Column("fate", LINE, nullable=False),
        sa.Column("ground", LINE, nullable=False),
        sa.Column("hint_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("read_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "fate IN ('counted', 'replaced', 'withdrawn', 'late', 'rejected', 'held', 'challenged', "
            "'automatic', 'ignored', 'commands')",
            name="ck_inbox_fate",
        ),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name="fk_inbox_ballot_id"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_inbox_member_id"),
        sa.ForeignKeyConstraint(["organisation"], ["organisation.id"], name="fk_inbox_organisation"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_inbox_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_inbox"),
        sa.UniqueConstraint("organisation", "content_key", name="uq_inbox_organisation_content_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_inbox_ballot_id_member_id_fate", "inbox", ["ballot_id", "member_id", "fate"], unique=False)
    op.create_index("ix_inbox_organisation_fate", "inbox", ["organisation", "fate"], unique=False)
    op.create_index(
        "ix_inbox_organisation_from_address_received_at",
        "inbox",
        ["organisation", "from_address", "received_at"],
        unique=False,
    )
    op.create_index("ix_inbox_organisation_message_id", "inbox", ["organisation", "message_id"], unique=False)
    op.create_table(
        "option",
        sa.Column("ballot_id", NUMBER, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", LINE, nullable=False),
        sa.Column("contact", LINE, nullable=False),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name="fk_option_ballot_id"),
        sa.PrimaryKeyConstraint("ballot_id", "number", name="pk_option"),
    )
    op.create_table(
        "outbox",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("organisation", LINE, nullable=False),
        sa.Column("ballot_id", NUMBER, nullable=True),
        sa.Column("member_id", NUMBER, nullable=True),
        sa.Column("person_id", NUMBER, nullable=True),
        sa.Column("purpose", LINE, nullable=False),
        sa.Column("sequence", LINE, nullable=False),
        sa.Column("recipient", LINE, nullable=False),
        sa.Column("message_id", LINE, nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("state", LINE, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("error", LINE, nullable=False),
        sa.Column("posted_at", INSTANT, nullable=False),
        sa.Column("next_try_at", INSTANT, nullable=False),
        sa.Column("claimed_until", INSTANT, nullable=True),
        sa.Column("sent_at", INSTANT, nullable=True),
        sa.CheckConstraint("state IN ('waiting', 'sent', 'delayed', 'failed', 'bounced')", name="ck_outbox_state"),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name="fk_outbox_ballot_id"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_outbox_member_id"),
        sa.ForeignKeyConstraint(["organisation"], ["organisation.id"], name="fk_outbox_organisation"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_outbox_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("organisation", "message_id", name="uq_outbox_organisation_message_id"),
    )
    op.create_index("ix_outbox_ballot_id_purpose", "outbox", ["ballot_id", "purpose"], unique=False)
    op.create_index("ix_outbox_organisation_posted_at", "outbox", ["organisation", "posted_at"], unique=False)
    op.create_index(
        "ix_outbox_organisation_recipient_posted_at",
        "outbox",
        ["organisation", "recipient", "posted_at"],
        unique=False,
    )
    op.create_index(
        "ix_outbox_to_send",
        "outbox",
        ["organisation", "next_try_at", "id"],
        unique=False,
        **where("state = 'waiting' OR state = 'delayed'"),
    )
    op.create_table(
        "proof",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("organisation", LINE, nullable=False),
        sa.Column("nonce_digest", LINE, nullable=False),
        sa.Column("purpose", LINE, nullable=False),
        sa.Column("author", LINE, nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("inbox_id", NUMBER, nullable=True),
        sa.Column("sent_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("ended_how", LINE, nullable=False),
        sa.Column("ballot_id", NUMBER, nullable=True),
        sa.CheckConstraint("purpose IN ('form', 'proof', 'challenge')", name="ck_proof_purpose"),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name="fk_proof_ballot_id"),
        sa.ForeignKeyConstraint(["inbox_id"], ["inbox.id"], name="fk_proof_inbox_id"),
        sa.ForeignKeyConstraint(["organisation"], ["organisation.id"], name="fk_proof_organisation"),
        sa.PrimaryKeyConstraint("id", name="pk_proof"),
        sa.UniqueConstraint("organisation", "nonce_digest", name="uq_proof_organisation_nonce_digest"),
    )
    op.create_index("ix_proof_organisation_author", "proof", ["organisation", "author"], unique=False)
    op.create_table(
        "sighting",
        sa.Column("organisation", LINE, nullable=False),
        sa.Column("folder", LINE, nullable=False),
        sa.Column("uidvalidity", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("uid", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("inbox_id", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["inbox_id"], ["inbox.id"], name="fk_sighting_inbox_id"),
        sa.ForeignKeyConstraint(["organisation"], ["organisation.id"], name="fk_sighting_organisation"),
        sa.PrimaryKeyConstraint("organisation", "folder", "uidvalidity", "uid", name="pk_sighting"),
    )
    op.create_index("ix_sighting_inbox_id", "sighting", ["inbox_id"], unique=False)
    op.create_table(
        "vote",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("ballot_id", NUMBER, nullable=False),
        sa.Column("member_id", NUMBER, nullable=False),
        sa.Column("person_id", NUMBER, nullable=True),
        sa.Column("inbox_id", NUMBER, nullable=True),
        sa.Column("role", LINE, nullable=True),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("abstained", sa.Boolean(), nullable=False),
        sa.Column("commitment", LINE, nullable=False),
        sa.Column("choice_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("ended_how", LINE, nullable=True),
        sa.CheckConstraint("ended_how IN ('replaced', 'withdrawn')", name="ck_vote_ended_how"),
        sa.CheckConstraint("role IN ('lead', 'deputy', 'proxy', 'contact')", name="ck_vote_role"),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_how IS NULL)", name="ck_vote_ending"),
        sa.ForeignKeyConstraint(
            ["ballot_id", "member_id"],
            ["elector.ballot_id", "elector.member_id"],
            name="fk_vote_ballot_id_member_id",
        ),
        sa.ForeignKeyConstraint(["inbox_id"], ["inbox.id"], name="fk_vote_inbox_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_vote_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_vote"),
    )
    op.create_index("ix_vote_inbox_id", "vote", ["inbox_id"], unique=False)
    op.create_index("uq_vote_in_force", "vote", ["ballot_id", "member_id"], unique=True, **where("ended_at IS NULL"))


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
