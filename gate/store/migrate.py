"""Migrations, run by the program itself at start: nobody has to remember a command."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from gate.store.errors import StoreNewer

SCRIPTS = Path(__file__).parent / "migrations"


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the database to ``revision`` in one transaction. StoreNewer if it knows revisions that we do not."""
    with engine.begin() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
        if current == newest():
            return
        if current is not None and current not in _known():
            raise StoreNewer(
                f"expected a schema up to {newest()}, the database is at {current}: use a later Gate"
            )
        command.upgrade(_config(connection), revision)


def is_newest(engine: Engine) -> bool:
    """True for a database at the revision that this version writes."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == newest()


@cache
def newest() -> str:
    """The revision that this version of Gate writes."""
    head = ScriptDirectory(str(SCRIPTS)).get_current_head()
    if head is None:
        raise LookupError(f"no migrations in {SCRIPTS}")
    return head


@cache
def _known() -> frozenset[str]:
    return frozenset(script.revision for script in ScriptDirectory(str(SCRIPTS)).walk_revisions())


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
