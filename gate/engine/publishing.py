"""Whether a configuration may be run for the first time: its invariants hold, or two people have overridden them."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Sequence

from gate.domain.person import Person
from gate.domain.site import Site
from gate.engine.errors import EngineError
from gate.policy import Configuration, compile_site
from gate.policy.overrides import Overrides, standing
from gate.policy.prove import Proof, check_invariants
from gate.policy.prove.words import verdict_in_words
from gate.store.snapshot import KeptState

log = logging.getLogger(__name__)


def require_publishable(site: Site, people: Sequence[Person], world: Iterable[KeptState]) -> None:
    """EngineError with each breach, its way and time, unless two different people have overridden it.

    Proved for the people on file. ``world``: the store's rows, among them what was overridden.
    """
    breached = breaches(site, compile_site(site), people)
    left = standing(breached, _overrides(site.version, world).of(site.version))
    if left:
        words = "\n".join(breached[each] for each in left)
        raise EngineError(
            f"this configuration breaches its own invariants and is not run:\n{words}\n"
            "mend it, or let two people override it with `gate policy publish --override`"
        )
    for each in breached:
        log.warning("the invariant %s is breached; two people have overridden it", each)


def breaches(site: Site, configuration: Configuration, people: Sequence[Person]) -> dict[str, str]:
    """What the proof for these people finds, in words with the way and the time, by invariant; empty if all hold."""
    return {
        each.invariant.id: verdict_in_words(each, site.calendar)
        for each in check_invariants(site, configuration, people)
        if not isinstance(each, Proof)
    }


def _overrides(version: str, world: Iterable[KeptState]) -> Overrides:
    found = Overrides()
    for row in world:
        if row.kind == Overrides.kind and row.key == version and row.value is not None:
            found.take(row.key, json.loads(row.value))
    return found
