"""``gate walktest``: the readers, locks, contacts and buttons of a cabinet, tried by two people and signed off."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from gate.bus.client import BusClient
from gate.bus.codec import decode
from gate.bus.errors import CodecError
from gate.bus.messages import Health
from gate.bus.topics import Topics
from gate.client.client import Client
from gate.client.errors import EngineSilent
from gate.clock import Clock, SimulatedClock, site_clock
from gate.domain.commands import Actor, Command, MomentaryUnlock, Outcome, RecordWalkTest
from gate.domain.rights import Role
from gate.domain.site import Site
from gate.domain.walk import WalkPoint, points_of
from gate.roots.folders import DEFAULT_BUS, DataFolder
from gate.roots.hand import DEMO_DATA
from gate.roots.options import load_site_or_stop
from gate.roots.shape import UserError, new_app
from gate.roots.walk.finish import Desk
from gate.roots.walk.guide import Guide, Left
from gate.roots.walk.inbox import Happened, HungUp, Inbox, Typed
from gate.roots.walk.sheet import Sheet, keep, kept
from gate.roots.walk.steps import steps_of
from gate.roots.walk.telling import Teller

app = new_app(
    "Try a cabinet's readers, locks, contacts and buttons with a person at the door, and sign it off."
)
CONNECT_S = 10.0
HEALTH_S = 3.0


class Language(StrEnum):
    """Of instructions and report."""

    EN = "en"
    ZH = "zh"


@app.command()
def walktest(  # noqa: PLR0913, PLR0917 - the options of a command line
    agent: Annotated[str, typer.Argument(metavar="AGENT", help="an agent of the site file")],
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="who tests, at this terminal")],
    at_door: Annotated[str, typer.Option("--at-door", metavar="NAME", help="who stands at the doors")],
    data: Annotated[Path, typer.Option("--data", metavar="DIR", help="the data folder")] = DEMO_DATA,
    site: Annotated[Path | None, typer.Option("--site", metavar="FILE", help="the demo's, if unset")] = None,
    bus: Annotated[str | None, typer.Option("--bus", metavar="URL", help="the demo's, if unset")] = None,
    door: Annotated[
        list[str] | None, typer.Option("--door", metavar="PORTAL", help="only what belongs to these doors")
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="what failed or was skipped, too")] = False,
    afresh: Annotated[bool, typer.Option("--afresh", help="forget what was tried before")] = False,
    signed_by: Annotated[
        str, typer.Option("--signed-by", metavar="NAME", help="who signs it off; asked at the end if unset")
    ] = "",
    patience: Annotated[
        float | None,
        typer.Option("--patience", metavar="SECONDS", help="then a step has failed; else it waits"),
    ] = None,
    language: Annotated[
        Language, typer.Option("--language", help="of instructions and report")
    ] = Language.EN,
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object a line")] = False,
) -> None:
    """Walk all points of a cabinet; goes on where it was left. Exit 0 where all passed and the record has it."""
    place = _place(DataFolder(data), site, bus)
    if agent not in place.site.agents:
        raise UserError(f"expected an agent of the site ({', '.join(place.site.agents)}); got {agent!r}")
    path = place.folder.walk_tests / f"{agent}.json"
    sheet = _sheet(place, agent, path, (by, at_door), afresh=afresh)
    points = sheet.left(_asked(place.site, agent, door or []), again=again)
    inbox = Inbox(place.clock.monotonic)
    tell = Teller(typer.echo, language.value, as_json=as_json)
    with _connected(place, agent, inbox) as send:
        threading.Thread(target=_listen, args=(inbox,), daemon=True).start()
        guide = Guide(
            inbox=inbox, tell=tell, unlock=lambda portal: _unlock(send, portal, by), patience=patience
        )
        sheet, left = _walk(place.site, guide, sheet, points, path)
        desk = Desk(
            site=place.site,
            inbox=inbox,
            tell=tell,
            now=place.clock.now,
            record=_recorder(send, by),
            path=path,
        )
        done = not left and desk.sign(sheet, signed_by)
    if left:
        tell.end(f"\nleft; what was tried is kept in {path}: run this again to go on", left=True)
    if not done:
        raise typer.Exit(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where the test is made: in the field by its options, on a running demo by what that says of itself."""

    site: Site
    bus: str
    folder: DataFolder
    clock: Clock


def _place(folder: DataFolder, site: Path | None, bus: str | None) -> _Place:
    running = json.loads(folder.running.read_text()) if folder.running.exists() else {}
    file = site or (Path(running["site"]) if running else None)
    if file is None:
        raise UserError(f"expected --site FILE: nothing runs in {folder.root} that would name one")
    simulated = folder.simulation / "clock"
    return _Place(
        site=load_site_or_stop(file),
        bus=bus or running.get("bus") or DEFAULT_BUS,
        folder=folder,
        clock=SimulatedClock(simulated) if running and simulated.exists() else site_clock(),
    )


