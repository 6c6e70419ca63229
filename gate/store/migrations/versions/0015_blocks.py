"""On PostgreSQL portal and subject lead to blocks of the log: equal entries of an index share one, numbers never do."""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for column in ("portal", "subject"):
        op.execute(f"DROP INDEX ix_events_{column}")
        op.execute(
            f"CREATE INDEX ix_events_{column} ON events ({column}, (seq >> 12)) WHERE {column} IS NOT NULL"
        )


def downgrade() -> None:
    raise NotImplementedError("a record is not downgraded: restore a backup")
