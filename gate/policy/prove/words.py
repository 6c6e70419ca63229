"""Verdicts in the words of a guard: who, through which doors, by what right, at what local time."""

from __future__ import annotations

from collections.abc import Iterable

from gate.domain.invariant import Always, Invariant, Who
from gate.domain.person import Person
from gate.domain.schedule import Calendar
from gate.domain.words import proofs as w
from gate.domain.words.reasons import parameter_word
from gate.domain.words.remedies import CLEARANCES
from gate.policy.prove.abstract import VISIT
from gate.policy.prove.questions import Reached, Standing
from gate.policy.prove.rights import Right
from gate.policy.prove.speech import IDS, Speech, local_time
from gate.policy.prove.verdict import Breach, NoWayOut, Passing, Proof, Verdict


def rule_in_words(invariant: Invariant, speech: Speech = IDS) -> str:
    """``never visitor reaches archive``."""
    zone = speech.naming.zone(invariant.reaches)
    if isinstance(invariant, Always):
        if invariant.start == "*":
            return speech.say(w.ALWAYS_ALL, zone=zone)
        return speech.say(w.ALWAYS, start=speech.naming.zone(invariant.start), zone=zone)
    text = w.NEVER_ALONE if invariant.unescorted else w.NEVER
    return speech.say(text, who=who_in_words(invariant.who, speech), zone=zone)


def who_in_words(who: Who, speech: Speech = IDS) -> str:
    """``visitor``, ``anyone who lacks agreement``."""
    if who.lacks is not None:
        return speech.say(w.LACKS, x=_parameter(who.lacks, speech))
    if who.below is not None:
        tier = CLEARANCES[who.below].zh if speech.chinese else who.below.word
        return speech.say(w.BELOW, x=tier)
    if who.not_in is not None:
        return speech.say(w.NOT_IN, x=speech.naming.group(who.not_in))
    if who.person:
        return speech.naming.person(who.person)
    return speech.say(w.WHO[who.word or "anyone"])


def verdict_in_words(verdict: Verdict, calendar: Calendar, speech: Speech = IDS) -> str:
    """One line, and what breaches it on lines below."""
    head = f"{verdict.invariant.id}{speech.colon}{rule_in_words(verdict.invariant, speech)}{speech.colon}"
    match verdict:
        case Proof():
            return head + speech.say(w.PROVED)
        case Breach():
            lines = [head + speech.say(w.BREACHED), "  " + breach_in_words(verdict, calendar, speech)]
            if verdict.others:
                others = speech.joined(speech.naming.person(each) for each in verdict.others)
                lines.append("  " + speech.say(w.OTHERS, people=others))
            return "\n".join(lines)
        case NoWayOut():
            return "\n".join([head + speech.say(w.BREACHED), "  " + _no_way_out(verdict, speech)])


def breach_in_words(breach: Breach, calendar: Calendar, speech: Speech = IDS) -> str:
    """``visitor v1 (Ana): outside —front-door→ lobby (visit w1, Mon 2026-11-23 09:00) —side-door→ archive (…)``."""
    way = way_in_words(breach.way, calendar, speech)
    return f"{person_in_words(breach.person, speech)}{speech.colon}{way}"


def person_in_words(person: Person, speech: Speech = IDS) -> str:
    """Kind, id and name; the words alone for somebody who stands for many."""
    name = person.name_zh if speech.chinese and person.name_zh else person.name
    if any(visit.id == VISIT for visit in person.visits):
        many = _thinkable(person.name, speech)
        return many if person.name == person.id else f"{person.id}{speech.bracketed(many)}"
    called = speech.bracketed(name) if name and name != person.id else ""
    return f"{speech.say(w.KINDS[person.kind])} {person.id}{called}"


def way_in_words(way: Iterable[Passing], calendar: Calendar, speech: Speech = IDS) -> str:
    """The doors with the zones between them."""
    words: list[str] = []
    naming = speech.naming
    for passing in way:
        words += () if words else (naming.zone(passing.source),)
        how = speech.bracketed(_how(passing, calendar, speech))
        words.append(f"—{naming.portal(passing.portal)}→ {naming.zone(passing.target)}{how}")
    return " ".join(words)


