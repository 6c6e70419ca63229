"""Where a configuration is made ready while the old one decides: read, compiled and proved, on a thread of its own."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from queue import SimpleQueue

from gate.bus.plain import to_json
from gate.domain.commands import CommandRequest
from gate.domain.person import Person
from gate.domain.site import Site
from gate.engine.inbox import MadeReady, Proved, Unproved
from gate.engine.publishing import breaches
from gate.engine.watching import ChangeOrder, ProofOrder, Watching
from gate.policy import PolicyError, World, compile_site
from gate.policy.roster import compact
from gate.service.prepared import Prepared, Unusable

log = logging.getLogger(__name__)

ReadSite = Callable[[], Site]
"""Reads the engine's own site file as it is now; ValueError or OSError, with all that is wrong, if it cannot."""


Made = MadeReady | Proved | Unproved


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyOrder:
    """Make the site file ready for this request, with the people as they are now."""

    request: CommandRequest
    people: tuple[Person, ...]
    revision: int


def no_file() -> Site:
    """An engine that was not started from a file."""
    raise ValueError("this engine was not started from a site file")


class ReadyRoom:
    """Takes one order after another. Nothing here touches what the deciding thread owns."""

    def __init__(self, read: ReadSite, made: Callable[[Made], None]) -> None:
        """``made`` is called on this room's thread."""
        self._read, self._made = read, made
        self._orders: SimpleQueue[ReadyOrder | ProofOrder | ChangeOrder | None] = SimpleQueue()
        self._watching: Watching | None = None
        self._thread = threading.Thread(target=self._run, name="publishing", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def order(self, order: ReadyOrder | ProofOrder | ChangeOrder) -> None:
        """Ask for it; the answer comes to ``made``, always."""
        self._orders.put(order)

    def stop(self) -> None:
        """End after the order at hand, which may take as long as a proof."""
        self._orders.put(None)

    def _run(self) -> None:
        while (order := self._orders.get()) is not None:
            self._made(self._ready(order) if isinstance(order, ReadyOrder) else self._proved(order))

    def _ready(self, order: ReadyOrder) -> MadeReady:
        try:
            return MadeReady(order.request, make_ready(self._read, order))
        except Exception as fault:  # whoever asked must hear of it, and so must the next
            log.exception("a configuration could not be made ready")
            return MadeReady(order.request, Unusable(f"the configuration could not be made ready: {fault!r}"))

    def _proved(self, order: ProofOrder | ChangeOrder) -> Proved | Unproved:
        try:
            return self._watched(order).said()
        except (
            Exception
        ) as fault:  # a bug of the prover must not end proofs, nor look like one that went well
            log.exception("the invariants could not be proved")
            self._watching = None
            return Unproved(repr(fault))

    def _watched(self, order: ProofOrder | ChangeOrder) -> Watching:
        if isinstance(order, ProofOrder):
            self._watching = None  # two sites' people at once would be too many
            self._watching = Watching(order)
        elif self._watching is None:
            raise RuntimeError("expected an order for the whole site before one for those who changed")
        else:
            self._watching.change(order)
        return self._watching


def make_ready(read: ReadSite, order: ReadyOrder) -> Prepared | Unusable:
    """The configuration with its world and what its proof found; nothing of a faulty file is used."""
    try:
        site = read()
        configuration = compile_site(site)
    except (ValueError, OSError, PolicyError) as fault:
        log.warning("a configuration was not published: %s", fault)
        return Unusable(f"the site file cannot be run: {fault}")
    return Prepared(
        site=site,
        world=World(configuration, compact(order.people), order.revision),
        revision=order.revision,
        body=to_json(site).decode(),
        breaches=breaches(site, configuration, order.people),
    )
