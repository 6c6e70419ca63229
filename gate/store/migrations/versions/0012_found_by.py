"""People are found by one text of one index; visits by their times and by exits that nobody knows."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from gate.store.found_by import found_by

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

AT_ONCE = 5_000


def upgrade() -> None:
    op.add_column("people", sa.Column("found_by", sa.Text(), nullable=False, server_default=""))
    _fill()
    # SQLite reads the index alone; PostgreSQL's entries may not be as long as two names can be
    sqlite = op.get_bind().dialect.name == "sqlite"
    op.create_index(
        "ix_people_found", "people", ["name", "id", *(["initials", "found_by"] if sqlite else [])]
    )
    op.create_index("ix_credentials_number", "credentials", ["number"])
    op.drop_index("ix_visits_ends", "visits")
    op.create_index("ix_visits_ends_starts", "visits", ["ends", "starts"])
    unknown = sa.text("evidence = 'exit_unknown' AND exit_settled_at IS NULL")
    op.create_index(
        "ix_visits_exit_unknown", "visits", ["evidence"], sqlite_where=unknown, postgresql_where=unknown
    )


def _fill() -> None:
    people = sa.table(
        "people", *(sa.column(each) for each in ("id", "name", "name_zh", "company", "found_by"))
    )
    bind = op.get_bind()
    rows = bind.execute(sa.select(people.c.id, people.c.name, people.c.name_zh, people.c.company)).all()
    put = people.update().where(people.c.id == sa.bindparam("who")).values(found_by=sa.bindparam("text"))
    for start in range(0, len(rows), AT_ONCE):
        bind.execute(put, _texts(rows[start : start + AT_ONCE]))


def _texts(rows: Sequence[Any]) -> list[dict[str, str]]:
    return [{"who": row.id, "text": found_by(row.name, row.name_zh, row.company)} for row in rows]


def downgrade() -> None:
    raise NotImplementedError("a record is not downgraded: restore a backup")
