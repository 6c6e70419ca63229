"""After an erasure nothing of the person is found in any file of the data folder, by whoever reads its bytes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from gate.domain.carried import PermitWay
from gate.domain.commands import Actor, Command, Outcome, Receipt
from gate.domain.desk_commands import (
    AddWatchEntries,
    ApplyCarryPermit,
    EndWatchEntry,
    IdentifyVisitor,
    JudgeHit,
    KeepPhoto,
    PutWatchList,
    Watched,
)
from gate.domain.desk_record import Identified
from gate.domain.privacy_commands import KeepField
from gate.domain.private_field import Private
from gate.domain.retention import Kind
from gate.domain.rights import Role
from gate.domain.visit_commands import CancelVisit, CompleteVisit
from gate.domain.watchlist import WatchAction
from gate.notify import contacts, links, queue
from gate.notify.book import NotifyBook
from gate.privacy.plan import plan
from gate.privacy.run import Beside, Runner
from gate.roots.beside import beside
from gate.roots.folders import DataFolder
from gate.store.read import privacy_rows
from gate.vault.vault import Vault
from tests.privacy.place import NUMBER, SYSTEM, Place
from tests.service.rig import GUARD

MANAGER = Actor(user="zhou.min", role=Role.MANAGER, origin="desk")
PHOTO = b"\xff\xd8\xff\xe0 a face"
WORDS = (
    "Nora Unforgotten", "Unforgotten", "Guest and Sons", "to see the lathe", "the lathe is broken", NUMBER, NUMBER[-6:],
    "P7654321", "+49 171 5550123", "5550123", "nora@unforgotten.example", "unforgotten.example", "SN-4711-X",
    "her own oscilloscope", "not the one of 2019",
)  # fmt: skip
"""What she gave, and what was written about her."""


@pytest.fixture
def kept(place: Place, tmp_path: Path) -> Iterator[Beside]:
    """What lies beside the store, in the place's folder."""
    NotifyBook(DataFolder(tmp_path).notify_db).close()
    with beside(DataFolder(tmp_path)) as found:
        yield found


def put_photo(folder: Path) -> str:
    data = DataFolder(folder)
    return Vault(data.desk_files, data.keys).put(PHOTO)


def do(place: Place, command: Command, actor: Actor = GUARD) -> str:
    receipt = place.rig.command(command, actor)
    assert receipt.outcome is Outcome.DONE, (command, receipt)
    return receipt.subject


def revision(place: Place, visit: str) -> int:
    record = place.rig.facts.desk.records.get(visit)
    return record.revision if record else 0


def comes_and_goes(place: Place, folder: Path) -> tuple[str, str, str]:
    """A visitor with all that the desk may ask for: (person, visit, photo)."""
    now = place.rig.clock.now()
    lists = PutWatchList(name="unwanted", action=WatchAction.BLOCK, owner="p1001", review_on=date(2090, 1, 1))
    listed = do(place, lists, MANAGER)
    do(place, AddWatchEntries(list_id=listed, entries=(Watched(name="Nora Unforgotten"),)), MANAGER)
    person, visit = place.guest("Nora Unforgotten")
    (entry,) = place.rig.facts.desk.entries
    seen = IdentifyVisitor(
        visit=visit, revision=revision(place, visit), how=Identified.TYPED, id_kind="passport", id_number="P7654321"
    )  # fmt: skip
    do(place, seen)
    do(place, JudgeHit(visit=visit, revision=revision(place, visit), entry=entry, same=False, reason="not the one of 2019"), MANAGER)  # fmt: skip  # noqa: E501
    photo = put_photo(folder)
    do(place, KeepPhoto(visit=visit, revision=revision(place, visit), photo=photo))
    do(place, KeepField(person=person, name=Private.PHONE, value="+49 171 5550123"))
    carried = ApplyCarryPermit(
        way=PermitWay.IN, person=person, zone="lab", kind="laptop", description="her own oscilloscope",
        serial="SN-4711-X", reason="to see the lathe", starts=now, ends=now + timedelta(hours=1), photo=photo,
    )  # fmt: skip
    do(place, carried, MANAGER)
    do(place, EndWatchEntry(entry=entry, reason="a mistake"), MANAGER)
    do(place, CancelVisit(visit=visit, reason="the lathe is broken"), SYSTEM)
    place.rig.clock.forward(hours=3)
    return person, visit, photo


def is_told(folder: Path, person: str, visit: str, now: datetime) -> None:
    """The notifier knows an address of hers, gave her a link, and could not reach her."""
    with closing(NotifyBook(DataFolder(folder).notify_db)) as book:
        contacts.put(book, [contacts.contact(person, "nora@unforgotten.example", "en")])
        links.mint(book, links.Link(visit=visit, purpose=links.Purpose.VISITOR, person="", until=now))
        queue.add(
            book, [queue.Wanted(event=1, visit=visit, kind="x", to_kind=queue.Recipient.VISITOR)], 1, now
        )
        (row,) = queue.due(book, now)
        queue.failed(book, row, now, "nora@unforgotten.example: no such mailbox")


