"""The migrations make exactly the schema that the mappings describe, and refuse what they do not know."""

import warnings

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from gate.store import StoreAway, StoreNewer, StoreUrlInvalid, open_store
from gate.store.base import Base
from gate.store.connect import engine_for
from gate.store.migrate import newest, upgrade
from gate.store.tables import EventRow

LOG = "events"
"""On PostgreSQL a view of what no mapping describes: its columns are compared, its indexes by name."""


def no_part_of_the_log(name: str | None, type: str, _parents: object) -> bool:
    """Its months, and what its rows share, are tables too."""
    return type != "table" or not (name or "").startswith("events_")


def test_migrations_and_mappings_agree(store_url: str) -> None:
    engine = engine_for(store_url)
    upgrade(engine)
    with engine.connect() as connection, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # expressions in indexes are compared below, by name
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_name": no_part_of_the_log}
        )
        differences = compare_metadata(context, Base.metadata)
        if connection.dialect.name == "postgresql":
            differences = [d for d in differences if getattr(d[1], "table", d[1]).name != LOG]
        # the comparison reads no expression, and makes no difference between databases
        expressions = {
            "uq_credentials_active_card",
            "ix_people_found",
            "ix_events_portal",
            "ix_events_subject",
        }
        assert [d for d in differences if getattr(d[1], "name", "") not in expressions] == []
        if connection.dialect.name == "postgresql":
            found = {index["name"] for index in inspect(connection).get_indexes("credentials")}
            found |= {index["name"] for index in inspect(connection).get_indexes("people")}
            found |= {index["name"] for index in inspect(connection).get_indexes("events_log")}
            assert expressions | {"ix_events_person", "ix_events_request"} <= found
            shown = {
                c["name"]: c["type"].compile(connection.dialect) for c in inspect(connection).get_columns(LOG)
            }
            mapped = {c.name: c.type.compile(connection.dialect) for c in EventRow.__table__.columns}
            assert shown == {**mapped, "form": "INTEGER"}
    engine.dispose()


def test_opening_twice_changes_nothing(store_url: str) -> None:
    open_store(store_url).close()
    open_store(store_url).close()


def test_a_later_schema_is_refused(store_url: str) -> None:
    engine = engine_for(store_url)
    upgrade(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(StoreNewer, match=rf"up to {newest()}, the database is at 9999"):
        open_store(store_url)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("nonsense", "expected sqlite:///FILE or postgresql"),
        ("mysql://host/db", "got 'mysql'"),
        ("sqlite://", "a record in memory is no record"),
    ],
)
def test_urls_that_are_no_store(url: str, expected: str) -> None:
    with pytest.raises(StoreUrlInvalid, match=expected):
        open_store(url)


def test_a_database_that_is_not_there_is_away() -> None:
    with pytest.raises(StoreAway):
        open_store("postgresql+psycopg://gate@127.0.0.1:1/none")
    with pytest.raises(StoreAway, match="unable to open"):
        open_store("sqlite:////nowhere/at/all/gate.db")
