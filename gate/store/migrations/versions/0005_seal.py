"""The seal: personal parts of events apart, salts and leaves in their rows, tables of the tree; old rows are sealed."""

import sqlalchemy as sa
from alembic import op

from gate.store.base import Instant
from gate.store.migrations import append_only
from gate.store.migrations.sealing import seal_all

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("events", sa.Column("personal", sa.Text(), nullable=True))
    for name in ("salt", "hidden", "leaf"):
        op.add_column("events", sa.Column(name, sa.LargeBinary(), nullable=True))
    _tables()
    append_only.lift("events")
    seal_all(op.get_bind())
    append_only.protect_but_erasure("events", append_only.EVENT_ERASED)
    append_only.protect_but_erasure("receipts", append_only.RECEIPT_ERASED)
    append_only.protect_from_all("checkpoints")


def downgrade() -> None:
    raise NotImplementedError("a record is not downgraded: restore a backup")


def _tables() -> None:
    op.create_table(
        "seal_frontier",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("roots", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "seal_nodes",
        sa.Column("level", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("place", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "checkpoints",
        sa.Column("size", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
    )
    op.create_table(
        "countersignatures",
        sa.Column("size", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("agent", sa.String(64), primary_key=True),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("signature", sa.Text(), nullable=False),
    )
    op.create_index("ix_receipts_seq", "receipts", ["seq"])
