"""What a proof needs of a site alone: built once, shared by all questions about all people."""

from __future__ import annotations

from gate.domain.site import Site
from gate.policy.configuration import Configuration
from gate.policy.prove.graph import Graph, How
from gate.policy.prove.hours import Hours
from gate.policy.prove.reachable import Closure
from gate.policy.prove.static import Static
from gate.policy.timetable import Timetable


class Ground:
    """A site and its compiled configuration, which must belong together."""

    def __init__(self, site: Site, configuration: Configuration) -> None:
        self.site = site
        self.configuration = configuration
        self.graph = Graph(site)
        self.static = Static(configuration)
        self.hours = Hours(configuration)
        self.closure = Closure(self.graph, configuration)
        self.zone_by_bit = {zone.bit: zone for zone in configuration.zones.values()}
        self.entry_to = {move.target: move for move in self.graph.moves() if move.how is How.ENTRY}
        self._timetable = Timetable(configuration.calendar, configuration.days)

    def active(self, t: int) -> int:
        """The schedules that are active at an instant."""
        return self._timetable.at(t)[0]
