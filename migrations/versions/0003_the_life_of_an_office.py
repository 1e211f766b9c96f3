"""Offices and terms, candidates and their assessment, confirmation, destruction (R20 to R25)."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from mailvote.errors import MailvoteError

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

LINE = sa.Text()
INSTANT = sa.DateTime(timezone=True)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

KINDS_BEFORE = "kind IN ('open', 'remind', 'close')"
KINDS = (
    "kind IN ('apply', 'assess', 'open', 'remind', 'close', 'confirm', 'destroy', 'forget-unsuccessful', "
    "'forget-elected')"
)

NEW_COLUMNS: tuple[tuple[str, sa.types.TypeEngine[object]], ...] = (
    ("office_id", NUMBER),
    ("called_at", INSTANT),
    ("apply_by", INSTANT),
    ("assessed_at", INSTANT),
    ("lot", LINE),
    ("confirmed_at", INSTANT),
    ("effective_on", sa.Date()),
    ("held_at", INSTANT),
    ("hold_reason", LINE),
    ("destroyed_at", INSTANT),
    ("took_part", sa.JSON(none_as_null=True)),
)
NEW_CHECKS = (
    ("ck_ballot_called", "(called_at IS NULL) = (apply_by IS NULL)"),
    ("ck_ballot_confirmed", "declared_at IS NOT NULL OR confirmed_at IS NULL"),
    ("ck_ballot_destroyed", "destroyed_at IS NULL OR key_wrapped IS NULL"),
)
NEW_TABLES = ("destruction", "enclosure", "document", "finding", "panellist", "candidate", "term", "office")

NO_ROOM = (
    ("offices", "FROM office"),
    ("ballots with a call for candidates", "FROM ballot WHERE called_at IS NOT NULL"),
    ("confirmed ballots", "FROM ballot WHERE confirmed_at IS NOT NULL"),
    ("ballots whose destruction is held", "FROM ballot WHERE held_at IS NOT NULL"),
    ("destroyed ballots", "FROM ballot WHERE destroyed_at IS NOT NULL"),
    ("destructions under way", "FROM destruction"),
    ("files that came with a command", "FROM document"),
)
"""What revision 0002 cannot hold; an open deadline of a new kind belongs to one of these, or is set anew."""


def upgrade() -> None:
    """What was `confirmed_at` is `scheduled_at` now, since the outcome is what a confirmation confirms (R24)."""
    _create_offices()
    _rewrite_ballot()
    _rewrite_kinds(KINDS, autoincrement=True)
    _create_candidates()
    _create_documents()
    op.create_table(
        "destruction",
        sa.Column("ballot_id", NUMBER, nullable=False),
        sa.Column("begun_at", INSTANT, nullable=False),
        sa.Column("strays", sa.JSON(), nullable=False),
        sa.Column("numbers", sa.JSON(), nullable=False),
        sa.Column("shredded_at", INSTANT, nullable=True),
        sa.Column("emptied_at", INSTANT, nullable=True),
        sa.Column("scrubbed_at", INSTANT, nullable=True),
        sa.Column("expunged_at", INSTANT, nullable=True),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.Column("told_at", INSTANT, nullable=True),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("certificate", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name="fk_destruction_ballot_id"),
        sa.PrimaryKeyConstraint("ballot_id", name="pk_destruction"),
    )


def _create_offices() -> None:
    op.create_table(
        "office",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("organisation", LINE, nullable=False),
        sa.Column("name", LINE, nullable=False),
        sa.Column("group_name", LINE, nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("term_years", sa.Integer(), nullable=False),
        sa.Column("rule_set", LINE, nullable=False),
        sa.CheckConstraint("places >= 1", name="ck_office_places"),
        sa.CheckConstraint("term_years >= 1", name="ck_office_term_years"),
        sa.PrimaryKeyConstraint("id", name="pk_office"),
        sa.UniqueConstraint("organisation", "name", name="uq_office_organisation_name"),
    )
    op.create_table(
        "term",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("office_id", NUMBER, nullable=False),
        sa.Column("holder", LINE, nullable=False),
        sa.Column("address", LINE, nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("vacated_at", INSTANT, nullable=True),
        sa.Column("ballot_id", NUMBER, nullable=True),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("recorded_by", LINE, nullable=False),
        sa.Column("warned_at", INSTANT, nullable=True),
        sa.CheckConstraint("since <= until", name="ck_term_dates"),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name="fk_term_ballot_id"),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name="fk_term_office_id"),
        sa.PrimaryKeyConstraint("id", name="pk_term"),
    )
    op.create_index("ix_term_office_id", "term", ["office_id"], unique=False)


def _rewrite_ballot() -> None:
    with op.batch_alter_table("ballot") as ballot:
        ballot.drop_constraint("ck_ballot_draft", type_="check")
        ballot.drop_constraint("ck_ballot_planned", type_="check")
        ballot.alter_column("confirmed_at", new_column_name="scheduled_at")
    with op.batch_alter_table("ballot") as ballot:
        for name, kind in NEW_COLUMNS:
            ballot.add_column(sa.Column(name, kind, nullable=True))
        ballot.create_foreign_key("fk_ballot_office_id", "office", ["office_id"], ["id"])
        ballot.create_check_constraint("ck_ballot_draft", "scheduled_at IS NOT NULL OR opened_at IS NULL")
        ballot.create_check_constraint(
            "ck_ballot_planned", "scheduled_at IS NULL OR opens_at IS NOT NULL AND closes_at IS NOT NULL"
        )
        for name, condition in NEW_CHECKS:
            ballot.create_check_constraint(name, condition)


def _rewrite_kinds(condition: str, *, autoincrement: bool) -> None:
    """SQLite gave the number of a deleted deadline to the next one, which was then taken for done with it."""
    options = {"sqlite_autoincrement": True} if autoincrement else {}
    with op.batch_alter_table("deadline", table_kwargs=options) as deadline:
        deadline.drop_constraint("ck_deadline_kind", type_="check")
        deadline.create_check_constraint("ck_deadline_kind", condition)
        if not autoincrement and op.get_bind().dialect.name == "sqlite":
            deadline.create_primary_key("pk_deadline", ["id"])


def _create_candidates() -> None:
    op.create_table(
        "candidate",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("ballot_id", NUMBER, nullable=False),
        sa.Column("name", LINE, nullable=False),
        sa.Column("address", LINE, nullable=False),
        sa.Column("member_id", NUMBER, nullable=True),
        sa.Column("state", LINE, nullable=False),
        sa.Column("missing", LINE, nullable=False),
        sa.Column("applied_at", INSTANT, nullable=False),
        sa.Column("key_wrapped", sa.LargeBinary(), nullable=True),
        sa.Column("forgotten_at", INSTANT, nullable=True),
        sa.CheckConstraint("state IN ('applied', 'withdrawn', 'eligible', 'ineligible')", name="ck_candidate_state"),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name="fk_candidate_ballot_id"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_candidate_member_id"),
        sa.PrimaryKeyConstraint("id", name="pk_candidate"),
        sa.UniqueConstraint("ballot_id", "address", name="uq_candidate_ballot_id_address"),
    )
    op.create_table(
        "panellist",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("ballot_id", NUMBER, nullable=False),
        sa.Column("name", LINE, nullable=False),
        sa.Column("address", LINE, nullable=False),
        sa.Column("until", INSTANT, nullable=True),
        sa.Column("asked_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name="fk_panellist_ballot_id"),
        sa.PrimaryKeyConstraint("id", name="pk_panellist"),
    )
    op.create_index("ix_panellist_ballot_id", "panellist", ["ballot_id"], unique=False)
    op.create_table(
        "finding",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("candidate_id", NUMBER, nullable=False),
        sa.Column("panellist_id", NUMBER, nullable=True),
        sa.Column("is_eligible", sa.Boolean(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("found_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["candidate_id"], ["candidate.id"], name="fk_finding_candidate_id"),
        sa.ForeignKeyConstraint(["panellist_id"], ["panellist.id"], name="fk_finding_panellist_id"),
        sa.PrimaryKeyConstraint("id", name="pk_finding"),
        sa.UniqueConstraint("candidate_id", "panellist_id", name="uq_finding_candidate_id_panellist_id"),
    )


def _create_documents() -> None:
    op.create_table(
        "document",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("organisation", LINE, nullable=False),
        sa.Column("kind", LINE, nullable=False),
        sa.Column("proof_id", NUMBER, nullable=True),
        sa.Column("ballot_id", NUMBER, nullable=True),
        sa.Column("candidate_id", NUMBER, nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("head_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.CheckConstraint("kind IN ('call', 'paper', 'expression', 'statement')", name="ck_document_kind"),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name="fk_document_ballot_id"),
        sa.ForeignKeyConstraint(["candidate_id"], ["candidate.id"], name="fk_document_candidate_id"),
        sa.ForeignKeyConstraint(["organisation"], ["organisation.id"], name="fk_document_organisation"),
        sa.ForeignKeyConstraint(["proof_id"], ["proof.id"], name="fk_document_proof_id"),
        sa.PrimaryKeyConstraint("id", name="pk_document"),
    )
    for column in ("ballot_id", "candidate_id", "proof_id"):
        op.create_index(f"ix_document_{column}", "document", [column], unique=False)
    op.create_table(
        "enclosure",
        sa.Column("outbox_id", NUMBER, nullable=False),
        sa.Column("document_id", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_enclosure_document_id"),
        sa.ForeignKeyConstraint(["outbox_id"], ["outbox.id"], name="fk_enclosure_outbox_id"),
        sa.PrimaryKeyConstraint("outbox_id", "document_id", name="pk_enclosure"),
    )
    op.create_index("ix_enclosure_document_id", "enclosure", ["document_id"], unique=False)


def downgrade() -> None:
    """Back to 0002, unless that would lose something; on the way to an empty database there is nothing to keep."""
    if op.get_context().opts.get("destination_rev") != "base":
        _refuse_losses()
        op.execute("DELETE FROM deadline WHERE kind NOT IN ('open', 'remind', 'close')")
    for table in NEW_TABLES[:-1]:
        op.drop_table(table)
    _take_back_ballot()
    op.drop_table("office")
    if op.get_context().opts.get("destination_rev") != "base":
        _rewrite_kinds(KINDS_BEFORE, autoincrement=False)


def _take_back_ballot() -> None:
    with op.batch_alter_table("ballot") as ballot:
        for name in ("ck_ballot_draft", "ck_ballot_planned", *(name for name, _ in NEW_CHECKS)):
            ballot.drop_constraint(name, type_="check")
        ballot.drop_constraint("fk_ballot_office_id", type_="foreignkey")
        for name, _ in NEW_COLUMNS:
            ballot.drop_column(name)
    with op.batch_alter_table("ballot") as ballot:
        ballot.alter_column("scheduled_at", new_column_name="confirmed_at")
        ballot.create_check_constraint("ck_ballot_draft", "confirmed_at IS NOT NULL OR opened_at IS NULL")
        ballot.create_check_constraint(
            "ck_ballot_planned", "confirmed_at IS NULL OR opens_at IS NOT NULL AND closes_at IS NOT NULL"
        )


def _refuse_losses() -> None:
    counts = [(what, op.get_bind().execute(sa.text(f"SELECT count(*) {rows}")).scalar()) for what, rows in NO_ROOM]
    lost = ", ".join(f"{what} ({count})" for what, count in counts if count)
    if lost:
        remedy = "nothing was changed; to go back, put back a backup from before the upgrade"
        raise MailvoteError(f"revision 0002 has no room for: {lost}; {remedy}")
