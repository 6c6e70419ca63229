"""The immutable blocks: records, where each begins, words, and three tables."""

from __future__ import annotations

import json
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zlib import crc32

from gate.domain.person import Person
from gate.policy.roster.errors import BadRoster
from gate.policy.roster.fields import Fields
from gate.policy.roster.record import HEAD
from gate.policy.roster.table import Words64, key_of, places_in
from gate.policy.roster.whole import read_person

if TYPE_CHECKING:
    from gate.policy.roster.fields import Block

Part = memoryview
"""One block of a roster, as it is kept."""
VERSION = 1
_TABLES = ("by_card", "by_person", "by_credential")


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """People by place, 0 up to their number; the place is the order in which they came."""

    words: Sequence[str]
    starts: Words64  # where each record begins, and the end of all
    records: Block
    by_card: Words64
    by_person: Words64
    by_credential: Words64

    def __len__(self) -> int:
        return len(self.starts) - 1

    def person(self, place: int) -> Person:
        """The whole person at a place."""
        return read_person(Fields(self.records, self.starts[place], self.words))

    def place_of(self, person: str) -> int | None:
        """Where the person of that id stands; None if they are not here."""
        sought = person.encode()
        for place in places_in(self.by_person, crc32(sought)):
            start = self.starts[place]
            at = start + HEAD.size
            if self.records[at : at + HEAD.unpack_from(self.records, start)[2]] == sought:
                return place
        return None

    def place_of_owner(self, credential: str) -> int | None:
        """Where the person stands who has that credential; None if nobody here has it."""
        for place in places_in(self.by_credential, key_of(credential)):
            if any(each.id == credential for each in self.person(place).credentials):
                return place
        return None

    def person_id(self, place: int) -> str:
        """The id alone."""
        start = self.starts[place]
        length = HEAD.unpack_from(self.records, start)[2]
        return Fields(self.records, start + HEAD.size, self.words).sized(length)

    def parts(self) -> dict[str, Part]:
        """The blocks by name, as they are kept; numbers in this machine's byte order."""
        numbers = {name: getattr(self, name) for name in ("starts", *_TABLES)}
        return {
            "words": memoryview(json.dumps(list(self.words), ensure_ascii=False).encode()),
            "records": memoryview(self.records),
            **{name: memoryview(each).cast("B") for name, each in numbers.items()},
        }

    @classmethod
    def of(cls, parts: Mapping[str, Block]) -> Roster:
        """The roster of such blocks, which stay where they are; BadRoster if they do not belong together."""
        missing = {"words", "starts", "records", *_TABLES} - parts.keys()
        if missing:
            raise BadRoster(f"expected the blocks of a roster; {', '.join(sorted(missing))} missing")
        roster = cls(
            words=_words(parts["words"]),
            starts=_numbers("starts", parts["starts"]),
            records=parts["records"],
            **{name: _numbers(name, parts[name]) for name in _TABLES},
        )
        _require_whole(roster)
        return roster


EMPTY = Roster(
    words=(),
    starts=array("Q", [0]),
    records=b"",
    by_card=array("Q", bytes(32)),
    by_person=array("Q", bytes(32)),
    by_credential=array("Q", bytes(32)),
)
"""Nobody."""


def _words(block: Block) -> list[str]:
    try:
        words = json.loads(block[:])
    except ValueError as error:
        raise BadRoster(f"words: expected a JSON list: {error}") from error
    if not (isinstance(words, list) and all(isinstance(each, str) for each in words)):
        raise BadRoster("words: expected a JSON list of texts")
    return words


def _numbers(name: str, block: Block) -> Words64:
    if len(block) % 8 or not block:
        raise BadRoster(f"{name}: expected 64-bit words, got {len(block)} bytes")
    return memoryview(block).cast("Q")


def _require_whole(roster: Roster) -> None:
    if roster.starts[-1] != len(roster.records):
        raise BadRoster(f"records: expected {roster.starts[-1]} bytes, got {len(roster.records)}")
    for name in _TABLES:
        size, least = len(getattr(roster, name)), 2 * len(roster) if name == "by_person" else 2
        if size & (size - 1) or size < least:
            raise BadRoster(f"{name}: expected a power of two from {least} up, got {size} slots")
