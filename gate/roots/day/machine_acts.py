"""The acts of doors, cameras, wires and the engine. Each says what a person of the site would see, then what was
expected.
"""

from __future__ import annotations

import time

from gate.domain.commands import MomentaryUnlock
from gate.domain.door_state import DoorState
from gate.domain.events import (
    AccessDecided,
    AlarmReturned,
    DeviceHealthChanged,
    EngineStarted,
    PassageEnded,
    WireFaulted,
)
from gate.roots.day import people as who
from gate.roots.day.hands import settle
from gate.roots.day.stage import Answer, Stage

SLIPS_THROUGH_S = 0.6
"""How long an intruder needs for a door: longer than the 400 ms that would be called a bounce."""


def doors(stage: Stage) -> None:
    """A door held open and a door forced: warning, alarm, return, acknowledgement, close."""
    stage.report.act("Held and forced doors")
    receipt = stage.command(who.GUARD, MomentaryUnlock(portal="front-door", reason="parcel"))
    stage.report.expect("the guard lets a parcel in", "done", receipt.outcome)
    mark = stage.watch.mark()
    stage.pull("front-door")
    stage.state(mark, "front-door", DoorState.OPEN)
    stage.jump(seconds=20)
    stage.report.expect("a warning first", "held_warn", stage.state(mark, "front-door", DoorState.HELD_WARN))
    stage.jump(seconds=10)
    stage.report.expect("then held", "held", stage.state(mark, "front-door", DoorState.HELD))
    held = stage.alarm(mark, "held_open", "front-door")
    stage.report.expect("one held alarm", True, held is not None)
    stage.door("front-door", "close")
    back = held and stage.watch.wait(mark, AlarmReturned, lambda e: e.alarm == held.alarm)
    stage.report.expect("it returns when the door closes", True, bool(back))
    mark = stage.watch.mark()
    stage.door("bike-door", "force")
    stage.report.expect("forced", "forced", stage.state(mark, "bike-door", DoorState.FORCED))
    forced = stage.alarm(mark, "forced_open", "bike-door")
    time.sleep(SLIPS_THROUGH_S)
    stage.door("bike-door", "close")
    settle(stage, mark, forced, "intruder stopped by the guard")
    stage.report.expect("secure again", "secure", stage.state(mark, "bike-door", DoorState.SECURE))


def camera(stage: Stage) -> None:
    """A hand over a lens by day."""
    stage.report.act("A camera raises an alarm")
    mark = stage.watch.mark()
    stage.hand({"do": "play", "camera": "cam-lab", "action": "cover"})
    stage.say("cam-lab: somebody covers the lens")
    alarm = stage.alarm(mark, "camera_tamper", "cam-lab", wait=20.0)
    stage.report.expect("the covered lens is an alarm", "covered", alarm.cause if alarm else "no alarm")
    settle(stage, mark, alarm, "lens cleaned, nobody there", wait=20.0)
    _tailgate(stage)


def _tailgate(stage: Stage) -> None:
    """The guard comes back from outside, and somebody slips in behind her."""
    stage.present("Wang Fang", who.WANG, "rdr-front-out")
    stage.walk("front-door", "exited")
    stage.present("Wang Fang", who.WANG, "rdr-front-in")
    mark = stage.watch.mark()
    stage.pull("front-door")
    stage.hand({"do": "play", "camera": "cam-lobby", "action": "tailgate"})
    stage.say("cam-lobby: two come in by one badge")
    alarm = stage.alarm(mark, "tailgate", "front-door", wait=20.0)
    stage.report.expect("two through one grant is an alarm", "tailgate_in", alarm.cause if alarm else "none")
    stage.door("front-door", "close")
    stage.state(mark, "front-door", DoorState.SECURE)
    settle(stage, mark, alarm, "found in the lobby, led out", wait=0.0)


