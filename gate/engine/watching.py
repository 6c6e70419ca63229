"""The invariants of the site that runs, kept proved on the thread beside the deciding one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from gate.domain.person import Person
from gate.domain.site import Site
from gate.engine.inbox import Proved
from gate.policy import compile_site
from gate.policy.prove import Breach, Proof, Watch
from gate.policy.prove.gist import gist_of
from gate.policy.prove.ground import Ground


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofOrder:
    """Prove the invariants of the site that runs, for the people as they are now."""

    site: Site
    people: tuple[Person, ...]
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeOrder:
    """Prove what these can touch, as they are now; None: gone. After the order for the whole site."""

    people: Mapping[str, Person | None]
    now: datetime


class Watching:
    """One site with everybody on file, from its order on."""

    def __init__(self, order: ProofOrder) -> None:
        self._site = order.site
        self._watch = Watch(Ground(order.site, compile_site(order.site)), order.people, order.now)

    def change(self, order: ChangeOrder) -> None:
        """These are others now."""
        self._watch.change(order.people, order.now)

    def said(self) -> Proved:
        """What holds and what does not."""
        verdicts = self._watch.verdicts
        return Proved(
            version=self._site.version,
            breaches={each.invariant.id: gist_of(each) for each in verdicts if not isinstance(each, Proof)},
            persons={
                each.invariant.id: each.person.id if isinstance(each, Breach) else ""
                for each in verdicts
                if not isinstance(each, Proof)
            },
            people=self._watch.people,
        )
