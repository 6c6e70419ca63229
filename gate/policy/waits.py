"""Who waits at a reader: for a second person, or for an escort (policy.md, "Two persons" and "Escort")."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gate.domain.decision import Biometric, PinVerdict, RequestId
from gate.policy.kept import BadRow, Json, Kept, fields, items, text, whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """A pending read that somebody else can complete. What came with it stands: PIN verdict and biometric result."""

    person: str
    credential: str
    request: RequestId
    since: int
    visitor: bool  # waits for an escort; else for a second person
    pin: PinVerdict
    biometric: Biometric | None

    def within(self, window: int, t: int) -> bool:
        """True if t is not later than the window after the wait began."""
        return self.since <= t <= self.since + window


class Waits(Kept):
    """Waits by reader, in the order they began. Those that ran out count for nothing until they are tidied away."""

    kind = "wait"

    def __init__(self) -> None:
        super().__init__()
        self.by_reader: dict[str, tuple[Wait, ...]] = {}
        """Readers at which somebody may be waiting; for reading."""

    def partners(self, reader: str, window: int, t: int) -> Iterator[Wait]:
        """Those who wait for a second person; at most one unless rows say otherwise."""
        return (
            each for each in self.by_reader.get(reader, ()) if not each.visitor and each.within(window, t)
        )

    def visitors(self, reader: str, window: int, t: int) -> Iterator[Wait]:
        """Those who wait for an escort, first come first."""
        return (each for each in self.by_reader.get(reader, ()) if each.visitor and each.within(window, t))

    def begin(self, reader: str, wait: Wait) -> None:
        """Somebody waits. Who waits for a second person takes the place of whoever did before."""
        kept = tuple(each for each in self.by_reader.get(reader, ()) if each.visitor or wait.visitor)
        self._set(reader, (*kept, wait))

    def end(self, reader: str, persons: tuple[str, ...]) -> None:
        """These wait no longer at that reader."""
        waits = self.by_reader.get(reader)
        if waits is not None:
            self._set(reader, tuple(each for each in waits if each.person not in persons))

    def tidy(self, reader: str, pair_window: int, escort_window: int, t: int) -> None:
        """Leave out those whose window is over at t."""
        waits = self.by_reader.get(reader)
        if waits is not None:
            still = (
                each for each in waits if t <= each.since + (escort_window if each.visitor else pair_window)
            )
            self._set(reader, tuple(still))

    def _set(self, reader: str, waits: tuple[Wait, ...]) -> None:
        if waits == self.by_reader.get(reader, ()):
            return
        if waits:
            self.by_reader[reader] = waits
        else:
            del self.by_reader[reader]
        self.changed.add(reader)

    def keys(self) -> Iterable[str]:
        """All there are."""
        return self.by_reader

    def value(self, key: str) -> Json:
        """The waits at a reader."""
        waits = self.by_reader.get(key)
        return None if waits is None else [_row(each) for each in waits]

    def take(self, key: str, value: Json) -> None:
        """Waits out of a row."""
        self.by_reader[key] = tuple(_wait(fields(each)) for each in items(value))


def _row(wait: Wait) -> Json:
    return {
        "person": wait.person,
        "credential": wait.credential,
        "request": wait.request,
        "since": wait.since,
        "visitor": wait.visitor,
        "pin": wait.pin.value,
        "biometric": None if wait.biometric is None else wait.biometric.value,
    }


def _wait(row: dict[str, Json]) -> Wait:
    request, biometric = row.get("request"), row.get("biometric")
    if not isinstance(request, int | str | None):
        raise BadRow(f"expected the id of a request, got {request!r}")
    return Wait(
        person=text(row.get("person")),
        credential=text(row.get("credential")),
        request=request,
        since=whole(row.get("since")),
        visitor=row.get("visitor") is True,
        pin=PinVerdict(text(row.get("pin"))),
        biometric=None if biometric is None else Biometric(text(biometric)),
    )
