"""Triggers that refuse UPDATE, DELETE and TRUNCATE of a table, on both databases; erasure alone may be let through."""

from alembic import op

SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} {when}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
POSTGRES_FUNCTION = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
POSTGRES_ROWS = (
    "CREATE TRIGGER {table}_no_change BEFORE {verbs} ON {table} "
    "FOR EACH ROW {when} EXECUTE FUNCTION refuse_change()"
)
POSTGRES_ERASURE = (
    "CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
    "FOR EACH ROW {when} EXECUTE FUNCTION refuse_change()"
)
POSTGRES_TRUNCATE = (
    "CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
)

SAME = {"sqlite": "OLD.{0} IS NEW.{0}", "postgresql": "OLD.{0} IS NOT DISTINCT FROM NEW.{0}"}
STAYS = (
    "seq", "src", "boot", "src_seq", "at", "recorded_at", "type", "portal", "zone", "subject", "request", "body",
    "leaf",
)  # fmt: skip
EVENT_ERASED = (
    STAYS,
    (
        "OLD.salt IS NOT NULL AND NEW.salt IS NULL AND length(NEW.hidden) = 32 "
        "AND NEW.person IS NULL AND NEW.credential IS NULL AND NEW.personal IS NULL"
    ),
)
"""The one change of an event: its personal part goes, and what hides it stays (gate.store.erase_events)."""

RECEIPT_ERASED = (("id", "at", "seq"), "NEW.receipt = ''")


def protect(table: str) -> None:
    """Make the table append-only; call once per database."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(POSTGRES_FUNCTION)
    protect_from_all(table)


def protect_from_all(table: str) -> None:
    """Make another table append-only."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(SQLITE.format(table=table, verb=verb, when=""))
    else:
        op.execute(POSTGRES_ROWS.format(table=table, verbs="UPDATE OR DELETE", when=""))
        op.execute(POSTGRES_TRUNCATE.format(table=table))


def protect_but_erasure(table: str, erased: tuple[tuple[str, ...], str]) -> None:
    """Make another table append-only, but let an UPDATE through that keeps the first columns and fits the condition."""
    stays, condition = erased
    dialect = op.get_bind().dialect.name
    same = " AND ".join(SAME[dialect].format(column) for column in stays)
    when = f"WHEN (NOT coalesce({same} AND {condition}, FALSE))"
    if dialect == "sqlite":
        op.execute(SQLITE.format(table=table, verb="UPDATE", when=when))
        op.execute(SQLITE.format(table=table, verb="DELETE", when=""))
    else:
        op.execute(POSTGRES_ERASURE.format(table=table, when=when))
        op.execute(POSTGRES_ROWS.format(table=table, verbs="DELETE", when=""))
        op.execute(POSTGRES_TRUNCATE.format(table=table))


def lift(table: str) -> None:
    """Let a migration change the table again; the function that refuses stays."""
    if op.get_bind().dialect.name == "sqlite":
        names = [f"{table}_no_UPDATE", f"{table}_no_DELETE"]
        statements = [f"DROP TRIGGER {name}" for name in names]
    else:
        names = [f"{table}_no_change", f"{table}_no_truncate"]
        statements = [f"DROP TRIGGER {name} ON {table}" for name in names]
    for statement in statements:
        op.execute(statement)


def lift_erasable(table: str) -> None:
    """The same for a table that lets an erasure through."""
    lift(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP TRIGGER {table}_no_update ON {table}")
