"""Days of the log lead to the events of a time; the index that held each event's instant goes."""

from itertools import groupby

import sqlalchemy as sa
from alembic import op

from gate.store.base import Instant
from gate.store.days import day_of

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    days = op.create_table(
        "log_days",
        sa.Column("day", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("first", sa.BigInteger(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
    )
    rows = _days()
    if rows:
        op.bulk_insert(days, rows)
    op.drop_index("ix_events_recorded_at", "events")


def _days() -> list[dict[str, int]]:
    events = sa.table("events", sa.column("seq", NUMBER), sa.column("recorded_at", Instant()))
    query = sa.select(events.c.seq, events.c.recorded_at).order_by(events.c.seq)
    found: dict[int, dict[str, int]] = {}
    with op.get_bind().execute(query, execution_options={"yield_per": 10_000}) as rows:
        for day, run in groupby(rows, key=lambda row: day_of(row.recorded_at)):
            numbers = [row.seq for row in run]
            known = found.setdefault(day, {"day": day, "first": numbers[0], "last": numbers[-1]})
            known["last"] = numbers[-1]
    return list(found.values())


def downgrade() -> None:
    raise NotImplementedError("a record is not downgraded: restore a backup")
