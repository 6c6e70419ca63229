"""What stands on the bus until something newer does: packs, the freshness token, how every door is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from gate.bus.messages import Fresh, PackDelivery
from gate.clock import Clock
from gate.domain.events import PortalChanged
from gate.engine.outgoing import Outgoing
from gate.engine.packroom import PackOrder, PackRoom
from gate.policy import StateRow
from gate.service.facts import Facts

DEFAULT_LEASE = timedelta(hours=24)
LONG_AGO = datetime.min.replace(tzinfo=UTC)


class Standing:
    """Owned by whoever decides. ``posture``: what operators have set, as it is whenever packs are ordered.

    ``due``: when the next token is; at once, first.
    """

    def __init__(
        self,
        facts: Facts,
        posture: Mapping[tuple[str, str], StateRow],
        *,
        packs: PackRoom,
        outgoing: Outgoing,
        clock: Clock,
    ) -> None:
        self._facts, self._posture = facts, posture
        self._packs, self._outgoing, self._clock = packs, outgoing, clock
        self._deliveries: dict[str, PackDelivery] = {}
        self.due = LONG_AGO

    def order_packs(self, agents: frozenset[str]) -> None:
        """These agents need a pack of the facts as they are now."""
        order = PackOrder(
            agents=agents,
            site=self._facts.site,
            people=self._facts.everybody(),
            revision=self._facts.revision,
            epoch=self._facts.epoch,
            posture=tuple(row for row in self._posture.values() if row.value is not None),
        )
        self._packs.order(order)

    def pack_made(self, delivery: PackDelivery) -> None:
        """A pack is ready: to its agent, and into the token."""
        self._facts.packs[delivery.agent] = delivery.pack
        self._deliveries[delivery.agent] = delivery
        self._outgoing.pack(delivery)
        self.send_fresh()

    def send_fresh(self) -> None:
        """A token every quarter of the shortest lease, and whenever packs or the store changed."""
        now = self._clock.now()
        leases = [zone.lease or DEFAULT_LEASE for zone in self._facts.site.zones.values()]
        self.due = now + min(leases, default=DEFAULT_LEASE) / 4
        self._outgoing.fresh(Fresh(epoch=self._facts.epoch, at=now, packs=dict(self._facts.packs)))

    def renew(self) -> None:
        """A token once nothing else is to be decided: leases may be other ones."""
        self.due = LONG_AGO

    def show(self) -> None:
        """All of it, to a broker that may have forgotten everything."""
        for portal, state in self._facts.doors.items():
            shown = PortalChanged(
                portal=portal,
                commanded=state.commanded,
                contact=state.contact,
                state=state.state,
                cause=state.cause,
            )
            self._outgoing.state(shown)
        for agent, delivery in self._deliveries.items():
            status = self._facts.agents.get(agent)
            if status is None or status.pack != delivery.pack:
                self._outgoing.pack(delivery)
        self.send_fresh()
