"""Wrong PINs in a row, and for how long they block (policy.md, "Entry", `pin_blocked`)."""

from __future__ import annotations

from collections.abc import Iterable

from gate.policy.kept import Json, Kept, fields, whole


class Pins(Kept):
    """Counts and blocks by person; ``tries`` wrong ones in a row block for ``block`` microseconds."""

    kind = "pin"

    def __init__(self, tries: int, block: int) -> None:
        super().__init__()
        self._tries = tries
        self._block = block
        self._wrong: dict[str, int] = {}
        self._until: dict[str, int] = {}

    def blocked_until(self, person: str) -> int | None:
        """The end of the person's last block, which is not part of it; None if there was none."""
        return self._until.get(person)

    def wrong(self, person: str, t: int) -> None:
        """One more wrong PIN; the last of the tries starts the block and the counting anew."""
        count = self._wrong.get(person, 0) + 1
        if count >= self._tries:
            self._until[person] = t + self._block
            count = 0
        self._wrong[person] = count
        self.changed.add(person)

    def right(self, person: str) -> None:
        """A right or duress PIN."""
        if self._wrong.get(person):
            self._wrong[person] = 0
            self.changed.add(person)

    def forget(self, person: str) -> None:
        """A person went off file."""
        if self._wrong.pop(person, None) is not None:
            self._until.pop(person, None)
            self.changed.add(person)

    def keys(self) -> Iterable[str]:
        """All there are."""
        return self._wrong.keys() | self._until.keys()

    def value(self, key: str) -> Json:
        """Count and end of the block."""
        wrong, until = self._wrong.get(key, 0), self._until.get(key)
        return {"wrong": wrong, "until": until} if wrong or until is not None else None

    def take(self, key: str, value: Json) -> None:
        """A count out of a row."""
        row = fields(value)
        self._wrong[key] = whole(row.get("wrong"))
        if row.get("until") is not None:
            self._until[key] = whole(row.get("until"))
