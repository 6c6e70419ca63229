"""Carry permits that last, and what the thing can do."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "carry_permits", sa.Column("lasting", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("carry_permits", sa.Column("capabilities", sa.Text(), nullable=False, server_default="[]"))


def downgrade() -> None:
    raise NotImplementedError("a record is not downgraded: restore a backup")
