"""Names that a file defines, and readers of references to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gate.domain.site import Site
from gate.site.values import Reader, Unfit, Unknowable, nearest

ONE_OF = {
    "zones": "a zone",
    "schedules": "a schedule",
    "groups": "a group",
    "threat_levels": "a threat level",
    "portals": "a portal",
    "interlocks": "an interlock",
    "agents": "an agent",
    "lines": "a line",
    "devices": "a device",
    "cameras": "a camera",
    "visitor_types": "a type of visitors",
    "invariants": "an invariant",
    "profiles": "a firmware profile",
}


class Known:
    """Ids by kind. A kind with an entry whose id could not be read is incomplete: what it lacks is not judged."""

    def __init__(self, ids: Mapping[str, Iterable[str]], incomplete: frozenset[str] = frozenset()) -> None:
        self._ids = {kind: dict.fromkeys(names) for kind, names in ids.items()}
        self._incomplete = incomplete

    def names(self, kind: str) -> tuple[str, ...]:
        """All ids of a kind, in the order of the file."""
        return tuple(self._ids.get(kind, ()))

    def complete(self, kind: str) -> bool:
        """False if an entry of that kind has no id that could be read."""
        return kind not in self._incomplete

    def ref(self, kind: str) -> Reader[str]:
        """Reads a reference to something of that kind."""
        ids = self._ids.get(kind, {})

        def read(value: object) -> str:
            if isinstance(value, str) and value in ids:
                return value
            meant = nearest(value, ids) if isinstance(value, str) else None
            if meant is None and isinstance(value, str) and kind in self._incomplete:
                raise Unknowable
            raise Unfit(self._expected(kind, value), meant=meant, instead=meant)

        return read

    def _expected(self, kind: str, value: object) -> str:
        others = [
            ONE_OF[other]
            for other, names in self._ids.items()
            if other != kind and isinstance(value, str) and value in names
        ]
        names = self.names(kind)
        listed = f" ({', '.join(names)})" if 0 < len(names) <= 8 else ""
        return f"{ONE_OF[kind]}{listed}" + (f", not {others[0]}" if others else "")


def known_in(site: Site) -> Known:
    """The ids of a site that is sound."""
    return Known(
        {"zones": site.zones, "groups": site.groups, "schedules": site.schedules, "portals": site.portals}
    )
