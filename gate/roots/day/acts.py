"""The acts of the day, in order. Each says what a person of the site would see, then what was expected."""

from __future__ import annotations

import time
from datetime import timedelta

from gate.domain.card import card_number
from gate.domain.commands import (
    AcknowledgeAlarm,
    CheckInVisit,
    CheckOutVisit,
    CloseAlarm,
    DepartPerson,
    MomentaryUnlock,
    RegisterVisit,
)
from gate.domain.door_state import DoorState
from gate.domain.events import (
    AccessDecided,
    AlarmRaised,
    AlarmReturned,
    DeviceHealthChanged,
    EngineStarted,
    PassageEnded,
    RevocationProved,
    WireFaulted,
)
from gate.domain.visit import Items
from gate.roots.day import people as who
from gate.roots.day.stage import Answer, Stage

SLIPS_THROUGH_S = 0.6
"""How long an intruder needs for a door: longer than the 400 ms that would be called a bounce."""


def arrivals(stage: Stage) -> None:
    """Staff come in through the two outer doors and on into the rooms of their work."""
    stage.report.act("Arrivals")
    for name, card in (
        ("Wang Fang", who.WANG),
        ("Li Na", who.LI),
        ("Zhang Min", who.ZHANG),
        ("Zhao Lei", who.ZHAO),
    ):
        answer = stage.present(name, card, "rdr-front-in")
        stage.report.expect(f"{name} is let in", "granted", answer.text)
        stage.report.expect(f"{name} is in the lobby", "entered lobby", stage.walk("front-door"))
    answer = stage.present("Chen Wei with his fob", who.CHEN_FOB, "rdr-bike-in")
    stage.report.expect("a fob on the UART reader opens the bike door", "granted", answer.text)
    stage.report.expect("Chen Wei is in the lobby", "entered lobby", stage.walk("bike-door"))
    for name, card in (("Chen Wei", who.CHEN), ("Zhao Lei", who.ZHAO), ("Li Na", who.LI)):
        stage.present(name, card, "rdr-office-in")
        stage.report.expect(f"{name} is in the office", "entered office", stage.walk("office-door"))


def refusals(stage: Stage) -> None:
    """A reader says no, with every reason; a grant that nobody uses moves nobody."""
    stage.report.act("Denied at the laboratory")
    answer = stage.present("Zhang Min", who.ZHANG, "rdr-lab-in")
    expected = "denied: clearance_too_low no_grant prerequisite_missing:training:secrecy"
    stage.report.expect("every reason is named", expected, answer.text)
    mark = stage.watch.mark()
    try_door = _pull(stage, "lab-door")
    stage.report.expect("the door stays locked", "lab-door is locked: it does not move", try_door)
    stage.report.expect("and nothing is raised", [], [e.kind for e in stage.watch.since(mark, AlarmRaised)])
    answer = stage.present("a stranger", who.UNKNOWN, "rdr-front-in")
    stage.report.expect("an unknown card is denied", "denied: unknown_credential", answer.text)
    stage.present("Zhang Min", who.ZHANG, "rdr-office-in")
    mark = stage.watch.mark()
    stage.jump(seconds=7)
    ended = stage.watch.wait(mark, PassageEnded, lambda e: e.portal == "office-door")
    stage.report.expect("a grant not used is no entry", "no_entry", ended.outcome if ended else "nothing")


def visitor(stage: Stage) -> None:
    """A visitor from the desk to the door, through it with her escort, and out."""
    stage.report.act("A visitor")
    now = stage.clock.now()
    receipt = stage.command(
        who.GUARD,
        RegisterVisit(
            name="Ana Souza",
            company="Souza Instruments",
            host="p1001",
            zones=("lobby", "office"),
            starts=now,
            ends=now + timedelta(hours=4),
            escorts=("p1001",),
            purpose="calibration",
            id_kind="passport",
            id_number="FZ123456",
        ),
    )
    visit = receipt.subject
    stage.report.expect("the visit is registered", "done", receipt.outcome)
    badge = card_number("H10301", 31, 200)
    receipt = stage.command(
        who.GUARD, CheckInVisit(visit=visit, card=badge, agreement=True, items=Items.DEPOSITED)
    )
    stage.report.expect("she is checked in with a pool badge", "done", receipt.outcome)
    answer = stage.present("Ana Souza", who.POOL_BADGE, "rdr-front-in")
    stage.report.expect("her badge opens the lobby", "granted", answer.text)
    stage.walk("front-door")
    answer = stage.present("Ana Souza alone", who.POOL_BADGE, "rdr-office-in")
    stage.report.expect("the office waits for her escort", "pending: escort_required", answer.text)
    _exit_and_return(stage)
    stage.present("Ana Souza", who.POOL_BADGE, "rdr-office-in")
    answer = stage.present("Chen Wei, her escort", who.CHEN, "rdr-office-in")
    through = 2 if answer.decision and len(answer.decision.persons) == 2 else 0
    stage.report.expect(
        "the escort's card lets both through", ("granted", 2), (answer.text.split(" ")[0], through)
    )
    stage.report.expect("both are in the office", "entered office", stage.walk("office-door"))
    stage.present("Ana Souza", who.POOL_BADGE, "rdr-office-out")
    stage.walk("office-door", "exited")
    answer = stage.present("Ana Souza", who.POOL_BADGE, "rdr-front-out")
    stage.report.expect("she may leave", "granted", answer.text)
    stage.report.expect("she is outside", "exited outside", stage.walk("front-door", "exited"))
    stage.command(
        who.GUARD, CheckOutVisit(visit=visit, badge_returned=True, evidence="badge handed over at the desk")
    )
    answer = stage.present("her badge, found in a pocket", who.POOL_BADGE, "rdr-front-in")
    stage.report.expect("the returned badge is dead", True, "credential_returned" in answer.text)


