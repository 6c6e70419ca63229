"""The first schema: the log, facts, moving state, and the triggers that keep the log append-only."""

import sqlalchemy as sa
from alembic import op

from gate.store.base import Instant
from gate.store.migrations.append_only import protect

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _log()
    _people()
    _visits()
    _alarms()
    _status()
    _departures()
    _engine()
    protect("events")


def downgrade() -> None:
    raise NotImplementedError("a record is not downgraded: restore a backup")


def _word(name: str, length: int = 64, *, null: bool = False) -> sa.Column:
    return sa.Column(name, sa.String(length), nullable=null)


def _text(name: str) -> sa.Column:
    return sa.Column(name, sa.Text(), nullable=False)


def _at(name: str, *, null: bool = False) -> sa.Column:
    return sa.Column(name, Instant(), nullable=null)


def _big(name: str, *, null: bool = False) -> sa.Column:
    return sa.Column(name, sa.BigInteger(), nullable=null)


def _number(name: str) -> sa.Column:
    return sa.Column(name, NUMBER, autoincrement=False, nullable=False)


def _int(name: str) -> sa.Column:
    return sa.Column(name, sa.Integer(), nullable=False)


def _flag(name: str, *, null: bool = False) -> sa.Column:
    return sa.Column(name, sa.Boolean(), nullable=null)


def _of(name: str, table: str) -> sa.ForeignKey:
    return sa.Column(name, sa.String(64), sa.ForeignKey(f"{table}.id"), nullable=False)


def _table(name: str, *columns: sa.Column, key: tuple[str, ...]) -> None:
    op.create_table(name, *columns, sa.PrimaryKeyConstraint(*key, name=f"pk_{name}"))


def _index(table: str, *columns: str, name: str = "", where: str = "", unique: bool = False) -> None:
    only = sa.text(where) if where else None
    parts = [sa.text(c) if "(" in c else c for c in columns]
    op.create_index(
        name or f"ix_{table}_{columns[0]}",
        table,
        parts,
        unique=unique,
        sqlite_where=only,
        postgresql_where=only,
    )


def _log() -> None:
    op.create_table(
        "events",
        _number("seq"), _word("src"), _big("boot"), _big("src_seq"), _at("at"), _at("recorded_at"), _word("type"),
        _word("portal", null=True), _word("zone", null=True), _word("person", null=True),
        _word("credential", null=True), _word("subject", 128, null=True), _word("request", 128, null=True),
        _text("body"),
        sa.PrimaryKeyConstraint("seq", name="pk_events"),
        sa.UniqueConstraint("src", "boot", "src_seq", name="uq_events_src_boot_src_seq"),
    )  # fmt: skip
    for column in ("person", "portal", "subject"):
        _index("events", column, "seq", where=f"{column} IS NOT NULL")
    _index("events", "request", where="request IS NOT NULL")
    _index("events", "recorded_at")
    _table("sources", _word("src"), _big("boot"), _big("upto"), key=("src", "boot"))
    _table("world_state", _word("kind"), _word("key", 256), _text("value"), key=("kind", "key"))


def _people() -> None:
    _table(
        "people",
        _word("id"), _word("name", 200), _word("name_zh", 100, null=True), _word("initials"), _word("kind", 16),
        _int("clearance"), _at("starts", null=True), _at("ends", null=True),
        sa.Column("pin", sa.Text(), nullable=True), _flag("extended_time"), _word("company", 200),
        _word("department", 200), _word("id_kind", 32), _word("id_hash", 128), _word("id_last4", 4),
        _at("departed_at", null=True), _big("revision"),
        key=("id",),
    )  # fmt: skip
    _index("people", "initials")
    _index("people", "id_hash")
    _table(
        "credentials",
        _word("id"), _of("person", "people"), _word("kind", 16), _word("format", 32), _big("facility", null=True),
        _word("number"), _int("assurance"), _word("state", 16),
        key=("id",),
    )  # fmt: skip
    _index("credentials", "person")
    _index(
        "credentials", "format", "coalesce(facility, -1)", "number",
        name="uq_credentials_active_card", where="state = 'active'", unique=True,
    )  # fmt: skip
    _table(
        "memberships",
        _word("id"), _of("person", "people"), _word("group_id"), _text("reason"), _word("approved_by", null=True),
        _at("starts", null=True), _at("ends", null=True),
        key=("id",),
    )  # fmt: skip
    _index("memberships", "person")
    _index("memberships", "group_id")
    _table(
        "prerequisites",
        _of("person", "people"), _word("name"), sa.Column("good_through", sa.Date(), nullable=True),
        key=("person", "name"),
    )  # fmt: skip


def _visits() -> None:
    _table(
        "visits",
        _word("id"), _of("person", "people"), _word("host", null=True), _text("zones"), _text("escorts"),
        _at("starts"), _at("ends"), _word("state", 16, null=True), _word("items", 16), _text("purpose"),
        _word("registered_by"), _word("approved_by", null=True), _word("badge", null=True),
        _at("agreed_at", null=True), _at("checked_in_at", null=True), _at("checked_out_at", null=True),
        _at("badge_returned_at", null=True), _text("evidence"), _at("overdue_at", null=True),
        key=("id",),
    )  # fmt: skip
    for column in ("person", "host", "starts", "ends"):
        _index("visits", column)


def _alarms() -> None:
    _table(
        "alarms",
        _word("id"), _word("kind", 32), _word("subject", 128), _int("priority"), _at("raised_at"),
        _at("changed_at"), _int("revision"), _word("portal", null=True), _word("zone", null=True),
        _word("cause", 128), _word("still", null=True), _flag("silent"), _flag("active"),
        _at("returned_at", null=True), _int("acknowledged_revision"), _word("acknowledged_by", null=True),
        _at("acknowledged_at", null=True), _text("acknowledged_note"), _at("closed_at", null=True),
        _word("closed_by", null=True), _word("code", 32, null=True), _text("closing_note"),
        key=("id",),
    )  # fmt: skip
    _index("alarms", "raised_at")
    _index("alarms", "closed_at")
    _index("alarms", "kind", "subject", name="uq_alarms_open", where="closed_at IS NULL", unique=True)


def _status() -> None:
    _table(
        "portals",
        _word("portal"), _word("commanded", 16), _word("contact", 16), _word("state", 16), _at("since"),
        _word("cause"), _text("machine"),
        key=("portal",),
    )  # fmt: skip
    _table(
        "devices", _word("device"), _flag("online", null=True), _at("since"), _text("why"), key=("device",)
    )
    _table(
        "agents",
        _word("agent"), _word("mode", 16), _at("since"), _word("pack", 128, null=True), _big("revision"),
        _text("why"),
        key=("agent",),
    )  # fmt: skip


def _departures() -> None:
    _table(
        "departures",
        _word("id"), _of("person", "people"), _big("revision"), _text("credentials"), _at("started_at"),
        _word("started_by"), _text("reason"), _at("proved_at", null=True),
        key=("id",),
    )  # fmt: skip
    _index("departures", "person")
    _index("departures", "started_at")
    _table(
        "departure_answers",
        _of("departure", "departures"), _word("agent"), _int("place"), _at("answered_at", null=True),
        key=("departure", "agent"),
    )  # fmt: skip


def _engine() -> None:
    _table("epochs", _number("epoch"), _at("started_at"), _word("configuration", 128), key=("epoch",))
    _table("configurations", _word("version", 128), _at("applied_at"), key=("version",))
    _table("receipts", _word("id"), _at("at"), _big("seq", null=True), _text("receipt"), key=("id",))
    _index("receipts", "at")
