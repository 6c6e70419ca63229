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
MAKE = """
CREATE TABLE {name} PARTITION OF events {bounds};
CREATE UNIQUE INDEX pk_{name} ON {name} (seq);
CREATE UNIQUE INDEX uq_{name}_src_boot_src_seq ON {name} (src, boot, src_seq);
CREATE TRIGGER {name}_no_truncate BEFORE TRUNCATE ON {name}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""
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
    connection.exec_driver_sql(MAKE.format(name="events_default", bounds="DEFAULT"))
    for month in partitions.with_ahead(months):
        name, bounds = partitions.name_of(month), partitions.bounds_of(month)
        connection.exec_driver_sql(MAKE.format(name=name, bounds=bounds))
    op.execute("INSERT INTO events SELECT * FROM events_whole ORDER BY seq")
    op.execute("DROP TABLE events_whole")
    for definition in indexes.values():
        op.execute(definition)
    append_only.protect_but_erasure("events", append_only.EVENT_ERASED)


def downgrade() -> None:
    raise NotImplementedError("a record is not downgraded: restore a backup")
