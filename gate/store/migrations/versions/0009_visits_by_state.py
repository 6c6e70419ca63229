"""Visits are found by their end and by their state; the index of starts only led a search through all of the past."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_visits_starts", "visits")
    op.create_index("ix_visits_state", "visits", ["state"])


def downgrade() -> None:
    raise NotImplementedError("a record is not downgraded: restore a backup")
