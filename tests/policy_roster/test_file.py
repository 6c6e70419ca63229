"""A roster's file: back as it was, and every damage is seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from gate.domain.person import Person
from gate.policy.roster import build_roster
from gate.roots.roster_file import load_roster, save_roster
from gate.roots.shape import UserError

PEOPLE = [Person(id=f"p{number}", name=f"Person {number}") for number in range(50)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    kept = tmp_path / "people.roll"
    save_roster(build_roster(PEOPLE), kept)
    return kept


def test_back_as_it_was(path: Path) -> None:
    roster = load_roster(path)
    assert [roster.person(place) for place in range(len(roster))] == PEOPLE
    assert [each.name for each in path.parent.iterdir()] == ["people.roll"]


def test_nobody(tmp_path: Path) -> None:
    save_roster(build_roster([]), tmp_path / "none.roll")
    assert len(load_roster(tmp_path / "none.roll")) == 0


def test_a_new_one_takes_its_place_under_a_roster_in_use(path: Path) -> None:
    old = load_roster(path)
    save_roster(build_roster(PEOPLE[:1]), path)
    assert old.person(49) == PEOPLE[49]
    assert len(load_roster(path)) == 1


@pytest.mark.parametrize("at", [9, 16, 40, 200, 65_536, 131_080, -1])
def test_a_flipped_bit_anywhere_is_seen(path: Path, at: int) -> None:
    body = bytearray(path.read_bytes())
    body[at] ^= 1
    path.write_bytes(body)
    with pytest.raises(UserError, match=str(path)):
        load_roster(path)


@pytest.mark.parametrize("length", [0, 7, 20, 300, 65_540])
def test_a_file_cut_short_is_seen(path: Path, length: int) -> None:
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(UserError, match=str(path)):
        load_roster(path)


def test_another_file_is_no_roster(tmp_path: Path) -> None:
    (tmp_path / "people.json").write_text('{"people": []}' + " " * 100)
    with pytest.raises(UserError, match="got another file"):
        load_roster(tmp_path / "people.json")