def found_in(folder: Path) -> dict[str, set[str]]:
    """Words by the file that they stand in."""
    found: dict[str, set[str]] = {}
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        content = path.read_bytes()
        for word in WORDS:
            if word.encode() in content:
                found.setdefault(word, set()).add(path.name)
    return found


def runner(place: Place, kept: Beside) -> Runner:
    def send(command: Command) -> Receipt:
        return place.rig.command(command, SYSTEM)

    return Runner(send=send, ask=place.ask, beside=kept, reason="asked", told=lambda *_: None, refused=[])


def at_rest(place: Place) -> None:
    """Nobody reads, and what was written is in the database itself: as after the next checkpoint, or a stop."""
    place.reader.close()
    place.rig.store.close()


def test_the_number_that_the_desk_reads_can_be_revealed_like_one_that_is_registered(place: Place) -> None:
    person, visit = place.guest()
    seen = IdentifyVisitor(visit=visit, revision=revision(place, visit), how=Identified.TYPED, id_kind="passport", id_number="P 765 4321")  # fmt: skip  # noqa: E501
    do(place, seen)
    with place.ask() as connection:
        (field,) = privacy_rows.private_fields(connection, person)
    assert (field.name, field.shown) == ("id_number", "21")
    assert place.ring.fields().open(person, "id_number", field.sealed) == b"P7654321"


def test_the_number_that_a_visitor_enters_himself_can_be_revealed_too(place: Place) -> None:
    person, visit = place.guest()
    himself = Actor(user="visitor", role=Role.VISITOR, origin="link")
    filled = CompleteVisit(
        visit=visit, name="Nora Guest", notice="1", company="Guest and Sons", nationality="DE", id_kind="passport",
        id_number="C01X00T47",
    )  # fmt: skip
    do(place, filled, himself)
    with place.ask() as connection:
        (field,) = privacy_rows.private_fields(connection, person)
    assert place.ring.fields().open(person, "id_number", field.sealed) == b"C01X00T47"


def test_nothing_of_a_person_is_left_in_the_folder(place: Place, kept: Beside, tmp_path: Path) -> None:
    person, visit, photo = comes_and_goes(place, tmp_path)
    is_told(tmp_path, person, visit, place.rig.clock.now())
    known = found_in(tmp_path)
    assert known.keys() >= {"Nora Unforgotten", "SN-4711-X", "not the one of 2019", "unforgotten.example"}
    assert not {"+49 171 5550123", NUMBER, "P7654321"} & known.keys(), "sealed all the time"
    run = runner(place, kept)
    erased = run.person(person, place.rig.clock.now() + timedelta(microseconds=1))
    assert (run.refused, erased.people, erased.images) == ([], 1, 1)
    assert not (DataFolder(tmp_path).desk_files / photo).exists()
    assert place.column("SELECT count(*) FROM private_fields") == [0]
    at_rest(place)
    left = found_in(tmp_path)
    assert left.keys() <= {"Nora Unforgotten", "Unforgotten"}, "what a list has of her is the site's"


def test_a_name_on_a_list_that_ended_goes_with_its_span(place: Place, kept: Beside, tmp_path: Path) -> None:
    """The list's entry was the site's own, not the visitor's: it goes when entries that ended are due."""
    person, _, _ = comes_and_goes(place, tmp_path)
    run = runner(place, kept)
    run.person(person, place.rig.clock.now() + timedelta(microseconds=1))
    spans = {**place.rig.site.retention, Kind.PEOPLE: timedelta(days=365)}
    site = place.rig.facts.site = replace(place.rig.site, retention=spans)
    place.rig.clock.instant = place.rig.clock.now().replace(year=2090)
    with place.ask() as connection:
        due = [
            each
            for each in plan(connection, site, tmp_path / "none", place.rig.clock.now())
            if not each.nothing
        ]
    for each in due:
        run.run(each)
    kinds = {each.kind: len(each.records) for each in due}
    assert kinds[Kind.PEOPLE] == 1
    at_rest(place)
    assert found_in(tmp_path) == {}


def test_a_picture_that_another_record_shows_stays(place: Place, kept: Beside, tmp_path: Path) -> None:
    person, _, photo = comes_and_goes(place, tmp_path)
    other, visit = place.guest("Omar Other")
    do(place, KeepPhoto(visit=visit, revision=revision(place, visit), photo=photo))
    erased = runner(place, kept).person(person, place.rig.clock.now() + timedelta(microseconds=1))
    assert erased.images == 0
    assert (DataFolder(tmp_path).desk_files / photo).exists()
    with place.ask() as connection:
        assert privacy_rows.files_of(connection, other, (visit,)) == {photo}


def test_a_visit_that_outlived_its_span_takes_its_files_along(
    place: Place, kept: Beside, tmp_path: Path
) -> None:
    _, _, photo = comes_and_goes(place, tmp_path)
    place.rig.clock.instant = datetime(2090, 1, 1, tzinfo=UTC)
    with place.ask() as connection:
        found = plan(connection, place.rig.site, tmp_path / "none", place.rig.clock.now())
    assert sum(runner(place, kept).run(each).images for each in found if each.kind is Kind.VISITS) == 1
    assert not (DataFolder(tmp_path).desk_files / photo).exists()
