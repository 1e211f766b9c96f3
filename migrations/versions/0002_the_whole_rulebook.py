"""Drafts and run-offs, proxies for one ballot, declared interests, votes objected to or barred (R7, R11, R16)."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from mailvote.errors import MailvoteError

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

LINE = sa.Text()
INSTANT = sa.DateTime(timezone=True)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

ENDINGS_BEFORE = "ended_how IN ('replaced', 'withdrawn')"
ENDINGS = "ended_how IN ('replaced', 'withdrawn', 'objected', 'barred')"

NO_ROOM = (
    ("drafts", "FROM ballot WHERE confirmed_at IS NULL"),
    ("run-offs that name their parent", "FROM ballot WHERE confirmed_at IS NOT NULL AND parent_id IS NOT NULL"),
    ("proxies for one ballot", "FROM person WHERE ballot_id IS NOT NULL"),
    ("votes ended by an objection or an interest", "FROM vote WHERE ended_how IN ('objected', 'barred')"),
    ("declared interests", "FROM interest"),
)
"""What revision 0001 cannot hold. A proxy for one ballot would be one for all, so none of it is left to chance."""


def where(condition: str) -> dict[str, Any]:
    """A partial index on both databases."""
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def upgrade() -> None:
    """Every ballot there is was confirmed when it was made; no row is touched otherwise."""
    op.add_column("ballot", sa.Column("confirmed_at", INSTANT, nullable=True))
    op.execute("UPDATE ballot SET confirmed_at = created_at")
    with op.batch_alter_table("ballot") as ballot:
        ballot.alter_column("opens_at", nullable=True)
        ballot.alter_column("closes_at", nullable=True)
        ballot.add_column(sa.Column("parent_id", NUMBER, nullable=True))
        ballot.create_foreign_key("fk_ballot_parent_id", "ballot", ["parent_id"], ["id"])
        ballot.create_check_constraint("ck_ballot_draft", "confirmed_at IS NOT NULL OR opened_at IS NULL")
        ballot.create_check_constraint(
            "ck_ballot_planned", "confirmed_at IS NULL OR opens_at IS NOT NULL AND closes_at IS NOT NULL"
        )
    with op.batch_alter_table("person") as person:
        person.add_column(sa.Column("ballot_id", NUMBER, nullable=True))
        person.create_foreign_key("fk_person_ballot_id", "ballot", ["ballot_id"], ["id"])
        person.create_check_constraint("ck_person_ballot", "ballot_id IS NULL OR role = 'proxy'")
    op.create_index(
        "uq_person_one_proxy",
        "person",
        ["member_id", "ballot_id"],
        unique=True,
        **where("until IS NULL AND role = 'proxy'"),
    )
    _rewrite_endings(ENDINGS)
    _create_interest()


def _rewrite_endings(condition: str) -> None:
    with op.batch_alter_table("vote") as vote:
        vote.drop_constraint("ck_vote_ended_how", type_="check")
        vote.create_check_constraint("ck_vote_ended_how", condition)


def _create_interest() -> None:
    op.create_table(
        "interest",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("organisation", LINE, nullable=False),
        sa.Column("member_id", NUMBER, nullable=False),
        sa.Column("person_id", NUMBER, nullable=True),
        sa.Column("ballot_id", NUMBER, nullable=True),
        sa.Column("description", LINE, nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("until", INSTANT, nullable=True),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("recorded_by", LINE, nullable=False),
        sa.Column("reviewed_at", INSTANT, nullable=False),
        sa.Column("pointed_out_at", INSTANT, nullable=True),
        sa.CheckConstraint("since <= until", name="ck_interest_dates"),
        sa.CheckConstraint("description <> ''", name="ck_interest_description"),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name="fk_interest_ballot_id"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_interest_member_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_interest_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_interest"),
    )
    op.create_index("ix_interest_organisation", "interest", ["organisation"], unique=False)
    op.create_index("ix_interest_ballot_id", "interest", ["ballot_id"], unique=False)


def downgrade() -> None:
    """Back to 0001, unless that would lose something; on the way to an empty database there is nothing to keep."""
    if op.get_context().opts.get("destination_rev") == "base":
        op.drop_table("interest")
        return
    _refuse_losses()
    op.drop_table("interest")
    _take_back()


def _take_back() -> None:
    _rewrite_endings(ENDINGS_BEFORE)
    op.drop_index("uq_person_one_proxy", "person")
    with op.batch_alter_table("person") as person:
        person.drop_constraint("ck_person_ballot", type_="check")
        person.drop_constraint("fk_person_ballot_id", type_="foreignkey")
        person.drop_column("ballot_id")
    with op.batch_alter_table("ballot") as ballot:
        ballot.drop_constraint("ck_ballot_draft", type_="check")
        ballot.drop_constraint("ck_ballot_planned", type_="check")
        ballot.drop_constraint("fk_ballot_parent_id", type_="foreignkey")
        ballot.drop_column("parent_id")
        ballot.drop_column("confirmed_at")
        ballot.alter_column("closes_at", nullable=False)
        ballot.alter_column("opens_at", nullable=False)


def _refuse_losses() -> None:
    counts = [(what, op.get_bind().execute(sa.text(f"SELECT count(*) {rows}")).scalar()) for what, rows in NO_ROOM]
    lost = ", ".join(f"{what} ({count})" for what, count in counts if count)
    if lost:
        remedy = "nothing was changed; to go back, put back a backup from before the upgrade"
        raise MailvoteError(f"revision 0001 has no room for: {lost}; {remedy}")
