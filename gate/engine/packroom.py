"""Where packs are made: on a thread of its own, since a big site's pack takes longer than a door may wait."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from gate.bus.messages import PackDelivery
from gate.domain.person import Person
from gate.domain.site import Site
from gate.edge.pack import build_pack, seal_pack
from gate.keys.engine_keys import EngineKeys
from gate.policy import StateRow


@dataclass(frozen=True, slots=True, kw_only=True)
class PackOrder:
    """Packs for these agents with the facts as they are now."""

    agents: frozenset[str]
    site: Site
    people: tuple[Person, ...]
    revision: int
    epoch: int
    posture: tuple[StateRow, ...]


def make_pack(keys: EngineKeys, order: PackOrder, agent: str) -> PackDelivery:
    """One agent's pack, encrypted for it; to be signed in its envelope."""
    content = build_pack(
        order.site,
        order.people,
        agent=agent,
        revision=order.revision,
        card_hash=lambda card: keys.card_hash(agent, card),
        pin_key=keys.person_pin_key,
        rows=order.posture,
    )
    return seal_pack(
        content,
        agent=agent,
        revision=order.revision,
        epoch=order.epoch,
        seal=lambda data, context: keys.seal_pack(agent, data, context),
    )


class PackRoom:
    """Makes packs in the order asked for; of what waits only the newest is made."""

    def __init__(self, keys: EngineKeys, made: Callable[[PackDelivery], None]) -> None:
        """``made`` is called on this room's thread for each pack."""
        self._keys, self._made = keys, made
        self._waiting: PackOrder | None = None
        self._change = threading.Condition()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="packs", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def order(self, order: PackOrder) -> None:
        """Ask for packs; joins what waits already, with the newer facts."""
        with self._change:
            waiting = self._waiting.agents if self._waiting else frozenset()
            self._waiting = order if not waiting else _joined(order, waiting)
            self._change.notify()

    def stop(self) -> None:
        """End after the pack at hand."""
        with self._change:
            self._stopping = True
            self._change.notify()
        self._thread.join()

    def _run(self) -> None:
        while (order := self._take()) is not None:
            for agent in sorted(order.agents):
                self._made(make_pack(self._keys, order, agent))

    def _take(self) -> PackOrder | None:
        with self._change:
            while self._waiting is None and not self._stopping:
                self._change.wait()
            order, self._waiting = self._waiting, None
            return None if self._stopping else order


def _joined(order: PackOrder, agents: Iterable[str]) -> PackOrder:
    return PackOrder(
        agents=order.agents | frozenset(agents),
        site=order.site,
        people=order.people,
        revision=order.revision,
        epoch=order.epoch,
        posture=order.posture,
    )
