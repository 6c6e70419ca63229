"""What might lift each reason: one table. Whether it does is tried, not believed.

A candidate is a bundle of remedies, since one reason can hold twice (two denies, two open doors).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from gate.domain import remedy as r
from gate.domain.credential import CredentialState
from gate.domain.decision import PinVerdict
from gate.domain.level import Assurance, Clearance
from gate.policy.explain import company, rights, state
from gate.policy.explain.apply import NEW
from gate.policy.explain.look import Look

Bundle = tuple[r.Remedy, ...]


def candidates(look: Look, reason: str) -> tuple[Bundle, ...]:
    """Bundles that might lift the reason; none where nothing that Gate knows of does."""
    word, _, detail = reason.partition(":")
    found = _BY_WORD.get(word)
    if found is not None:
        return tuple(found(look))
    with_detail = _WITH_DETAIL.get(word)
    return () if with_detail is None else tuple(with_detail(look, detail))


def _other_card(look: Look) -> Iterator[Bundle]:
    """Another card of his own, the same one made active, or a new one. What is lost or revoked stays so."""
    for each in look.person.credentials:
        if each.id != look.decision.credential and each.state is CredentialState.ACTIVE:
            yield (r.UseCredential(credential=each.id),)
        mendable = each.state not in (CredentialState.ACTIVE, CredentialState.LOST, CredentialState.REVOKED)
        if each.id == look.decision.credential and mendable:
            yield (r.Reinstate(credential=each.id),)
    needed = Assurance(look.target.min_assurance)
    yield (r.IssueCredential(person=look.person.id, assurance=needed),)


def _validity(look: Look) -> Iterator[Bundle]:
    begins = look.later(look.holder.starts)
    if begins is not None:
        yield (r.ComeAt(at=begins),)
    yield (r.KeepValid(person=look.person.id, at=look.now),)


def _clearance(look: Look) -> Iterator[Bundle]:
    yield (r.RaiseClearance(person=look.person.id, to=Clearance(look.target.min_clearance)),)


def _prerequisite(look: Look, name: str) -> Iterator[Bundle]:
    yield (r.Obtain(person=look.person.id, prerequisite=name, through=look.today),)


def _factor(look: Look, name: str) -> Iterator[Bundle]:
    if name == "biometric":
        yield (r.MatchBiometric(),)
    elif look.scenario.request.pin is PinVerdict.UNSET:
        yield (r.SetPin(person=look.person.id),)
    else:
        yield (r.TypePin(),)


def _items(look: Look) -> Iterator[Bundle]:
    """At the visit that runs; where none does, at a new one."""
    running = [stay.id for stay in look.holder.stays if stay.starts <= look.t < stay.ends]
    for visit in running:
        yield (r.SettleItems(person=look.person.id, visit=visit),)
    if not running:
        new = r.WidenVisit(person=look.person.id, visit=None, zone=look.target.id)
        yield (new, r.SettleItems(person=look.person.id, visit=NEW))


_BY_WORD: dict[str, Callable[[Look], Iterator[Bundle]]] = {
    **{f"credential_{each.value}": _other_card for each in CredentialState},
    "credential_too_weak": _other_card,
    "person_not_valid": _validity,
    "no_grant": rights.of_grant,
    "outside_schedule": rights.of_schedule,
    "denied_by_rule": rights.of_deny,
    "clearance_too_low": _clearance,
    "wrong_pin": lambda look: iter([(r.TypePin(),)]),
    "biometric_no_match": lambda look: iter([(r.MatchBiometric(),)]),
    "items_open": _items,
    "escort_required": company.escorts,
    "two_person": company.seconds,
    "min_occupancy": company.leaving,
    "pin_blocked": state.unblocking,
    "passback": state.forgiving,
    "occupancy_full": state.making_room,
    "interlock": state.closing,
    "lockdown": state.lifting,
    "lease_ended": lambda look: iter([(r.HearEngine(),)]),
    "cannot_record": lambda look: iter([(r.RecordAgain(),)]),
}
"""``visitors_never`` and ``unknown_credential`` are not here: the site's own word, and a card that is nobody's."""

_WITH_DETAIL: dict[str, Callable[[Look, str], Iterator[Bundle]]] = {
    "prerequisite_missing": _prerequisite,
    "prerequisite_expired": _prerequisite,
    "factor_missing": _factor,
    "threat_level": state.clearing,
}