def reached_in_words(reached: Reached, calendar: Calendar, speech: Speech = IDS) -> str:
    """The zone, who comes there, and how."""
    who = person_in_words(reached.person, speech)
    if reached.people > 1:
        who = speech.say(w.MORE, who=who, count=reached.people - 1, all=reached.people)
    way = way_in_words(reached.way, calendar, speech)
    return f"{speech.head(reached.zone)}{speech.colon}{who}{speech.colon}{way}"


def standing_in_words(standing: Standing, calendar: Calendar, speech: Speech = IDS) -> str:
    """The zone; when and by what right the person enters it, with what beside the card; else what forbids it."""
    head, mark = f"{speech.head(standing.zone)}{speech.colon}", "；" if speech.chinese else "; "
    if standing.entry is None:
        why = speech.between.join(speech.reason(each) for each in standing.reasons) or speech.say(w.NOBODY)
        return f"{head}{speech.say(w.NO_ENTRY)}{speech.colon}{why}"
    said = [_how(standing.entry, calendar, speech)]
    if standing.needs:
        things = speech.joined(speech.say(w.NEEDED[each]) for each in standing.needs)
        said.append(speech.say(w.NEEDS, things=things))
    if not standing.comes:
        said.append(speech.say(w.NO_WAY))
    return head + mark.join(said)


def _how(passing: Passing, calendar: Calendar, speech: Speech) -> str:
    parts = [speech.say(w.BY_HAND[passing.how.value])] if passing.how.value in w.BY_HAND else []
    parts += [_right(right, speech) for right in passing.by]
    if passing.escort is not None:
        parts.append(speech.say(w.ESCORTED, person=_companion(passing.escort, speech)))
    if passing.partner is not None:
        parts.append(speech.say(w.TOGETHER, person=_companion(passing.partner, speech)))
    if passing.company:
        parts.append(speech.say(w.COMPANY))
    if passing.deposited:
        parts.append(speech.say(w.DEPOSITED))
    return speech.clauses([*parts, local_time(passing.at, calendar, speech)])


def _right(right: Right, speech: Speech) -> str:
    if right.id == VISIT:
        return _thinkable(VISIT, speech)
    return speech.say(w.GRANT if right.noun == "grant" else w.VISIT, id=right.id)


def _companion(person: str, speech: Speech) -> str:
    return speech.say(w.THINKABLE[person]) if person in w.THINKABLE else speech.naming.person(person)


def _thinkable(name: str, speech: Speech) -> str:
    """Somebody or something that stands for many, as gate.policy.prove.abstract names it."""
    if name in w.THINKABLE:
        return speech.say(w.THINKABLE[name])
    for start, text in w.THINKABLE.items():
        if start.endswith(" ") and name.startswith(start):
            return speech.say(text, x=_parameter(name.removeprefix(start), speech))
    return name


def _parameter(word: str, speech: Speech) -> str:
    """A prerequisite, tier or group in Chinese; in English as the site file has it."""
    if not speech.chinese:
        return word
    tier = next((text.zh for tier, text in CLEARANCES.items() if tier.word == word), None)
    return tier or parameter_word(word, speech.language)


def _no_way_out(verdict: NoWayOut, speech: Speech) -> str:
    start, naming = verdict.zones[0], speech.naming
    doors = speech.joined(
        f"{naming.portal(portal)}{speech.bracketed(egress)}" for portal, egress in verdict.doors
    )
    stuck = speech.joined(naming.zone(each) for each in verdict.zones[1:])
    zones = speech.joined(naming.zone(each) for each in verdict.comes_to if each != start)
    return speech.say(
        w.NO_WAY_OUT,
        zone=naming.zone(start),
        reached=speech.say(w.COMES_TO, zones=zones) if zones else speech.say(w.COMES_NOWHERE),
        onward=speech.say(w.ONWARD, doors=doors) if doors else speech.say(w.NO_PORTAL_ON),
        also=speech.say(w.ALSO_STUCK, zones=stuck) if stuck else "",
    )
