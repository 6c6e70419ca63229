"""Leaves of the tree are made from JSON arrays: the tree of an older log is made anew, its heads begin anew."""

from alembic import op

from gate.store.migrations import append_only
from gate.store.migrations.sealing import reseal_all

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    append_only.lift_erasable("events")
    append_only.lift("checkpoints")
    reseal_all(op.get_bind())
    append_only.protect_but_erasure("events", append_only.EVENT_ERASED)
    append_only.protect_from_all("checkpoints")


def downgrade() -> None:
    raise NotImplementedError("a record is not downgraded: restore a backup")