def faults(stage: Stage) -> None:
    """Wires misbehave: it is said, nothing opens, the rest goes on, and all is well again by itself."""
    stage.report.act("Faults on the wires")
    for fault in ("silent", "rubbish", "other-address"):
        mark = stage.watch.mark()
        stage.hand({"do": "fault", "device": "io-lobby", "kind": fault})
        gone = stage.watch.wait(
            mark, DeviceHealthChanged, lambda e: e.device == "io-lobby" and not e.online, 15.0
        )
        stage.say(f"io-lobby, {fault}: {gone.why if gone else 'nobody noticed'}")
        stage.report.expect(f"a controller with fault {fault} is offline", True, gone is not None)
        stage.hand({"do": "fault", "device": "io-lobby", "kind": "none"})
        back = stage.watch.wait(
            mark, DeviceHealthChanged, lambda e: e.device == "io-lobby" and e.online, 15.0
        )
        stage.report.expect("and back by itself", True, back is not None)
    mark = stage.watch.mark()
    stage.hand({"do": "noise", "reader": "rdr-bike-in", "hex": "0036324533303836434544ff03" * 3})
    faulted = stage.watch.wait(mark, WireFaulted, lambda e: e.device == "rdr-bike-in", 15.0)
    stage.say(f"rdr-bike-in, garbage: {faulted.why if faulted else 'nobody noticed'}")
    stage.report.expect("garbage on a serial line is said", True, faulted is not None)
    opened = [e.decision.result for e in stage.watch.since(mark, AccessDecided)]
    stage.report.expect("and opens nothing", [], opened)


def crash(stage: Stage) -> None:
    """The engine is killed; doors go on by the agent alone; nothing is lost when it is back."""
    stage.report.act("The engine dies")
    mark = stage.watch.mark()
    stage.faults.kill("engine")
    stage.say("engine: KILL")
    answer = stage.present("Zhang Min", who.ZHANG, "rdr-front-out")
    stage.report.expect("the agent decides alone", ("granted", True), (answer.text, answer.by_agent))
    stage.swing("front-door")
    dead = stage.present("Zhao Lei's badge", who.ZHAO, "rdr-front-in")
    stage.report.expect(
        "the dead badge is dead there too", True, dead.text.startswith("denied: credential_revoked")
    )
    back = stage.watch.mark()
    stage.faults.revive("engine")
    started = stage.watch.wait(back, EngineStarted, lambda e: True, 30.0)
    stage.say("engine: back" if started else "engine: did not come back")
    stage.report.expect("the engine is back", True, started is not None)
    ended = stage.watch.wait(back, PassageEnded, lambda e: e.portal == "front-door", 15.0)
    stage.report.expect(
        "it learns what happened meanwhile",
        "exited outside",
        f"{ended.outcome} {ended.zone}" if ended else "",
    )
    again = _present_until_host(stage)
    stage.report.expect(
        "and decides again, knowing who is where", ("granted", False), (again.text, again.by_agent)
    )
    stage.walk("front-door")
    lost = [
        e.device
        for e in stage.watch.since(mark, DeviceHealthChanged)
        if not e.online and e.device.startswith("rdr")
    ]
    stage.report.expect("no reader was lost over it", [], lost)


def _present_until_host(stage: Stage) -> Answer:
    """The agent goes back to the engine only when its spool is recorded: a few reads may still be its own."""
    answer = stage.present("Zhang Min", who.ZHANG, "rdr-front-in")
    for _ in range(5):
        if not answer.by_agent:
            break
        answer = stage.present("Zhang Min", who.ZHANG, "rdr-front-in")
    return answer


def night(stage: Stage) -> None:
    """At night the archive is armed: movement is an intrusion."""
    stage.report.act("Night")
    stage.jump(hours=14)
    mark = stage.watch.mark()
    stage.hand({"do": "play", "camera": "cam-lab", "action": "person"})
    stage.say("cam-lab: somebody walks through the picture")
    alarm = stage.alarm(mark, "camera_intrusion", "cam-lab", wait=20.0)
    stage.report.expect("movement in the armed zone is an alarm", True, alarm is not None)
    settle(stage, mark, alarm, "cleaner, accompanied out", wait=20.0)
