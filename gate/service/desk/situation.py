"""What the obligations of a visit hang on, as the engine knows it; and the refusal of a check-in that leaves any."""

from __future__ import annotations

from datetime import datetime

from gate.domain.requirement import unmet
from gate.domain.visit_file import VisitFile
from gate.service.desk.kept import record_of, site_day
from gate.service.errors import Refused
from gate.service.facts import Facts
from gate.visitors.obligations import Obligation, Situation, in_the_way, obligations

SAID = {
    "not_approved": "nobody has approved the visit",
    "does_not_happen": "the visit does not take place",
    "over": "the visit is over",
    "no_such_type": "the site has no such type of visitors any more",
    "host_gone": "the host has left the company",
    "document_expired": "the document has expired",
    "document_to_read": "the document is not read",
    "hold": "the visitor is held: he is on a watchlist",
    "review": "somebody must look at a possible hit on a watchlist",
    "blocked": "the visitor is on a watchlist and is not let in",
    "to_be_screened": "the visitor is not screened",
    "to_sign": "the agreement is not signed",
    "newer_version": "there is a newer agreement: it is not signed",
    "refused": "the visitor refused to sign the agreement",
    "to_settle": "a banned thing is in the visitor's hands",
    "list_demands": "a watchlist demands an escort and none is named",
    "type_demands": "an escort must be named",
}


def situation_of(facts: Facts, file: VisitFile, now: datetime) -> Situation:
    """Everything known of the visit."""
    people = [each for each in (file.visit.host, *file.visit.escorts) if each is not None]
    gone = {each for each in people if each not in facts.people or facts.people[each].departed_at is not None}
    held, kind = facts.people[file.person], facts.site.visitor_types.get(file.kind)
    return Situation(
        site=facts.site,
        file=file,
        record=record_of(facts, file.visit.id),
        now=now,
        today=site_day(facts, now),
        items=facts.desk.items_of(file.visit.id),
        texts=facts.desk.texts,
        gone=frozenset(gone),
        lists=bool(facts.desk.entries),
        announced=bool(held.id_hash),
        kind=kind,
        company=held.person.company,
        missing=unmet(kind.requires, held.person.prerequisites, file.waivers, site_day(facts, now))
        if kind
        else (),
    )


def refuse_open(facts: Facts, file: VisitFile, now: datetime) -> None:
    """Refused while anything stands in the way of a badge; says the first of it."""
    open_ones = in_the_way(obligations(situation_of(facts, file, now)))
    if open_ones:
        raise Refused(said(open_ones[0]))


def said(obligation: Obligation) -> str:
    """An obligation in the words of a receipt."""
    if obligation.code == "lacks":
        return f"missing or over: {', '.join(obligation.about)}"
    if obligation.code == "not_given":
        return f"not given: {', '.join(obligation.about)}"
    return SAID.get(obligation.code, obligation.code)
