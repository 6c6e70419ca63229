"""Everything that a decision looks at besides the question: the configuration, the people, and what moves."""

from __future__ import annotations

from collections.abc import Iterable

from gate.domain.person import Person
from gate.policy.configuration import Configuration
from gate.policy.doors import Doors
from gate.policy.entries import Entries
from gate.policy.grants import LiveGrants
from gate.policy.kept import Kept
from gate.policy.orders import OrderBook
from gate.policy.overrides import Overrides
from gate.policy.pins import Pins
from gate.policy.posture import Lockdown, Threats
from gate.policy.presence import Presence
from gate.policy.proofs import Proofs
from gate.policy.register import Register
from gate.policy.roster import Roster
from gate.policy.timetable import Timetable
from gate.policy.waits import Waits


class State:
    """The parts, each with its own file. Judging reads them; only :mod:`gate.policy.world` changes them."""

    def __init__(self, configuration: Configuration, people: Iterable[Person] | Roster) -> None:
        self.configuration = configuration
        self.register = Register(configuration, people)
        self.timetable = Timetable(configuration.calendar, configuration.days)
        self.presence = Presence(configuration)
        self.entries = Entries()
        self.doors = Doors()
        self.grants = LiveGrants(configuration)
        self.waits = Waits()
        self.pins = Pins(configuration.pin_tries, configuration.pin_block)
        self.lockdown = Lockdown(configuration)
        self.threats = Threats(configuration)
        self.overrides = Overrides()
        self.proofs = Proofs()
        self.orders = OrderBook(configuration, self.timetable, self.lockdown, self.threats)
        self.zone_names = {rules.bit: name for name, rules in configuration.zones.items()}
        if self.presence.surrounded:
            for holder in self.register:
                self.presence.admit(holder.id)

    @property
    def kept(self) -> tuple[Kept, ...]:
        """The parts that survive a restart, those that others build upon first."""
        return (
            self.register,
            self.timetable,
            self.presence,
            self.entries,
            self.doors,
            self.grants,
            self.waits,
            self.pins,
            self.lockdown,
            self.threats,
            self.overrides,
            self.proofs,
        )
