"""Visits: their type, series, approvals, answers and reminders; and the cases of lost badges."""

import sqlalchemy as sa
from alembic import op

from gate.store.base import Instant

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

WORDS = {"email": 254, "language": 16, "nationality": 64, "notice": 64, "answer": 16, "exit_settled_by": 64}
INSTANTS = (
    "completed_at",
    "arrived_at",
    "answered_at",
    "host_reminded_at",
    "desk_reminded_at",
    "exit_settled_at",
)


def upgrade() -> None:
    _visits()
    op.create_table(
        "revocations",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("person", sa.String(64), sa.ForeignKey("people.id"), nullable=False, index=True),
        sa.Column("visit", sa.String(64), nullable=True, index=True),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("credentials", sa.Text(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("started_at", Instant(), nullable=False, index=True),
        sa.Column("started_by", sa.String(64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("replaced_by", sa.String(64), nullable=True),
        sa.Column("proved_at", Instant(), nullable=True),
    )


def downgrade() -> None:
    raise NotImplementedError("a record is not downgraded: restore a backup")


def _visits() -> None:
    add = op.add_column
    add("visits", sa.Column("kind", sa.String(64), nullable=False, server_default="guest"))
    add("visits", sa.Column("series", sa.String(64), nullable=True))
    add("visits", sa.Column("edition", sa.Integer(), nullable=False, server_default="1"))
    for name, length in WORDS.items():
        add("visits", sa.Column(name, sa.String(length), nullable=False, server_default=""))
    for name, default in (("approvals", "[]"), ("waivers", "[]"), ("why", "")):
        add("visits", sa.Column(name, sa.Text(), nullable=False, server_default=default))
    add("visits", sa.Column("approved_terms", sa.Text(), nullable=True))
    for name in INSTANTS:
        add("visits", sa.Column(name, Instant(), nullable=True))
    op.create_index("ix_visits_series", "visits", ["series"])
