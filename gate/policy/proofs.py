"""What the last proof of the running configuration said: for those who look at it, and for the next start."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gate.policy.instant import SECOND
from gate.policy.kept import Json, Kept, fields, text, whole

EVERY = 60 * SECOND
"""The instant of a proof that says the same as the last one is kept at most so often."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LastProof:
    """Proved at ``at`` (microseconds) for so many people. ``breached``: by invariant the id of the person who breaches
    it, empty where it hangs on nobody; all other invariants hold.
    """

    at: int
    people: int
    breached: Mapping[str, str]


class Proofs(Kept):
    """The last proof, by the configuration's hash; those of configurations that ran before are not kept."""

    kind = "proof"

    def __init__(self) -> None:
        super().__init__()
        self._by_version: dict[str, LastProof] = {}

    def of(self, version: str) -> LastProof | None:
        """The last of that configuration."""
        return self._by_version.get(version)

    def note(self, version: str, proof: LastProof) -> None:
        """This is the last now, of the configuration that runs."""
        known = self._by_version.get(version)
        if known is not None and known.breached == proof.breached and proof.at - known.at < EVERY:
            return
        self.changed.update({version, *self._by_version})
        self._by_version = {version: proof}

    def forget(self) -> None:
        """Nothing is known any more."""
        self.changed.update(self._by_version)
        self._by_version = {}

    def keys(self) -> Iterable[str]:
        """All there are."""
        return self._by_version

    def value(self, key: str) -> Json:
        """Instant, number of people, and what is breached by whom."""
        proof = self._by_version.get(key)
        if proof is None:
            return None
        return {"at": proof.at, "people": proof.people, "breached": dict(proof.breached)}

    def take(self, key: str, value: Json) -> None:
        """A proof out of a row."""
        row = fields(value)
        breached = {name: text(person) for name, person in fields(row.get("breached")).items()}
        self._by_version[key] = LastProof(
            at=whole(row.get("at")), people=whole(row.get("people")), breached=breached
        )
