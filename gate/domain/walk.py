"""The commissioning walk-test: what of a cabinet is tried with a person at the door, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from gate.domain.portal import Point, Portal
from gate.domain.site import Site


class WalkPart(StrEnum):
    """What is tried."""

    READER = "reader"  # a card is read, and at this reader
    KEYPAD = "keypad"  # keys are joined to the card
    CONTACT = "contact"  # the door's opening and closing show
    LOCK = "lock"  # releases, locks again by itself, and holds
    REX = "rex"  # the exit button is seen
    INPUT = "input"  # a supervision input becomes active and rests again


class WalkResult(StrEnum):
    """How it ended."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"  # for a reason that is in the note


@dataclass(frozen=True, slots=True, kw_only=True)
class WalkPoint:
    """One thing to try. ``subject``: the reader, portal or agent; ``name``: of an input, such as ``fire``.

    ``portals``: the doors that it belongs to; a fire contact may serve several.
    """

    part: WalkPart
    subject: str
    name: str = ""
    portals: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Unique within an agent: ``reader rdr-front-in``, ``input front-door fire``."""
        return " ".join(filter(None, (self.part.value, self.subject, self.name)))


@dataclass(frozen=True, slots=True, kw_only=True)
class WalkItem:
    """What came of one point. ``seconds`` from the first request to the person until the result.

    ``seen``: identities of the events that showed it, ``src/boot/seq``, in their order: evidence in the log.
    """

    point: str
    result: WalkResult
    seconds: float
    note: str = ""
    seen: tuple[str, ...] = ()


def points_of(site: Site, agent: str) -> tuple[WalkPoint, ...]:
    """Everything to try at an agent's doors, door by door as one walks, the cabinet last. KeyError: no such agent."""
    cabinet = site.agents[agent]
    points = [
        point
        for portal in site.portals.values()
        if site.agent_of_portal(portal.id) == agent
        for point in _of_portal(site, portal)
    ]
    points += _fire(site, agent)
    points += [WalkPoint(part=WalkPart.INPUT, subject=agent, name=name) for name in cabinet.inputs]
    return tuple(points)


def _of_portal(site: Site, portal: Portal) -> Iterator[WalkPoint]:
    here = (portal.id,)
    for reader in (portal.reader_in, portal.reader_out):
        if reader is not None:
            yield WalkPoint(part=WalkPart.READER, subject=reader, portals=here)
            yield from _of_reader(site, reader, here)
    if portal.contact is not None:
        yield WalkPoint(part=WalkPart.CONTACT, subject=portal.id, portals=here)
    yield WalkPoint(part=WalkPart.LOCK, subject=portal.id, portals=here)
    if portal.rex is not None:
        yield WalkPoint(part=WalkPart.REX, subject=portal.id, portals=here)
    if portal.accessible is not None:
        yield WalkPoint(part=WalkPart.REX, subject=portal.id, name="accessible", portals=here)
    for name in ("key", "reader_tamper"):
        if name in portal.points:
            yield WalkPoint(part=WalkPart.INPUT, subject=portal.id, name=name, portals=here)


def _of_reader(site: Site, reader: str, here: tuple[str, ...]) -> Iterator[WalkPoint]:
    device = site.devices[reader]
    if device.keypad:
        yield WalkPoint(part=WalkPart.KEYPAD, subject=reader, portals=here)
    if site.lines[device.line].protocol == "osdp":  # the only readers that tell of their case
        yield WalkPoint(part=WalkPart.INPUT, subject=reader, name="tamper", portals=here)


def _fire(site: Site, agent: str) -> list[WalkPoint]:
    """One for each terminal: doors that share a contact of the fire panel are tried together."""
    doors: dict[tuple[str, int], list[str]] = {}
    for portal in site.portals.values():
        point: Point | None = portal.fire
        if point is not None and site.agent_of_portal(portal.id) == agent:
            doors.setdefault((point.device, point.input), []).append(portal.id)
    return [
        WalkPoint(part=WalkPart.INPUT, subject=portals[0], name="fire", portals=tuple(portals))
        for portals in doors.values()
    ]
