"""Screening: a visitor beside every watchlist, what came of it, and what somebody said of each pair."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from gate.domain.commands import Actor
from gate.domain.desk_commands import JudgeHit, ScreenVisitor
from gate.domain.desk_record import DeskRecord
from gate.domain.person_file import PersonFile
from gate.domain.rights import Right, may
from gate.domain.visit import VisitState
from gate.domain.visit_file import VisitFile
from gate.domain.watchlist import OF_DOCUMENT, Dismissal, Hit, Screening, Verdict, WatchAction
from gate.screening.compare import Known, known
from gate.screening.index import Found, Index
from gate.service.alarms import raise_alarm
from gate.service.change import Change
from gate.service.desk.kept import OPEN, at_revision, file_of, keep, record_of, short
from gate.service.errors import NotThere, Refused
from gate.service.facts import Facts

ALARM = "watchlist_hit"


def screen_changed(facts: Facts, change: Change, file: VisitFile) -> None:
    """Compare the visitor where nobody has, or where he has another name or document since."""
    if file.visit.state not in OPEN or not facts.desk.entries:
        return
    record = record_of(facts, file.visit.id)
    if record.screened_as != _digest(_known_as(facts.people[file.person], record)):
        _screen(facts, change, record, facts.desk.watched)


def screen_now(facts: Facts, change: Change, ask: ScreenVisitor, now: datetime) -> str:
    """Compare him with every list, whatever was found before; verdicts stand."""
    file = file_of(facts, ask.visit)
    if file.visit.state not in OPEN:
        raise Refused(f"the visit is {file.visit.state}: nobody is screened any more")
    record = _screen(facts, change, record_of(facts, ask.visit), facts.desk.watched)
    _alarm_if_inside(facts, change, record, now)
    return ask.visit


def screen_all(facts: Facts, change: Change, added: Iterable[str], now: datetime) -> None:
    """A list changed: every visitor who is expected or inside beside the entries ``added``; ended ones are let go."""
    entries = [(entry, facts.desk.watched.known_as(entry)) for entry in added]
    index = Index(entries)
    for file in [each for each in facts.visits.values() if each.visit.state in OPEN]:
        record = record_of(facts, file.visit.id)
        whole = record.screening is Screening.UNSCREENED
        screened = _screen(facts, change, record, facts.desk.watched if whole else index, quiet=True)
        if screened is not record:
            _alarm_if_inside(facts, change, screened, now)


def judge(facts: Facts, change: Change, ask: JudgeHit, actor: Actor, now: datetime) -> str:
    """One person or two. A hold is lifted by whoever keeps the lists, not by the desk that has it in the way."""
    record = at_revision(facts, ask.visit, ask.revision)
    hit = next((hit for hit in record.hits if hit.entry == ask.entry), None)
    if hit is None:
        raise NotThere(f"the visit has no hit {ask.entry!r}")
    if hit.verdict is not Verdict.OPEN:
        raise Refused("the hit was judged already")
    reason = short(ask.reason, "the reason")
    if not reason:
        raise Refused("a reason is owed")
    if _holds(hit) and not ask.same and not may(actor.role, Right.DESK_RULES):
        raise Refused(f"a hold is lifted by whoever keeps the lists: {actor.role} may not {Right.DESK_RULES}")
    verdict = Verdict.SAME if ask.same else Verdict.OTHER
    judged = replace(hit, verdict=verdict, judged_by=actor.user)
    hits = tuple(judged if each.entry == ask.entry else each for each in record.hits)
    if not ask.same:
        _dismiss(facts, change, record, ask, actor, now, reason)
    keep(facts, change, record, "judged", verdict.value, hits=hits, screening=_state(hits))
    return ask.visit


# ── comparing ────────────────────────────────────────────────────────────────


def _screen(
    facts: Facts, change: Change, record: DeskRecord, index: Index, *, quiet: bool = False
) -> DeskRecord:
    """The record with its hits as they are now; the same one where nothing is new and ``quiet``."""
    person = facts.people[record.person]
    who = _known_as(person, record)
    living = [hit for hit in record.hits if hit.entry in facts.desk.entries]
    fresh = [
        _hit(facts, found)
        for found in index.search(who)
        if found.id not in {hit.entry for hit in living} and not _dismissed(facts, found.id, person)
    ]
    hits, digest = (*living, *fresh), _digest(who)
    state = _state(hits)
    if quiet and (hits, state, digest) == (record.hits, record.screening, record.screened_as):
        return record
    return keep(
        facts, change, record, "screened", state.value, hits=hits, screening=state, screened_as=digest
    )


def _hit(facts: Facts, found: Found) -> Hit:
    entry = facts.desk.entries[found.id]
    action = facts.desk.lists[entry.list_id].action
    return Hit(
        entry=entry.id,
        list_id=entry.list_id,
        action=action,
        name=entry.name_zh or entry.name,
        score=found.likeness.score,
        reasons=found.likeness.reasons,
        strong=found.likeness.strong,
        verdict=Verdict.SAME if found.likeness.strong and action is WatchAction.VIP else Verdict.OPEN,
    )


def _state(hits: Iterable[Hit]) -> Screening:
    waiting = [hit for hit in hits if hit.verdict is Verdict.OPEN]
    if any(_holds(hit) for hit in waiting):
        return Screening.HOLD
    return Screening.REVIEW if waiting else Screening.CLEAR


def _holds(hit: Hit) -> bool:
    return hit.strong and hit.action is WatchAction.BLOCK


def _known_as(person: PersonFile, record: DeskRecord) -> Known:
    names = (person.person.name, person.person.name_zh or "")
    return known(*names, born=record.born, id_hash=person.id_hash)


def _digest(who: Known) -> str:
    """Who was compared, without saying who."""
    parts = [str(sorted(turn for forms in who.names for turn in forms.turns)), str(who.born), who.id_hash]
    parts += [forms.han for forms in who.names]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


# ── verdicts ─────────────────────────────────────────────────────────────────


def subjects_of(person: PersonFile) -> tuple[str, ...]:
    """What a dismissal is remembered for: the document, which comes again, and else the person alone."""
    return (f"{OF_DOCUMENT}{person.id_hash}",) if person.id_hash else (f"person:{person.person.id}",)


def _dismissed(facts: Facts, entry: str, person: PersonFile) -> bool:
    either = (*subjects_of(person), f"person:{person.person.id}")
    return any(entry in facts.desk.dismissed.get(subject, ()) for subject in either)


def _dismiss(
    facts: Facts, change: Change, record: DeskRecord, ask: JudgeHit, actor: Actor, now: datetime, why: str
) -> None:
    for subject in subjects_of(facts.people[record.person]):
        dismissal = Dismissal(
            id=facts.new_id("n"), entry=ask.entry, subject=subject, judged_by=actor.user, at=now, why=why
        )
        facts.desk.put(change, dismissal)


def _alarm_if_inside(facts: Facts, change: Change, record: DeskRecord, now: datetime) -> None:
    """Whoever is on a list and inside is not the desk's to stop any more."""
    state = facts.visits[record.visit].visit.state
    worrying = [
        hit
        for hit in record.hits
        if hit.verdict is not Verdict.OTHER and hit.action in (WatchAction.BLOCK, WatchAction.ESCORT)
    ]
    if state is VisitState.CHECKED_IN and worrying and facts.open_alarm(ALARM, record.visit) is None:
        raise_alarm(facts, change, ALARM, record.visit, now, cause=worrying[0].reasons[0])
