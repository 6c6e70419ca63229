"""Terminals: on the right device, within its count, used once, and wired so that a dead controller opens nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gate.domain.portal import Lock, LockMode, Point, Portal, Wiring
from gate.site.draft import Draft
from gate.site.finding import Path
from gate.site.hardware_facts import device_profile


@dataclass(frozen=True, slots=True, kw_only=True)
class _Use:
    """One use of an input; several portals may share a fire contact, all else has its own terminal."""

    path: Path
    role: str
    point: Point


def check_wiring(draft: Draft) -> None:
    """Locks, inputs, reader positions and cabinets."""
    _inputs(draft)
    _outputs(draft)
    for portal in draft.site.portals.values():
        _lock(draft, portal)
        _readers(draft, portal)
        _one_agent(draft, portal)


def _uses(draft: Draft) -> Iterator[_Use]:
    for portal in draft.site.portals.values():
        for role, point in portal.points.items():
            yield _Use(path=draft.at("portals", portal.id, role), role=role, point=point)
    for agent in draft.site.agents.values():
        for role, point in agent.inputs.items():
            yield _Use(path=draft.at("agents", agent.id, role), role=role, point=point)


def _inputs(draft: Draft) -> None:
    used: dict[tuple[str, int], _Use] = {}
    for use in _uses(draft):
        point = use.point
        profile = device_profile(draft.site, point.device)
        if profile is None or not point.input:
            continue
        if point.input > profile.inputs:
            _beyond(
                draft, (*use.path, "input"), "an input", profile.inputs, point.device, profile.id, point.input
            )
            continue
        other = used.setdefault((point.device, point.input), use)
        shared = use.role == other.role == "fire"
        if other is not use and not shared:
            line = draft.faults.line(other.path)
            got = f"{point.device} input {point.input}, which is the {other.role} of line {line}"
            draft.faults.error((*use.path, "input"), "an input of its own", got)
        elif shared and point.wiring is not other.point.wiring:
            line = draft.faults.line(other.path)
            draft.faults.error(
                (*use.path, "wiring"),
                f'"{other.point.wiring.value}", as in line {line}',
                f'"{point.wiring.value}"',
            )


def _outputs(draft: Draft) -> None:
    used: dict[tuple[str, int], str] = {}
    for portal in draft.site.portals.values():
        lock = portal.lock
        at = draft.at("portals", portal.id, "lock", "output")
        profile = device_profile(draft.site, lock.device)
        if profile is None or not lock.output:
            continue
        if profile.kind == "reader":
            expected = "a controller on the safe side of the door"
            draft.faults.error(
                (*at[:-1], "device"), expected, f'"{lock.device}", a reader: who takes it off opens it'
            )
        elif profile.modbus is not None and profile.modbus.no_lock:
            got = f'"{lock.device}", a {profile.id}: {profile.modbus.no_lock}'
            draft.faults.error((*at[:-1], "device"), "a controller whose outputs may hold a lock", got)
        elif lock.output > profile.outputs:
            _beyond(draft, at, "an output", profile.outputs, lock.device, profile.id, lock.output)
        elif (other := used.setdefault((lock.device, lock.output), portal.id)) != portal.id:
            got = f"{lock.device} output {lock.output}, which is the lock of {other}"
            draft.faults.error(at, "an output of its own", got)


def _beyond(draft: Draft, at: Path, what: str, count: int, device: str, profile: str, came: int) -> None:
    has = f"from 1 to {count}" if count else "on a device that has some"
    draft.faults.error(at, f"{what} {has}: {device} is a {profile}", str(came))


def _lock(draft: Draft, portal: Portal) -> None:
    """A relay at rest is what a dead controller has."""
    lock: Lock = portal.lock
    if lock.released_when_on:
        return
    at = draft.at("portals", portal.id, "lock", "wiring")
    if lock.mode is LockMode.FAIL_SECURE:
        draft.faults.error(
            at, f'"{Wiring.NO.value}" with fail-secure', '"NC": open whenever the controller is dead'
        )
    else:
        draft.faults.warn(
            at, f'"{Wiring.NC.value}" with fail-safe', '"NO": open whenever the controller is dead'
        )


def _readers(draft: Draft, portal: Portal) -> None:
    for key, reader in (("in", portal.reader_in), ("out", portal.reader_out)):
        profile = device_profile(draft.site, reader) if reader else None
        if profile is not None and profile.kind != "reader":
            at = draft.at("portals", portal.id, "readers", key)
            draft.faults.error(at, "a reader", f'"{reader}", a {profile.id}')


def _one_agent(draft: Draft, portal: Portal) -> None:
    """An agent that decides alone must have the readers and the contacts of the door that it opens."""
    parts = (
        (("readers", "in"), portal.reader_in),
        (("readers", "out"), portal.reader_out),
        *(((role, "device"), point.device) for role, point in portal.points.items()),
    )
    own = _agent(draft, portal.lock.device)
    for steps, device in parts:
        agent = _agent(draft, device)
        if own and agent and agent != own:
            at = draft.at("portals", portal.id, *steps)
            draft.faults.error(at, f"a device of {own}, which drives the lock", f'"{device}" of {agent}')


def _agent(draft: Draft, device: str | None) -> str | None:
    config = draft.site.devices.get(device or "")
    line = draft.site.lines.get(config.line) if config else None
    return line.agent if line else None
