"""A roster beside a configuration: its people as the rules see them, made when they are asked for.

On the path of every read at a big site, hence written for speed: one pass over a record, in place, and only what the
rules ask is made of it. Those asked for lately are kept; what many have alike, groups and prerequisites, once.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from gate.domain.card import CardNumber
from gate.policy.configuration import Configuration
from gate.policy.holder import Holder, Stay, TimedGroup
from gate.policy.instant import BEGINNING, END
from gate.policy.roster.fields import Fields, numbers
from gate.policy.roster.recent import Recent
from gate.policy.roster.record import CREDENTIAL, EXTENDED, HEAD, PREREQUISITE, STATES, STAY, TIMED, VISITOR
from gate.policy.roster.roster import Roster
from gate.policy.roster.table import PLACE, key_of_card
from gate.policy.token import Token

_head, _credential = HEAD.unpack_from, CREDENTIAL.unpack_from
MOST_ALIKE = 50_000
"""So many different masks, and sets of prerequisites, are kept for all who have them."""

_PREREQUISITES = tuple(struct.Struct("<" + "Ii" * count) for count in range(16))


class Roll:
    """Finds holders and tokens. ``left`` are the places that do not count any more."""

    def __init__(self, configuration: Configuration, roster: Roster) -> None:
        self.roster = roster
        self.left: set[int] = set()
        self._made: Recent[int, Holder] = Recent()
        self._alike: dict[int, int] = {}
        self._asked: dict[tuple[int, ...], dict[str, int | None]] = {}
        zones = configuration.zones
        self._groups = [configuration.groups.get(word, 0) for word in roster.words]
        self._zones = [zones[word].bit if word in zones else 0 for word in roster.words]

    def __len__(self) -> int:
        return len(self.roster) - len(self.left)

    def __iter__(self) -> Iterator[Holder]:
        return (self._make(place) for place in range(len(self.roster)) if place not in self.left)

    def place_of(self, person: str) -> int | None:
        """Where a person stands; None if they are not here, or do not count any more."""
        place = self.roster.place_of(person)
        return None if place in self.left else place

    def place_of_owner(self, credential: str) -> int | None:
        """Where the person stands who has that credential; None if nobody here has it."""
        place = self.roster.place_of_owner(credential)
        return None if place in self.left else place

    def holder(self, place: int) -> Holder:
        """The person at a place."""
        return self._made.get(place) or self._made.keep(place, self._make(place))

    def find(self, card: CardNumber) -> list[Token]:
        """The credentials that match by format, facility and number, in the order of their holders."""
        table, key, found = self.roster.by_card, key_of_card(card), []
        mask = len(table) - 1
        slot = key & mask
        last = -1
        while entry := table[slot]:  # as in table.places_in, without a generator
            place = (entry & PLACE) - 1
            if entry >> 32 == key and place != last and place not in self.left:
                last = place  # somebody's cards that read alike stand side by side
                found += self._tokens(place, card)
            slot = (slot + 1) & mask
        return found

    def token(self, holder: Holder, credential: str) -> Token | None:
        """That holder's credential of that id; None if they have none."""
        return next((each for each in self._tokens(holder.order, None) if each.id == credential), None)

    def _tokens(self, place: int, card: CardNumber | None) -> list[Token]:
        """Credentials of the person at that place that match the card; all without one."""
        records, at = self.roster.records, self.roster.starts[place]
        _, _, length, lasting, timed, asked, count, _, _, _ = _head(records, at)
        at += HEAD.size + length + 4 * lasting + TIMED.size * timed + PREREQUISITE.size * asked
        holder, found = self.holder(place), []
        number = b"" if card is None else card.number.encode()
        for _ in range(count):
            form, has_facility, facility, assurance, state, _, id_length, length = _credential(records, at)
            id_at = at + CREDENTIAL.size
            number_at = id_at + id_length
            at = number_at + length
            if card is None or (
                records[number_at:at] == number
                and (facility if has_facility else None) == card.facility
                and self.roster.words[form] == card.format
            ):
                found.append(Token(holder, records[id_at:number_at].decode(), STATES[state], assurance))
        return found

    def _make(self, place: int) -> Holder:
        roster = self.roster
        records, at = roster.records, roster.starts[place]
        flags, clearance, length, lasting, timed, asked, credentials, stays, starts, ends = _head(records, at)
        at += HEAD.size
        end = at + length
        groups, bits = 0, self._groups
        for number in numbers(lasting).unpack_from(records, end):
            groups |= bits[number]
        timed_at = end + 4 * lasting
        asked_at = timed_at + TIMED.size * timed
        return Holder(
            roster,
            records[at:end].decode(),
            place,
            flags & VISITOR != 0,
            clearance,
            BEGINNING if starts == BEGINNING else starts,  # the one there is, not one more
            END if ends == END else ends,
            self._shared(groups),
            self._timed(timed_at, timed) if timed else (),
            self._prerequisites(asked_at, asked),
            self._stays(asked_at + PREREQUISITE.size * asked, credentials, stays) if stays else (),
            flags & EXTENDED != 0,
        )

    def _shared(self, groups: int) -> int:
        """The same mask, once for as many as have it while that is worth its while."""
        if len(self._alike) < MOST_ALIKE:
            return self._alike.setdefault(groups, groups)
        return self._alike.get(groups, groups)

    def _timed(self, at: int, count: int) -> tuple[TimedGroup, ...]:
        records = self.roster.records
        rows = (TIMED.unpack_from(records, at + TIMED.size * each) for each in range(count))
        return tuple(TimedGroup(starts, ends, self._groups[number]) for starts, ends, number in rows)

    def _prerequisites(self, at: int, count: int) -> dict[str, int | None]:
        flat = _pairs(count).unpack_from(self.roster.records, at)
        found = self._asked.get(flat)
        if found is None:
            words = self.roster.words
            found = {words[flat[each]]: flat[each + 1] or None for each in range(0, 2 * count, 2)}
            if len(self._asked) < MOST_ALIKE:
                self._asked[flat] = found
        return found

    def _stays(self, at: int, credentials: int, count: int) -> tuple[Stay, ...]:
        fields = Fields(self.roster.records, at, self.roster.words)
        for _ in range(credentials):
            *_, id_length, length = fields.unpack(CREDENTIAL)
            fields.at += id_length + length
        return tuple(self._stay(fields) for _ in range(count))

    def _stay(self, fields: Fields) -> Stay:
        starts, ends, settled, zones, escorts = fields.unpack(STAY)
        id_ = fields.text()
        mask = 0
        for number in fields.unpack(numbers(zones)):
            mask |= self._zones[number]
        named = frozenset(fields.text() for _ in range(escorts))
        return Stay(id_, starts, ends, mask, named, bool(settled))


def _pairs(count: int) -> struct.Struct:
    return _PREREQUISITES[count] if count < len(_PREREQUISITES) else struct.Struct("<" + "Ii" * count)
