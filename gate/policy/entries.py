"""When each person last came into a zone with timed anti-passback."""

from __future__ import annotations

from collections.abc import Iterable

from gate.policy.kept import Json, Kept, fields, whole


class Entries(Kept):
    """Instants of the last opened entry whose target was this very zone, by person and zone."""

    kind = "entry"

    def __init__(self) -> None:
        super().__init__()
        self._last: dict[str, dict[str, int]] = {}

    def last(self, person: str, zone: str) -> int | None:
        """Instant of the last opened entry; None for never."""
        zones = self._last.get(person)
        return None if zones is None else zones.get(zone)

    def entered(self, person: str, zone: str, t: int) -> None:
        """The person's entry opened."""
        self._last.setdefault(person, {})[zone] = t
        self.changed.add(person)

    def forget(self, person: str) -> None:
        """A person went off file."""
        if self._last.pop(person, None) is not None:
            self.changed.add(person)

    def keys(self) -> Iterable[str]:
        """All there are."""
        return self._last

    def value(self, key: str) -> Json:
        """Microseconds by zone."""
        zones = self._last.get(key)
        return None if zones is None else dict(zones)

    def take(self, key: str, value: Json) -> None:
        """Instants out of a row."""
        self._last[key] = {zone: whole(us) for zone, us in fields(value).items()}
