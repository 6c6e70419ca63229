"""What decisions were taken from: the body of each configuration, and people by revision."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("configurations", sa.Column("body", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "person_history",
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("revision", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("person", "revision"),
    )


def downgrade() -> None:
    raise NotImplementedError("a record is not downgraded: restore a backup")
