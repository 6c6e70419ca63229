"""What several acts do: an alarm settled, a door tried."""

from __future__ import annotations

from gate.domain.commands import AcknowledgeAlarm, CloseAlarm
from gate.domain.events import AlarmRaised, AlarmReturned
from gate.roots.day import people as who
from gate.roots.day.stage import Stage


def settle(stage: Stage, mark: int, alarm: AlarmRaised | None, note: str, wait: float = 15.0) -> None:
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


def pull(stage: Stage, portal: str) -> str:
    """Somebody pulls at a door: what it did."""
    from simulators.control import ControlError

    try:
        stage.door(portal, "open")
    except ControlError as error:
        return str(error)
    return "it opened"
