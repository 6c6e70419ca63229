"""What operators set on zones and portals: lockdown and threat levels."""

from __future__ import annotations

from collections.abc import Iterable

from gate.policy.configuration import Configuration
from gate.policy.faults import NotThere
from gate.policy.kept import Json, Kept, text
from gate.policy.rules import Level, Way, ZoneRules
from gate.policy.turned import Turned


class Lockdown(Kept, Turned):
    """``zones`` (a mask) and ``portals`` that only responders enter."""

    kind = "lockdown"

    def __init__(self, configuration: Configuration) -> None:
        super().__init__()
        self._configuration = configuration
        self.zones = 0
        self.portals: frozenset[str] = frozenset()

    def over(self, way: Way) -> bool:
        """True if the portal, the target or a zone around it is locked down."""
        return bool(self.zones & way.target.around) or way.portal in self.portals

    def set(self, target: str, active: bool) -> None:
        """Lock down or lift one zone or portal; NotThere if it is neither."""
        zone = self._configuration.zones.get(target)
        if zone is None and target not in self._configuration.portals:
            raise NotThere("zone or portal", target)
        if zone is not None:
            self.zones = self.zones | zone.bit if active else self.zones & ~zone.bit
        if target in self._configuration.portals:
            self.portals = self.portals | {target} if active else self.portals - {target}
        self.changed.add(target)
        self.turned()

    def keys(self) -> Iterable[str]:
        """All there are."""
        return (*self._configuration.names(self.zones), *self.portals)

    def value(self, key: str) -> Json:
        """True while locked down."""
        zone = self._configuration.zones.get(key)
        return True if key in self.portals or (zone is not None and zone.bit & self.zones) else None

    def take(self, key: str, value: Json) -> None:
        """A target out of a row."""
        if value is True and (key in self._configuration.zones or key in self._configuration.portals):
            self.set(key, active=True)
            self.changed.discard(key)


class Threats(Kept, Turned):
    """The threat level that is set on each zone, if any."""

    kind = "threat"

    def __init__(self, configuration: Configuration) -> None:
        super().__init__()
        self._configuration = configuration
        self._levels: dict[int, Level] = {}  # by zone bit
        self.zones = 0
        """The zones on which a level is set."""

    def over(self, target: ZoneRules) -> tuple[Level, ...]:
        """Levels set on the zone and on those around it."""
        if not self.zones & target.around:
            return ()
        return tuple(self._levels[bit] for bit in target.chain if bit in self._levels)

    def set(self, level: str | None, zone: str) -> None:
        """Set the level of one zone, None clears it; NotThere if level or zone is not there."""
        rules = self._configuration.zones.get(zone)
        if rules is None:
            raise NotThere("zone", zone)
        if level is None:
            self._levels.pop(rules.bit, None)
        else:
            self._levels[rules.bit] = self._level(level)
        self.zones = sum(self._levels)
        self.changed.add(zone)
        self.turned()

    def _level(self, level: str) -> Level:
        found = self._configuration.levels.get(level)
        if found is None:
            raise NotThere("threat level", level)
        return found

    def keys(self) -> Iterable[str]:
        """All there are."""
        return self._configuration.names(self.zones)

    def value(self, key: str) -> Json:
        """The zone's level."""
        level = self._levels.get(self._configuration.zones[key].bit)
        return None if level is None else level.id

    def take(self, key: str, value: Json) -> None:
        """A level out of a row."""
        level = text(value)
        if key in self._configuration.zones and level in self._configuration.levels:
            self.set(level, key)
            self.changed.discard(key)
