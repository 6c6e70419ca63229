"""Watchlists: put, added to, taken off. Each change screens everybody who is expected or inside."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from gate.domain.commands import Actor
from gate.domain.desk_commands import AddWatchEntries, EndWatchEntry, PutWatchList, Watched
from gate.domain.desk_events import WatchListChanged
from gate.domain.private_field import Private
from gate.domain.watchlist import WatchEntry, WatchList, sealed_for
from gate.service.change import Change
from gate.service.desk.kept import short, site_day
from gate.service.desk.screening import screen_all
from gate.service.errors import NotThere, Refused
from gate.service.facts import Facts
from gate.service.vault import Vault

MOST_AT_ONCE = 500
LONGEST_NAME = 200


def put_list(facts: Facts, change: Change, ask: PutWatchList, now: datetime) -> str:
    """A list with an owner who is there, and a review date that is ahead."""
    if not ask.name.strip():
        raise NotThere("expected a name for the list")
    if ask.owner not in facts.people or facts.people[ask.owner].departed_at is not None:
        raise NotThere(f"no person {ask.owner!r}")
    if ask.review_on <= site_day(facts, now):
        raise NotThere("expected a review date that is ahead")
    if ask.id and ask.id not in facts.desk.lists:
        raise NotThere(f"no watchlist {ask.id!r}")
    known = facts.desk.lists.get(ask.id)
    if known is not None and known.action is not ask.action and _living(facts, known.id):
        raise Refused("the list has entries: what it does with them stays; make another list")
    kept = WatchList(
        id=ask.id or facts.new_id("l"),
        name=short(ask.name, "the name"),
        action=ask.action,
        owner=ask.owner,
        review_on=ask.review_on,
    )
    facts.desk.put(change, kept)
    change.note(WatchListChanged(list_id=kept.id, what="put"))
    return kept.id


def add_entries(
    facts: Facts,
    change: Change,
    ask: AddWatchEntries,
    actor: Actor,
    now: datetime,
    vault: Vault,
) -> str:
    """All of them or, where one does not fit, none. The same row twice is one entry, whichever keys it was kept under;
    its number is sealed with it where an earlier version did not."""
    if ask.list_id not in facts.desk.lists:
        raise NotThere(f"no watchlist {ask.list_id!r}")
    if len(ask.entries) > MOST_AT_ONCE:
        raise NotThere(f"expected at most {MOST_AT_ONCE} entries at a time")
    made = [
        _entry(ask.list_id, row, place, actor, now, vault) for place, row in enumerate(ask.entries, start=1)
    ]
    there = {_said(entry): entry for entry in facts.desk.entries.values() if entry.list_id == ask.list_id}
    new = {_said(entry): entry for entry in made if _said(entry) not in there}.values()
    for entry in (*new, *_sealed_now(ask, made, there, vault)):
        facts.desk.put(change, entry)
    change.note(WatchListChanged(list_id=ask.list_id, what="added", count=len(new)))
    screen_all(facts, change, tuple(entry.id for entry in new), now)
    return ask.list_id


def end_entry(facts: Facts, change: Change, ask: EndWatchEntry, now: datetime) -> str:
    """Off the list; whoever waited because of it waits no longer."""
    entry = facts.desk.entries.get(ask.entry)
    if entry is None:
        raise NotThere(f"no entry {ask.entry!r}")
    if not ask.reason.strip():
        raise Refused("a reason is owed")
    facts.desk.put(change, replace(entry, ended_at=now))
    change.note(WatchListChanged(list_id=entry.list_id, what="ended", count=1))
    screen_all(facts, change, (), now)
    return entry.list_id


def _entry(
    list_id: str,
    row: Watched,
    place: int,
    actor: Actor,
    now: datetime,
    vault: Vault,
) -> WatchEntry:
    name = row.name.strip() or row.name_zh.strip()
    if not name:
        raise NotThere(f"entry {place}: expected a name")
    if len(row.name) > LONGEST_NAME or len(row.name_zh) > LONGEST_NAME:
        raise NotThere(f"entry {place}: expected at most {LONGEST_NAME} characters of a name")
    hashed = vault.hash_id(row.id_kind, row.id_number) if row.id_number.strip() else ""
    said = "\0".join((list_id, name, row.name_zh, str(row.born), hashed))
    entry = f"e-{hashlib.sha256(said.encode()).hexdigest()[:16]}"
    return WatchEntry(
        id=entry,
        list_id=list_id,
        name=name,
        name_zh=row.name_zh.strip(),
        born=row.born,
        id_hash=hashed,
        note=short(row.note, "the note"),
        added_by=actor.user,
        added_at=now,
        id_kind=row.id_kind if hashed else "",
        id_sealed=_sealed(vault, entry, row),
    )


def _said(entry: WatchEntry) -> tuple[object, ...]:
    """What makes an entry of a list another one than the next."""
    return (entry.name, entry.name_zh, entry.born, entry.id_hash)


def _sealed_now(
    ask: AddWatchEntries,
    made: Iterable[WatchEntry],
    there: Mapping[tuple[object, ...], WatchEntry],
    vault: Vault,
) -> list[WatchEntry]:
    """Entries of an earlier version, which have no number, with the one that came with the same row now."""
    found = []
    for row, again in zip(ask.entries, made, strict=True):
        entry = there.get(_said(again))
        if entry is not None and again.id_sealed and not entry.id_sealed:
            found.append(replace(entry, id_kind=row.id_kind, id_sealed=_sealed(vault, entry.id, row)))
    return found


def _sealed(vault: Vault, entry: str, row: Watched) -> str:
    """The document's number, for its hash to be made again under another search key; "" where none was given."""
    number = "".join(row.id_number.split())
    return vault.shut(sealed_for(entry), Private.ID_NUMBER, number).sealed if number else ""


def _living(facts: Facts, list_id: str) -> bool:
    return any(entry.list_id == list_id for entry in facts.desk.entries.values())
