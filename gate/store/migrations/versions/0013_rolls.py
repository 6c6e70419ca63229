"""Roll calls and the people on them."""

import sqlalchemy as sa
from alembic import op

from gate.store.base import Instant

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "roll_calls",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("occasion", sa.String(16), nullable=False),
        sa.Column("zones", sa.Text(), nullable=False),
        sa.Column("called_at", Instant(), nullable=False),
        sa.Column("called_by", sa.String(64), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("ended_by", sa.String(64), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("expected", "seen", "left", "missing")),
    )
    still_open = sa.text("ended_at IS NULL")
    op.create_index(
        "ix_roll_calls_open",
        "roll_calls",
        ["called_at"],
        sqlite_where=still_open,
        postgresql_where=still_open,
    )
    op.create_table(
        "roll_lines",
        sa.Column("roll", sa.String(64), sa.ForeignKey("roll_calls.id"), primary_key=True),
        sa.Column("person", sa.String(64), sa.ForeignKey("people.id"), primary_key=True),
        sa.Column("zones", sa.Text(), nullable=False),
        sa.Column("added_at", Instant(), nullable=False),
        sa.Column("mark", sa.String(16), nullable=False),
        sa.Column("marked_at", Instant(), nullable=True),
        sa.Column("marked_by", sa.String(64), nullable=False),
    )
    op.create_index("ix_roll_lines_person", "roll_lines", ["person"])


def downgrade() -> None:
    raise NotImplementedError("a record is not downgraded: restore a backup")
