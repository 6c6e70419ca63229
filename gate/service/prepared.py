"""A configuration made ready beside the running one: compiled, proved, with a world of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from gate.domain.site import Site
from gate.policy import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """``world`` knows the people as of ``revision`` of the facts, and nothing that moves. ``breaches``: what the proof
    found, in words, by invariant. ``body``: the site as JSON, for the record.
    """

    site: Site
    world: World = field(repr=False)
    revision: int
    body: str = field(repr=False)
    breaches: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unusable:
    """The engine's site file cannot be run, and why."""

    why: str