def _sheet(place: _Place, agent: str, path: Path, people: tuple[str, str], *, afresh: bool) -> Sheet:
    before = None if afresh else kept(path)
    if before is None:
        return Sheet(
            site=place.site.id,
            configuration=place.site.version,
            agent=agent,
            tester=people[0],
            at_door=people[1],
            started_at=place.clock.now(),
        )
    if before.configuration != place.site.version:
        raise UserError(f"{path}: was begun with another site file; --afresh begins a new one")
    if (before.tester, before.at_door) != people:
        raise UserError(
            f"{path}: was begun by {before.tester} with {before.at_door} at the doors; --afresh begins a new one"
        )
    return before


def _asked(site: Site, agent: str, doors: list[str]) -> tuple[WalkPoint, ...]:
    points = points_of(site, agent)
    known = {portal for point in points for portal in point.portals}
    for portal in doors:
        if portal not in known:
            raise UserError(
                f"--door: expected a door of {agent} ({', '.join(sorted(known))}); got {portal!r}"
            )
    return tuple(point for point in points if not doors or set(point.portals) & set(doors))


def _walk(
    site: Site, guide: Guide, sheet: Sheet, points: tuple[WalkPoint, ...], path: Path
) -> tuple[Sheet, bool]:
    """Point after point, each kept as soon as it is known; and whether the person left before the last one."""
    if points:
        guide.tell.help()
    for number, point in enumerate(points, 1):
        guide.tell.point(number, len(points), point)
        try:
            item = guide.walk(point, steps_of(site, point, reads_back=_reads_back(site, point)))
        except Left:
            return sheet, True
        sheet = sheet.with_item(item)
        keep(path, sheet)
    return sheet, False


def _reads_back(site: Site, point: WalkPoint) -> bool:
    """Whether the lock's output of a portal can be read back, by its controller's profile."""
    from firmware_profiles.load import load_profile

    portal = site.portals.get(point.subject)
    if portal is None:
        return False
    facts = load_profile(site.devices[portal.lock.device].profile).modbus
    return facts is not None and facts.readback is not None


Send = Callable[[Command, Actor], str]
"""Sends a command; why it was not done, "" where it was."""


@contextmanager
def _connected(place: _Place, agent: str, inbox: Inbox) -> Iterator[Send]:
    """The bus: the agent's live events go into the inbox. UserError where broker or agent are not there."""
    topics, name = Topics(place.site.id), f"walktest-{agent}"
    bus = BusClient(place.bus, f"{place.site.id}-{name}")
    online = threading.Event()
    bus.subscribe(topics.events(agent), lambda _, payload: _hear(payload, agent, inbox))
    bus.subscribe(topics.health(agent), lambda _, payload: _note_health(payload, online))
    client = Client(bus, place.site.id, name, clock=place.clock.now)
    bus.start()
    try:
        if not bus.wait_connected(CONNECT_S):
            raise UserError(f"{place.bus}: no broker answers")
        if not online.wait(HEALTH_S):
            raise UserError(f"agent {agent} is not on the bus: start it first")
        yield lambda command, actor: _sent(client, command, actor)
    finally:
        bus.stop()


def _sent(client: Client, command: Command, actor: Actor) -> str:
    try:
        receipt = client.send(command, actor)
    except EngineSilent as error:
        return str(error)
    return "" if receipt.outcome is Outcome.DONE else receipt.why or receipt.outcome.value


def _unlock(send: Send, portal: str, by: str) -> str:
    return send(MomentaryUnlock(portal=portal, reason="walk-test"), _actor(by))


def _recorder(send: Send, by: str) -> Callable[[RecordWalkTest], str]:
    return lambda record: send(record, _actor(by))


def _actor(by: str) -> Actor:
    return Actor(user=by, role=Role.SYSTEM, origin="cli")


def _hear(payload: bytes, agent: str, inbox: Inbox) -> None:
    try:
        received = decode(payload)
    except CodecError:
        return  # not a message of Gate: the engine says so in its log
    if received.envelope.src == agent and not received.resent:  # what is sent again happened before
        inbox.put(Happened(received.envelope))


def _note_health(payload: bytes, online: threading.Event) -> None:
    try:
        body = decode(payload).envelope.body
    except CodecError:
        return
    if isinstance(body, Health) and body.online:
        online.set()


def _listen(inbox: Inbox) -> None:
    """Lines of standard input, until its end."""
    for line in sys.stdin:
        inbox.put(Typed(line))
    inbox.put(HungUp())