def _exit_and_return(stage: Stage) -> None:
    """Chen Wei, who sits in the office, comes out to fetch his visitor."""
    stage.present("Chen Wei", who.CHEN, "rdr-office-out")
    stage.walk("office-door", "exited")


def passback(stage: Stage) -> None:
    """The archive takes nobody who did not come through the laboratory, and nobody alone."""
    stage.report.act("Anti-passback and two persons")
    answer = stage.present("Chen Wei", who.CHEN, "rdr-archive-in", pin="4821")
    stage.report.expect("not from the office", "denied: passback two_person", answer.text)
    for name, card in (("Chen Wei", who.CHEN), ("Li Na", who.LI)):
        stage.present(name, card, "rdr-lab-in")
        stage.report.expect(f"{name} is in the laboratory", "entered lab", stage.walk("lab-door"))
    answer = stage.present("Chen Wei", who.CHEN, "rdr-archive-in", pin="4821")
    stage.report.expect("nobody alone", "pending: two_person", answer.text)
    answer = stage.present("Li Na", who.LI, "rdr-archive-in", pin="7719")
    stage.report.expect("two together", "granted", answer.text)
    stage.report.expect("both are in the archive", "entered archive", stage.walk("archive-door"))


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
    _settle(stage, mark, forced, "intruder stopped by the guard")
    stage.report.expect("secure again", "secure", stage.state(mark, "bike-door", DoorState.SECURE))


def camera(stage: Stage) -> None:
    """A hand over a lens by day."""
    stage.report.act("A camera raises an alarm")
    mark = stage.watch.mark()
    stage.hand({"do": "play", "camera": "cam-lab", "action": "cover"})
    stage.say("cam-lab: somebody covers the lens")
    alarm = stage.alarm(mark, "camera_tamper", "cam-lab", wait=20.0)
    stage.report.expect("the covered lens is an alarm", "covered", alarm.cause if alarm else "no alarm")
    _settle(stage, mark, alarm, "lens cleaned, nobody there", wait=20.0)
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
    _settle(stage, mark, alarm, "found in the lobby, led out", wait=0.0)


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


def departure(stage: Stage) -> None:
    """Somebody leaves the company: his badge dies at every door at once, and every agent swears it."""
    stage.report.act("A departure")
    mark = stage.watch.mark()
    refused = stage.command(who.GUARD, DepartPerson(person="p1006", reason="resigned"))
    stage.report.expect("a guard may not", "refused", refused.outcome)
    receipt = stage.command(who.HR, DepartPerson(person="p1006", reason="resigned"))
    stage.report.expect("HR may", "done", receipt.outcome)
    proved = stage.watch.wait(mark, RevocationProved, lambda e: e.person == "p1006")
    stage.say("every agent has sworn it" if proved else "no proof came")
    stage.report.expect("every agent swore it", True, proved is not None)
    mark = stage.watch.mark()
    answer = stage.present("Zhao Lei's badge", who.ZHAO, "rdr-lab-in")
    stage.report.expect(
        "the dead badge is denied", True, answer.text.startswith("denied: credential_revoked")
    )
    alarm = stage.alarm(mark, "revoked_badge", "p1006")
    stage.report.expect("and raises an alarm", True, alarm is not None)
    answer = stage.present("Zhao Lei on his way out", who.ZHAO, "rdr-office-out")
    stage.report.expect(
        "yet nobody is locked in", "granted: (credential_revoked) (person_not_valid)", answer.text
    )
    stage.walk("office-door", "exited")


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


def night(stage: Stage) -> None:
    """At night the archive is armed: movement is an intrusion."""
    stage.report.act("Night")
    stage.jump(hours=14)
    mark = stage.watch.mark()
    stage.hand({"do": "play", "camera": "cam-lab", "action": "person"})
    stage.say("cam-lab: somebody walks through the picture")
    alarm = stage.alarm(mark, "camera_intrusion", "cam-lab", wait=20.0)
    stage.report.expect("movement in the armed zone is an alarm", True, alarm is not None)
    _settle(stage, mark, alarm, "cleaner, accompanied out", wait=20.0)


def _present_until_host(stage: Stage) -> Answer:
    """The agent goes back to the engine only when its spool is recorded: a few reads may still be its own."""
    answer = stage.present("Zhang Min", who.ZHANG, "rdr-front-in")
    for _ in range(5):
        if not answer.by_agent:
            break
        answer = stage.present("Zhang Min", who.ZHANG, "rdr-front-in")
    return answer


def _settle(stage: Stage, mark: int, alarm: AlarmRaised | None, note: str, wait: float = 8.0) -> None:
    """Acknowledge the alarm, wait until its cause is over, close it."""
    if alarm is None:
        stage.report.expect("an alarm to acknowledge", "an alarm", "none")
        return
    receipt = stage.command(
        who.GUARD, AcknowledgeAlarm(alarm=alarm.alarm, revision=alarm.revision, note="going there")
    )
    stage.report.expect(f"{alarm.kind} is acknowledged", "done", receipt.outcome)
    stage.watch.wait(mark, AlarmReturned, lambda e: e.alarm == alarm.alarm, wait)
    receipt = stage.command(who.GUARD, CloseAlarm(alarm=alarm.alarm, code="resolved", note=note))
    stage.report.expect(f"{alarm.kind} is closed", "done", receipt.outcome)


def _pull(stage: Stage, portal: str) -> str:
    from simulators.control import ControlError

    try:
        stage.door(portal, "open")
    except ControlError as error:
        return str(error)
    return "it opened"


ACTS = (arrivals, refusals, visitor, passback, doors, camera, faults, departure, crash, night)
