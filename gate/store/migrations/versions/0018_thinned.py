"""Of countersignatures there were one a minute of each agent: the last of each day stays (gate.store.seal.thinning)."""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

DAY = {"sqlite": "at / 86400000000", "postgresql": "CAST(at AT TIME ZONE 'UTC' AS date)"}


def upgrade() -> None:
    day = DAY[op.get_bind().dialect.name]
    op.execute(
        "DELETE FROM countersignatures WHERE (size, agent) NOT IN "  # noqa: S608 (a constant)
        f"(SELECT max(size), agent FROM countersignatures GROUP BY agent, {day})"
    )


def downgrade() -> None:
    raise NotImplementedError("a record is not downgraded: restore a backup")
