"""From a request to its decision: nothing is changed, and the same question on the same state has the same answer."""

from __future__ import annotations

from gate.domain.decision import Decision, Passage, Request, Result
from gate.policy.case import Case, open_case
from gate.policy.companions import judge_companions
from gate.policy.entry import is_pending, judge_entry
from gate.policy.faults import NotThere
from gate.policy.instant import micros
from gate.policy.leaving import judge_exit
from gate.policy.means import Means
from gate.policy.rules import Way
from gate.policy.state import State
from gate.policy.waits import Wait


def decide(state: State, request: Request, means: Means) -> Decision:
    """The answer to a request; NotThere if no portal has that reader."""
    way = state.configuration.ways.get(request.reader)
    if way is None:
        raise NotThere("reader of a portal", request.reader)
    token = state.register.find(request.card)
    if token is None:
        return _unknown(way, request, state.configuration.version)
    case = open_case(state, way, token, micros(request.at), request.pin, request.biometric, means)
    if way.exit:
        return _answer(case, request, judge_exit(case))
    judge_entry(case)
    return _answer(case, request, judge_companions(case))


def _answer(case: Case, request: Request, together: list[Wait]) -> Decision:
    """``together``: the waits that the decision completes if it grants."""
    way, reasons = case.way, case.reasons
    if reasons:
        together = []
    persons = () if reasons else (*(wait.person for wait in together), case.person)
    return Decision(
        id=request.id,
        at=request.at,
        reader=way.reader,
        portal=way.portal,
        kind=Passage.EXIT if way.exit else Passage.ENTRY,
        result=_result(reasons),
        reasons=tuple(sorted(reasons)),
        notes=tuple(sorted(case.notes)),
        persons=persons,
        by=tuple(sorted(set(case.by))),
        completes=tuple(wait.request for wait in together),
        person=case.person,
        credential=case.token.credential.id,
        source=way.source.id,
        target=way.target.id,
        policy=case.state.configuration.version,
        revision=case.state.register.revision,
        pin=request.pin,
        biometric=request.biometric,
        factors=case.factors,
        extended_time=any(_extended(case.state, person) for person in persons),
    )


def _result(reasons: list[str]) -> Result:
    if not reasons:
        return Result.GRANTED
    return Result.PENDING if is_pending(reasons) else Result.DENIED


def _unknown(way: Way, request: Request, policy: str) -> Decision:
    """No credential matches: nothing else is judged."""
    return Decision(
        id=request.id,
        at=request.at,
        reader=way.reader,
        portal=way.portal,
        kind=Passage.EXIT if way.exit else Passage.ENTRY,
        result=Result.DENIED,
        reasons=("unknown_credential",),
        source=way.source.id,
        target=way.target.id,
        policy=policy,
        pin=request.pin,
        biometric=request.biometric,
    )


def _extended(state: State, person: str) -> bool:
    holder = state.register.holder(person)
    return holder is not None and holder.person.extended_time
