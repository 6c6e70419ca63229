"""Search keys that change under a rig: rotated, moved page by page, and engines that die in between."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from gate.domain.commands import Outcome, RegisterVisit
from gate.domain.desk_commands import AddWatchEntries, JudgeHit, PutWatchList, Watched
from gate.domain.erasure import MoveHashes
from gate.domain.visit_commands import CancelVisit
from gate.domain.watchlist import Verdict, WatchAction
from gate.engine.rehashing import Rehashing
from gate.keys.ring_file import add_search_key
from gate.service import old_hashes
from gate.store.search_keys import hashes_by_key
from tests.privacy.place import SYSTEM, Place
from tests.service.rig import GUARD, MANAGER

SAME = ("same_document",)


def rotate(place: Place) -> str:
    """A new search key, and an engine that starts with it; the key's id."""
    key = add_search_key(place.ring.folder, place.ring.master(), place.rig.clock.now())
    restart(place)
    return key


def restart(place: Place) -> None:
    """The engine dies and starts with the ring as it is now."""
    place.rig.keys = place.ring.for_engine(place.rig.site.agents)
    place.rig.restart()


def pages(place: Place, at_once: int = 100) -> Iterator[MoveHashes]:
    """What the mover's thread finds."""
    return Rehashing(place.rig.store, place.rig.keys, at_once).pages()


def move(place: Place, hashes: MoveHashes) -> None:
    """What the deciding thread does with a page."""
    place.rig.own(old_hashes.move(place.rig.facts, hashes))


def move_all(place: Place, at_once: int = 100) -> int:
    """All of it; how many rows are left under older keys."""
    for hashes in pages(place, at_once):
        move(place, hashes)
    left = Rehashing(place.rig.store, place.rig.keys).left()
    key = place.rig.keys.fields.search.active
    change = old_hashes.moved(place.rig.facts, key, left.rows, said=left.said)
    if change.events:
        place.rig.own(change)
    return left.rows


def stand_under(place: Place) -> dict[str, int]:
    """How many rows stand under each key."""
    with place.ask() as connection:
        return {key: sum(rows.values()) for key, rows in hashes_by_key(connection).items()}


def make_list(place: Place) -> str:
    """A list of people who get no badge; its id."""
    ask = PutWatchList(name="unwanted", action=WatchAction.BLOCK, owner="p1001", review_on=date(2090, 1, 1))
    return done(place, ask, MANAGER)


def watch(place: Place, list_id: str, number: str) -> None:
    """Somebody with this passport, under a name that is like no other."""
    row = Watched(name=f"Qwxz {number[::-1]}", id_kind="passport", id_number=number)
    done(place, AddWatchEntries(list_id=list_id, entries=(row,)), MANAGER)


def registration(now: datetime, number: str) -> RegisterVisit:
    """Somebody with this passport comes for an hour."""
    return RegisterVisit(
        name="Ana Souza",
        company="Souza Instruments",
        host="p1001",
        zones=("lobby",),
        starts=now,
        ends=now + timedelta(hours=1),
        id_kind="passport",
        id_number=number,
    )


def comes(place: Place, number: str) -> str:
    """A visitor with this passport is registered; the visit."""
    return done(place, registration(place.rig.clock.now(), number), GUARD)


def leaves(place: Place, visit: str) -> None:
    """The visit does not take place."""
    done(place, CancelVisit(visit=visit, reason="the lathe is broken"), SYSTEM)


def found(place: Place, visit: str) -> list[str]:
    """Entries that were found for the visitor's document, in the order in which they were."""
    record = place.rig.facts.desk.records.get(visit)
    return [hit.entry for hit in record.hits if hit.reasons == SAME] if record else []


def dismiss(place: Place, visit: str) -> None:
    """For each hit that waits somebody says: not the same person."""
    while waiting := [hit for hit in place.rig.facts.desk.records[visit].hits if hit.verdict is Verdict.OPEN]:
        revision = place.rig.facts.desk.records[visit].revision
        ask = JudgeHit(
            visit=visit, revision=revision, entry=waiting[0].entry, same=False, reason="a namesake"
        )
        done(place, ask, MANAGER)


def done(place: Place, command: object, actor: object) -> str:
    """Ask; it must be done."""
    receipt = place.rig.command(command, actor)  # type: ignore[arg-type]
    assert receipt.outcome is Outcome.DONE, receipt
    return receipt.subject
