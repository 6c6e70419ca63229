"""Sealed fields about people, and legal holds."""

import sqlalchemy as sa
from alembic import op

from gate.store.base import Instant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "private_fields",
        sa.Column("person", sa.String(64), sa.ForeignKey("people.id"), nullable=False),
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("lookup", sa.String(64), nullable=False),
        sa.Column("shown", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("person", "name"),
    )
    only = sa.text("lookup != ''")
    op.create_index(
        "ix_private_fields_lookup", "private_fields", ["lookup"], sqlite_where=only, postgresql_where=only
    )
    op.create_table(
        "holds",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("subject", sa.String(64), nullable=False, index=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("placed_by", sa.String(64), nullable=False),
        sa.Column("placed_at", Instant(), nullable=False),
        sa.Column("lifted_by", sa.String(64), nullable=False),
        sa.Column("lifted_at", Instant(), nullable=True),
    )


def downgrade() -> None:
    raise NotImplementedError("a record is not downgraded: restore a backup")
