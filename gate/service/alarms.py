"""Alarms: raised, returned, acknowledged, closed. One is open per kind and subject; a repeat raises its revision."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from gate.domain.alarm import Alarm
from gate.domain.alarm_kinds import kind_of
from gate.domain.commands import AcknowledgeAlarm, Actor, CloseAlarm
from gate.domain.events import AlarmAcknowledged, AlarmClosed, AlarmRaised, AlarmReturned
from gate.service.change import Change
from gate.service.errors import NotThere, Refused
from gate.service.facts import Facts


def raise_alarm(  # noqa: PLR0913 (what an alarm says, by name)
    facts: Facts,
    change: Change,
    kind: str,
    subject: str,
    now: datetime,
    *,
    cause: str = "",
    portal: str | None = None,
    zone: str | None = None,
    still: str | None = None,
) -> None:
    """A new alarm, or another occurrence of the open one, which asks for attention again."""
    open_one = facts.open_alarm(kind, subject)
    known = kind_of(kind)
    if open_one is None:
        alarm = Alarm(
            id=facts.new_id("a"),
            kind=kind,
            subject=subject,
            priority=known.priority,
            raised_at=now,
            changed_at=now,
            portal=portal,
            zone=zone,
            cause=cause,
            still=still,
            silent=known.silent,
        )
    else:
        alarm = replace(
            open_one,
            revision=open_one.revision + 1,
            changed_at=now,
            cause=cause,
            still=still or open_one.still,
            active=True,
            returned_at=None,
        )
    facts.put_alarm(change, alarm)
    change.note(_raised(alarm), zone)


def return_alarm(facts: Facts, change: Change, kind: str, subject: str, now: datetime) -> None:
    """Its cause is over. Nothing where no such alarm is active."""
    alarm = facts.open_alarm(kind, subject)
    if alarm is None or not alarm.active:
        return
    facts.put_alarm(change, replace(alarm, active=False, returned_at=now, changed_at=now))
    change.note(AlarmReturned(alarm=alarm.id), alarm.zone)


def relabel_alarm(facts: Facts, change: Change, kind: str, subject: str, cause: str) -> None:
    """More is known of the cause of the open alarm; that asks nobody for attention again."""
    alarm = facts.open_alarm(kind, subject)
    if alarm is not None:
        facts.put_alarm(change, replace(alarm, cause=cause))


def acknowledge(facts: Facts, change: Change, ask: AcknowledgeAlarm, actor: Actor, now: datetime) -> str:
    """Take ownership of the revision that was on the screen; a newer one is refused, so that it is looked at."""
    alarm = _open(facts, ask.alarm)
    if ask.revision != alarm.revision:
        raise Refused(f"it happened again: revision {alarm.revision}, you saw {ask.revision}")
    if not alarm.acknowledged:
        taken = replace(
            alarm,
            acknowledged_revision=ask.revision,
            acknowledged_by=actor.user,
            acknowledged_at=now,
            acknowledged_note=ask.note,
            changed_at=now,
        )
        facts.put_alarm(change, taken)
        event = AlarmAcknowledged(alarm=alarm.id, revision=ask.revision, actor=actor, note=ask.note)
        change.note(event, alarm.zone)
    return alarm.id


def close(facts: Facts, change: Change, ask: CloseAlarm, actor: Actor, now: datetime) -> str:
    """Close with a code of its kind and a note; refused while its cause lasts or while nobody took it."""
    alarm = _open(facts, ask.alarm)
    codes = [code.id for code in kind_of(alarm.kind).codes]
    if alarm.active and not kind_of(alarm.kind).momentary:
        raise Refused("its cause is not over")
    if not alarm.acknowledged:
        raise Refused("nobody acknowledged it")
    if ask.code not in codes:
        raise Refused(f"expected a code among {', '.join(codes)}; got {ask.code!r}")
    if not ask.note.strip():
        raise Refused("a note is owed")
    closed = replace(
        alarm,
        active=False,
        closed_at=now,
        closed_by=actor.user,
        code=ask.code,
        closing_note=ask.note,
        changed_at=now,
    )
    facts.put_alarm(change, closed)
    change.note(AlarmClosed(alarm=alarm.id, actor=actor, code=ask.code, note=ask.note), alarm.zone)
    return alarm.id


def _open(facts: Facts, alarm: str) -> Alarm:
    found = facts.alarms.get(alarm)
    if found is None:
        raise NotThere(f"no open alarm {alarm!r}")
    return found


def _raised(alarm: Alarm) -> AlarmRaised:
    return AlarmRaised(
        alarm=alarm.id,
        kind=alarm.kind,
        priority=alarm.priority,
        subject=alarm.subject,
        zone=alarm.zone,
        cause=alarm.cause,
        revision=alarm.revision,
        silent=alarm.silent,
    )
