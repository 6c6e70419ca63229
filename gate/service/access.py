"""A badge at a reader: decided, applied, answered. And decisions that an agent took or kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from gate.domain.decision import Decision, Passage, PinVerdict, Request, Result
from gate.domain.door_commands import ReleaseLock, ShowAnswer
from gate.domain.events import AccessDecided, CredentialPresented
from gate.domain.signals import Feedback
from gate.policy import Means
from gate.policy.portal import Granted
from gate.service.alarms import raise_alarm
from gate.service.change import Change
from gate.service.doors import drive, note_moves
from gate.service.drift import watch_drift
from gate.service.facts import Facts
from gate.service.following import note_grant

JudgePin = Callable[[CredentialPresented, str, str, str | None, str | None], PinVerdict]
"""(read, its identity, agent, person or None, the person's verifier) → verdict. Digits stay inside."""

DENIALS, DENIALS_WITHIN = 5, timedelta(minutes=2)
FEEDBACK = {
    Result.GRANTED: Feedback.GRANTED,
    Result.DENIED: Feedback.DENIED,
    Result.PENDING: Feedback.WAIT,
}
BAD_BADGES = {"credential_revoked": "revoked_badge", "credential_lost": "lost_badge"}


def present(
    facts: Facts,
    read: CredentialPresented,
    identity: str,
    agent: str,
    now: datetime,
    judge: JudgePin,
    means: Means,
) -> tuple[Change, Decision | None]:
    """Decide a read and answer it at its reader. No decision where the reader opens nothing or nothing was read."""
    change = Change()
    if read.card is None or read.reader not in facts.readers:
        feedback = Feedback.DENIED if read.reader in facts.readers else Feedback.IDLE
        change.tell(
            agent, ShowAnswer(reader=read.reader, feedback=feedback, epoch=facts.epoch, request=identity)
        )
        return change, None
    found = facts.world.find(read.card)
    person = found[0] if found else None
    request = Request(
        id=identity,
        at=now,
        reader=read.reader,
        card=read.card,
        pin=judge(read, identity, agent, person.id if person else None, person.pin if person else None),
        biometric=read.biometric,
    )
    decision = facts.world.decide(request, means)
    seen = facts.world.seen(request, means)
    apply(facts, change, decision, now, carried_out=False)
    if not _released(change, identity):
        change.tell(agent, _answer(facts, read.reader, decision, identity))
    decided = AccessDecided(request=identity, decision=decision, pin=decision.pin, seen=seen)
    change.note(decided, decision.target or None)
    watch_drift(facts, change, agent, read.own, decision, now)
    return change, decision


def take_over(facts: Facts, decided: AccessDecided, now: datetime) -> Change:
    """Apply a decision that an agent acted on alone, or kept because nothing else could record it."""
    change = Change()
    apply(facts, change, decided.decision, now, carried_out=True)
    return change


def apply(facts: Facts, change: Change, decision: Decision, now: datetime, *, carried_out: bool) -> None:
    """Let the decision be true: world, door, alarms. ``carried_out``: the lock has been released already."""
    rules = facts.rules[decision.portal]
    release = rules.release_for(extended=True) if decision.granted and decision.extended_time else None
    note_moves(facts, change, facts.world.record(decision, release), now)
    if decision.granted:
        cause = "exit" if decision.kind is Passage.EXIT else "grant"
        granted = Granted(cause=cause, extended=decision.extended_time, carried_out=carried_out)
        drive(facts, change, decision.portal, granted, now, request=str(decision.id))
        note_grant(facts, decision, now)
    _watch_badge(facts, change, decision, now)
    _watch_denials(facts, change, decision, now)


def _released(change: Change, identity: str) -> bool:
    """Whether a release answers the read: it shows at the reader by itself."""
    return any(
        isinstance(told.command, ReleaseLock) and told.command.request == identity for told in change.told
    )


def _answer(facts: Facts, reader: str, decision: Decision, identity: str) -> ShowAnswer:
    return ShowAnswer(reader=reader, feedback=FEEDBACK[decision.result], epoch=facts.epoch, request=identity)


def _watch_badge(facts: Facts, change: Change, decision: Decision, now: datetime) -> None:
    said = {*decision.reasons, *decision.notes}
    for word, kind in BAD_BADGES.items():
        if word in said and decision.person:
            raise_alarm(
                facts, change, kind, decision.person, now,
                cause=decision.reader, portal=decision.portal, zone=decision.target,
            )  # fmt: skip
    if "duress" in said and decision.person:
        raise_alarm(
            facts, change, "duress", decision.person, now,
            cause=decision.reader, portal=decision.portal, zone=decision.target,
        )  # fmt: skip


def _watch_denials(facts: Facts, change: Change, decision: Decision, now: datetime) -> None:
    """The fifth denial at a reader within two minutes is an alarm; then counting starts anew."""
    if decision.result is not Result.DENIED:
        return
    recent = [at for at in facts.denials.get(decision.reader, []) if now - at < DENIALS_WITHIN]
    recent.append(now)
    if len(recent) >= DENIALS:
        recent = []
        raise_alarm(
            facts, change, "denied_repeat", decision.reader, now, portal=decision.portal, zone=decision.target
        )
    facts.denials[decision.reader] = recent
