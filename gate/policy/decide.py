"""From a request to its decision: nothing is changed, and the same question on the same state has the same answer."""

from __future__ import annotations

from gate.domain.decision import Decision, Request
from gate.policy.answer import answer, unknown
from gate.policy.case import open_case
from gate.policy.companions import judge_companions
from gate.policy.entry import judge_entry
from gate.policy.instant import micros
from gate.policy.leaving import judge_exit
from gate.policy.means import Means
from gate.policy.state import State


def decide(state: State, request: Request, means: Means) -> Decision:
    """The answer to a request; NotThere if no portal has that reader."""
    t = micros(request.at)
    orders = state.orders.posted.get(request.reader)
    if orders is None or not orders.since <= t < orders.until:
        orders = state.orders.write(request.reader, t)
    token, way = state.register.find(request.card), orders.way
    if token is None:
        return unknown(way, request)
    case = open_case(state, orders, token, t, request, means)
    if way.exit:
        return answer(case, request, judge_exit(case))
    judge_entry(case)
    if way.target.counted or case.holder.visitor or way.reader in state.waits.by_reader:
        return answer(case, request, judge_companions(case))
    return answer(case, request, ())
