"""The terminals of one agent: which reader, input and output belongs to which portal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gate.domain.portal import Point, Portal, Wiring
from gate.domain.site import Site

Terminal = tuple[str, int]
"""A device and the number printed at its terminal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactPoint:
    """The terminal tells whether a portal is open."""

    portal: str
    wiring: Wiring


@dataclass(frozen=True, slots=True, kw_only=True)
class RexPoint:
    """The terminal is a portal's request-to-exit button; ``extended``: that of those who need longer."""

    portal: str
    wiring: Wiring
    extended: bool = False

    @property
    def name(self) -> str:
        """What the site file calls it."""
        return "accessible" if self.extended else "rex"


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisionPoint:
    """The terminal watches something of a portal or agent: ``fire``, ``tamper``, ``mains``, ..."""

    owner: str
    name: str
    wiring: Wiring


Meaning = ContactPoint | RexPoint | SupervisionPoint


class Points:
    """What the agent's devices mean. One terminal may mean several things: a fire input of two doors."""

    def __init__(self, site: Site, agent: str) -> None:
        own = {device for device in site.devices if site.agent_of_device(device) == agent}
        self.devices = frozenset(own)
        self.portals: Mapping[str, Portal] = {
            portal.id: portal for portal in site.portals.values() if portal.lock.device in own
        }
        self.portal_of_reader = {
            reader: portal.id for portal in self.portals.values() for reader in _readers(portal)
        }
        self.outputs: dict[Terminal, str] = {
            (portal.lock.device, portal.lock.output): portal.id for portal in self.portals.values()
        }
        self.inputs: dict[Terminal, tuple[Meaning, ...]] = _inputs(site, agent, own)

    def readers(self, portal: str) -> tuple[str, ...]:
        """The readers of a portal that hang on this agent's lines."""
        return tuple(reader for reader in _readers(self.portals[portal]) if reader in self.devices)

    def inputs_of(self, device: str) -> Iterator[tuple[Terminal, Meaning]]:
        """Everything that a device's inputs mean."""
        for terminal, meanings in self.inputs.items():
            if terminal[0] == device:
                for meaning in meanings:
                    yield terminal, meaning

    def outputs_of(self, device: str) -> Iterator[str]:
        """The portals whose lock hangs on a device."""
        return (portal for (name, _), portal in self.outputs.items() if name == device)


def _readers(portal: Portal) -> tuple[str, ...]:
    return tuple(reader for reader in (portal.reader_in, portal.reader_out) if reader is not None)


def _inputs(site: Site, agent: str, own: set[str]) -> dict[Terminal, tuple[Meaning, ...]]:
    found: defaultdict[Terminal, list[Meaning]] = defaultdict(list)
    for point, meaning in _meanings(site, agent):
        if point.device in own:
            found[(point.device, point.input)].append(meaning)
    return {terminal: tuple(meanings) for terminal, meanings in found.items()}


def _watched(portal: Portal) -> Iterator[tuple[Point, Meaning]]:
    watched = (("fire", portal.fire), ("key", portal.key), ("reader_tamper", portal.reader_tamper))
    for name, point in watched:
        if point is not None:
            yield point, SupervisionPoint(owner=portal.id, name=name, wiring=point.wiring)


def _meanings(site: Site, agent: str) -> Iterator[tuple[Point, Meaning]]:
    for portal in site.portals.values():
        if portal.contact:
            yield portal.contact, ContactPoint(portal=portal.id, wiring=portal.contact.wiring)
        if portal.rex:
            yield portal.rex, RexPoint(portal=portal.id, wiring=portal.rex.wiring)
        if portal.accessible:
            wiring = portal.accessible.wiring
            yield portal.accessible, RexPoint(portal=portal.id, wiring=wiring, extended=True)
        yield from _watched(portal)
    for name, point in site.agents[agent].inputs.items():
        yield point, SupervisionPoint(owner=agent, name=name, wiring=point.wiring)
