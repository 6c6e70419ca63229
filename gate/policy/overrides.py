"""Who takes it upon themselves that a configuration breaches invariants: publishing it needs two different people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gate.policy.kept import Json, Kept, fields, items, text

NEEDED = 2
"""So many different people must override an invariant."""


class Overrides(Kept):
    """By configuration (its hash), who overrides which invariants there."""

    kind = "override"

    def __init__(self) -> None:
        super().__init__()
        self._by_version: dict[str, dict[str, frozenset[str]]] = {}

    def add(self, version: str, user: str, invariants: Iterable[str]) -> None:
        """That user overrides these, beside what they overrode there before."""
        users = self._by_version.setdefault(version, {})
        users[user] = users.get(user, frozenset()) | frozenset(invariants)
        self.changed.add(version)

    def of(self, version: str) -> Mapping[str, frozenset[str]]:
        """Invariants overridden in that configuration, by user."""
        return self._by_version.get(version, {})

    def keys(self) -> Iterable[str]:
        """All there are."""
        return self._by_version

    def value(self, key: str) -> Json:
        """Lists of invariants by user."""
        users = self._by_version.get(key)
        return None if users is None else {user: [*sorted(each)] for user, each in users.items()}

    def take(self, key: str, value: Json) -> None:
        """Overrides out of a row."""
        self._by_version[key] = {
            user: frozenset(text(each) for each in items(named)) for user, named in fields(value).items()
        }


def standing(breached: Iterable[str], overrides: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """The breached invariants that fewer than two people overrode, as they came."""
    return tuple(each for each in breached if sum(each in named for named in overrides.values()) < NEEDED)
