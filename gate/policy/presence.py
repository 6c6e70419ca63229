"""Where people can be: a set of zones each, not one zone (policy.md, "Anti-passback").

At first, and after forgiving, a person can be anywhere. Somebody is *known to be in* a zone when every zone where they
can be lies in it. Who was seen once and then lost sight of, by a door that stood open or by forgiving, can be anywhere
too, and is kept as such: a roll call must ask for them, and not for everybody who is on file.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set

from gate.policy.configuration import Configuration
from gate.policy.kept import Json, Kept, items, text
from gate.policy.rules import ZoneRules


class Presence(Kept):
    """Zones where each person can be, as masks, and by zone who is known to be in."""

    kind = "presence"

    def __init__(self, configuration: Configuration) -> None:
        super().__init__()
        self._configuration = configuration
        self._everywhere = configuration.everywhere
        self._rules = {rules.bit: rules for rules in configuration.zones.values()}
        self._masks: dict[str, int] = {}  # of those who were seen
        self.surrounded = any(not rules.beyond for rules in self._rules.values())
        """True if a zone holds all others, so that whoever can be anywhere is known to be in it."""
        self._known: dict[int, set[str]] = {bit: set() for bit in self._rules}

    def of(self, person: str) -> int:
        """The zones where the person can be; never empty."""
        return self._masks.get(person, self._everywhere)

    def known_in(self, zone: ZoneRules) -> Set[str]:
        """Everybody known to be in the zone."""
        return self._known[zone.bit]

    def can_be_in(self, zones: int) -> Iterable[str]:
        """Everybody of whom something is known, and who can be in one of these zones."""
        return [person for person, mask in self._masks.items() if mask & zones]

    def admit(self, person: str) -> None:
        """A person came on file, and can be anywhere unless something is known of them."""
        if person not in self._masks:
            self._note(person, self._everywhere)

    def forget(self, person: str) -> None:
        """A person went off file."""
        self._unnote(person, self.of(person))
        if self._masks.pop(person, None) is not None:
            self.changed.add(person)

    def put(self, person: str, zones: int) -> None:
        """The person can be in these zones and nowhere else."""
        before = self.of(person)
        if zones == before:
            return
        self._unnote(person, before)
        self._masks[person] = zones
        self._note(person, zones)
        self.changed.add(person)

    def add(self, person: str, zones: int) -> None:
        """The person may also be in these zones."""
        self.put(person, self.of(person) | zones)

    def forgive(self, person: str) -> None:
        """The person can be anywhere again."""
        self.put(person, self._everywhere)

    def spread(self, arrows: Sequence[tuple[int, int]]) -> None:
        """Whoever can be at the start of an arrow may also be at its end, any number of arrows in a row."""
        wider: dict[int, int] = {}
        for person, mask in list(self._masks.items()):
            if mask not in wider:
                wider[mask] = _closure(mask, arrows)
            self.put(person, wider[mask])

    def _note(self, person: str, mask: int) -> None:
        for zone in self._known_zones(mask):
            self._known[zone].add(person)

    def _unnote(self, person: str, mask: int) -> None:
        for zone in self._known_zones(mask):
            self._known[zone].discard(person)

    def _known_zones(self, mask: int) -> Iterable[int]:
        """Zones that hold the whole mask: they must hold its lowest bit, and so lie around that zone."""
        lowest = mask & -mask
        if mask == lowest:
            return self._rules[lowest].chain
        return [bit for bit in self._rules[lowest].chain if not mask & self._rules[bit].beyond]

    def keys(self) -> Iterable[str]:
        """All there are."""
        return self._masks

    def value(self, key: str) -> Json:
        """Names of the zones, all of them for anywhere; None for who was never seen."""
        mask = self._masks.get(key)
        return None if mask is None else list(self._configuration.names(mask))

    def take(self, key: str, value: Json) -> None:
        """Zones out of a row; if none of them exists any more, the person can be anywhere."""
        mask = self._configuration.mask(tuple(text(each) for each in items(value)))
        zones = mask or self._everywhere
        self.put(key, zones)
        self._masks[key] = zones  # also of who can be anywhere, whom put takes for one who was never seen
        self.changed.discard(key)


def _closure(mask: int, arrows: Sequence[tuple[int, int]]) -> int:
    before = 0
    while mask != before:
        before = mask
        for start, end in arrows:
            if mask & start:
                mask |= end
    return mask
