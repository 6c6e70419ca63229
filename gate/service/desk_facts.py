"""What the desk's use cases work on: records, things, permits, watchlists with their index, the agreement's texts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import assert_never

from gate.domain.agreement import AgreementText, Signature
from gate.domain.carried import CarriedItem, CarryPermit, PermitState
from gate.domain.desk_record import DeskRecord
from gate.domain.facts import DeskFact
from gate.domain.roll import RollCall, RollLine
from gate.domain.watchlist import OF_DOCUMENT, Dismissal, WatchEntry, WatchList
from gate.screening.compare import Known, known
from gate.screening.index import Index
from gate.service.change import Change


@dataclass(slots=True, kw_only=True)
class DeskFacts:
    """``items`` by visit; ``texts``: the newest version by language; ``watched`` finds entries that have not ended.
    ``dismissed``: verdicts by whom or what they are remembered for, and by entry.

    ``rolls`` that have not ended, and ``roll_lines`` by roll and person.
    """

    records: dict[str, DeskRecord] = field(default_factory=dict)
    items: dict[str, dict[str, CarriedItem]] = field(default_factory=dict)
    permits: dict[str, CarryPermit] = field(default_factory=dict)
    lists: dict[str, WatchList] = field(default_factory=dict)
    entries: dict[str, WatchEntry] = field(default_factory=dict)
    dismissed: dict[str, dict[str, Dismissal]] = field(default_factory=dict)
    texts: dict[str, AgreementText] = field(default_factory=dict)
    watched: Index = field(default_factory=Index)
    rolls: dict[str, RollCall] = field(default_factory=dict)
    roll_lines: dict[str, dict[str, RollLine]] = field(default_factory=dict)

    @property
    def version(self) -> int:
        """The newest version of the agreement; 0 for a site whose agreements are on paper."""
        return max((text.version for text in self.texts.values()), default=0)

    def restore(self, facts: Iterable[DeskFact]) -> None:
        """What the store has."""
        for fact in facts:
            self._take(fact)

    def put(self, change: Change, fact: DeskFact) -> None:
        """Keep a fact; the store will have it with the change."""
        self._take(fact)
        change.keep(fact)

    def items_of(self, visit: str) -> tuple[CarriedItem, ...]:
        """The visit's things as they stand, in the order in which they were declared."""
        return tuple(self.items.get(visit, {}).values())

    def forget_visit(self, visit: str) -> None:
        """The visit is over and erased: nothing of it is written again."""
        self.records.pop(visit, None)
        self.items.pop(visit, None)

    def forget_person(self, person: str, subjects: Iterable[str]) -> None:
        """The person's permits, and verdicts that were remembered for one of the subjects."""
        self.permits = {id_: each for id_, each in self.permits.items() if each.person != person}
        for lines in self.roll_lines.values():
            lines.pop(person, None)
        for subject in subjects:
            self.dismissed.pop(subject, None)

    def move_hash(self, entries: Iterable[str], old: str, new: str) -> None:
        """These entries, as far as they are still about the document ``old``, and all verdicts are about ``new``."""
        for each in entries:
            entry = self.entries.get(each)
            if entry is not None and entry.id_hash == old:
                self._take_entry(replace(entry, id_hash=new))
        for verdict in self.dismissed.pop(f"{OF_DOCUMENT}{old}", {}).values():
            self._take(replace(verdict, subject=f"{OF_DOCUMENT}{new}"))

    def _take(self, fact: DeskFact) -> None:  # noqa: C901 (one case for each fact: the table of them)
        match fact:
            case DeskRecord():
                self.records[fact.visit] = fact
            case CarriedItem():
                self.items.setdefault(fact.visit, {})[fact.id] = fact
            case CarryPermit():
                self._take_permit(fact)
            case WatchList():
                self.lists[fact.id] = fact
            case WatchEntry():
                self._take_entry(fact)
            case Dismissal():
                self.dismissed.setdefault(fact.subject, {})[fact.entry] = fact
            case AgreementText():
                self._take_text(fact)
            case RollCall():
                self._take_roll(fact)
            case RollLine():
                self.roll_lines[fact.roll][fact.person] = fact
            case Signature():
                pass  # the record says what was signed; who asks for the signature itself asks the store
            case _:
                assert_never(fact)

    def _take_roll(self, roll: RollCall) -> None:
        if roll.ended_at is None:
            self.rolls[roll.id] = roll
            self.roll_lines.setdefault(roll.id, {})
        else:
            self.rolls.pop(roll.id, None)
            self.roll_lines.pop(roll.id, None)

    def _take_permit(self, permit: CarryPermit) -> None:
        if permit.state in (PermitState.CLOSED, PermitState.REFUSED):
            self.permits.pop(permit.id, None)
        else:
            self.permits[permit.id] = permit

    def _take_entry(self, entry: WatchEntry) -> None:
        if entry.ended_at is None:
            self.entries[entry.id] = entry
            self.watched.add(entry.id, known_of(entry))
        else:
            self.entries.pop(entry.id, None)
            self.watched.remove(entry.id)

    def _take_text(self, text: AgreementText) -> None:
        """A newer version replaces the older in every language: one that it lacks is not offered any more."""
        if text.version > self.version:
            self.texts.clear()
        if text.version >= self.version:
            self.texts[text.language] = text


def known_of(entry: WatchEntry) -> Known:
    """An entry as it is compared."""
    return known(entry.name, entry.name_zh, born=entry.born, id_hash=entry.id_hash)
