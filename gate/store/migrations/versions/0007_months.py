"""On PostgreSQL the log goes into partitions by month; SQLite has none."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from gate.store import partitions
from gate.store.migrations import append_only

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

INDEXES = "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'events' AND indexname LIKE 'ix%'"
MONTHS = "SELECT DISTINCT date_trunc('month', recorded_at AT TIME ZONE 'UTC')::date FROM events_whole"


def upgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name != "postgresql":
        return
    indexes = dict(connection.execute(sa.text(INDEXES)).all())
    op.execute("ALTER TABLE events RENAME TO events_whole")
    op.execute("CREATE TABLE events (LIKE events_whole INCLUDING DEFAULTS) PARTITION BY RANGE (recorded_at)")
    months = [row[0] for row in connection.execute(sa.text(MONTHS))]
    months.append(partitions.month_of(datetime.now(UTC)))
    connection.exec_driver_sql(partitions.DEFAULT)
    for month in partitions.with_ahead(months):
        connection.exec_driver_sql(partitions.statements(month))
    op.execute("INSERT INTO events SELECT * FROM events_whole ORDER BY seq")
    op.execute("DROP TABLE events_whole")
    for definition in indexes.values():
        op.execute(definition)
    append_only.protect_but_erasure("events", append_only.EVENT_ERASED)


def downgrade() -> None:
    raise NotImplementedError("a record is not downgraded: restore a backup")
