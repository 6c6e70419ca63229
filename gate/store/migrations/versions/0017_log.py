"""On PostgreSQL the log lies in a table of its own shape; ``events`` is a view that shows it as it always was.

What all rows of a start of a source share is kept once, and so is what doors say again and again. Rows are moved month
by month, in the order of the log; all of it is one transaction, so that a migration that is cut off has done nothing.
"""

from datetime import date

import sqlalchemy as sa
from alembic import op

from gate.store import partitions
from gate.store.migrations import append_only

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

SHARED = """
CASE WHEN type IN ('ContactChanged', 'LockSensed', 'PortalChanged', 'RexPressed') AND length(body) <= 400
THEN body ELSE '' END
"""
TABLES = """
CREATE TABLE events_sources (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    src varchar(64) NOT NULL,
    boot bigint NOT NULL,
    CONSTRAINT uq_events_sources_src_boot UNIQUE (src, boot)
);
CREATE TABLE events_forms (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    type varchar(64) NOT NULL,
    zone varchar(64) NOT NULL,
    body text NOT NULL,
    CONSTRAINT uq_events_forms_type_zone_body UNIQUE (type, zone, body)
);
CREATE TABLE events_log (
    seq bigint NOT NULL,
    src_seq bigint NOT NULL,
    at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    source integer NOT NULL,
    form integer NOT NULL,
    leaf bytea,
    portal varchar(64),
    person varchar(64),
    credential varchar(64),
    subject varchar(128),
    request varchar(128),
    body text,
    personal text,
    salt bytea,
    hidden bytea
) PARTITION BY RANGE (recorded_at)
"""
VIEW = """
CREATE VIEW events AS
SELECT l.seq, s.src, s.boot, l.src_seq, l.at, l.recorded_at, f.type, l.portal,
    nullif(f.zone, '')::varchar(64) AS zone, l.person, l.credential, l.subject, l.request,
    coalesce(l.body, f.body) AS body, l.personal, l.salt, l.hidden, l.leaf, l.form
FROM events_log l
LEFT JOIN events_sources s ON s.id = l.source
LEFT JOIN events_forms f ON f.id = l.form
"""
REFUSE = """
CREATE TRIGGER events_no_change INSTEAD OF UPDATE OR DELETE ON events
FOR EACH ROW EXECUTE FUNCTION refuse_change()
"""
INDEXES = """
CREATE INDEX ix_events_person ON events_log (person, seq) WHERE person IS NOT NULL;
CREATE INDEX ix_events_portal ON events_log (portal, (seq >> 12)) WHERE portal IS NOT NULL;
CREATE INDEX ix_events_subject ON events_log (subject, (seq >> 12)) WHERE subject IS NOT NULL;
CREATE INDEX ix_events_request ON events_log (request) WHERE request IS NOT NULL
"""
PARTS = "SELECT relid::regclass::text FROM pg_partition_tree('events') WHERE isleaf ORDER BY 1"
FILL = f"""
INSERT INTO events_sources (src, boot) SELECT DISTINCT src, boot FROM before_events;
INSERT INTO events_forms (type, zone, body)
SELECT DISTINCT type, coalesce(zone, ''), {SHARED} FROM before_events
"""  # noqa: S608 (constants)
MOVE = f"""
INSERT INTO events_log (seq, src_seq, at, recorded_at, source, form, leaf, portal, person, credential, subject, request,
    body, personal, salt, hidden)
SELECT e.seq, e.src_seq, e.at, e.recorded_at, s.id, f.id, e.leaf, e.portal, e.person, e.credential, e.subject,
    e.request, CASE WHEN f.body = '' THEN e.body END, e.personal, e.salt, e.hidden
FROM (SELECT *, {SHARED} AS shared FROM before_{{0}}) e
JOIN events_sources s ON (s.src, s.boot) = (e.src, e.boot)
JOIN events_forms f ON (f.type, f.zone, f.body) = (e.type, coalesce(e.zone, ''), e.shared)
ORDER BY e.seq
"""  # noqa: S608 (constants)


def upgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name != "postgresql":
        return
    parts = [row[0] for row in connection.execute(sa.text(PARTS))]
    step_aside(parts)
    connection.exec_driver_sql(TABLES)
    connection.exec_driver_sql(partitions.DEFAULT)
    for part in parts:
        if part != "events_default":
            connection.exec_driver_sql(partitions.statements(month(part)))
    connection.exec_driver_sql(FILL)
    for part in parts:
        connection.exec_driver_sql(MOVE.format(part))
    op.execute("DROP TABLE before_events")
    connection.exec_driver_sql(INDEXES)
    connection.exec_driver_sql(VIEW)
    connection.exec_driver_sql(REFUSE)
    append_only.protect_but_erasure("events_log", LOG_ERASED)
    for table in ("events_sources", "events_forms"):
        append_only.protect_from_all(table)
    op.execute("ANALYZE events_log")


STAYS = (
    "seq", "src_seq", "at", "recorded_at", "source", "form", "leaf", "portal", "subject", "request", "body",
)  # fmt: skip
LOG_ERASED = (STAYS, append_only.EVENT_ERASED[1])


def step_aside(parts: list[str]) -> None:
    """Names of tables and indexes are free again."""
    for column in ("person", "portal", "subject", "request"):
        op.execute(f"DROP INDEX ix_events_{column}")
    op.execute("ALTER TABLE events RENAME TO before_events")
    for part in parts:
        op.execute(f"DROP INDEX pk_{part}, uq_{part}_src_boot_src_seq")
        op.execute(f"ALTER TABLE {part} RENAME TO before_{part}")


def month(part: str) -> date:
    """Of a partition's name."""
    _, year, number = part.split("_")
    return date(int(year), int(number), 1)


def downgrade() -> None:
    raise NotImplementedError("a record is not downgraded: restore a backup")
