"""Search keys rotate: an entry of a watchlist keeps its document's number sealed, and rows are found by their hash."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("watch_entries", sa.Column("id_kind", sa.String(32), nullable=False, server_default=""))
    op.add_column("watch_entries", sa.Column("id_sealed", sa.Text(), nullable=False, server_default=""))
    op.create_index("ix_watch_entries_id_hash", "watch_entries", ["id_hash"])
    op.create_index("ix_watch_dismissals_subject", "watch_dismissals", ["subject"])


def downgrade() -> None:
    raise NotImplementedError("a record is not downgraded: restore a backup")
