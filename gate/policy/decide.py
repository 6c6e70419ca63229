"""From a request to its decision: nothing is changed, and the same question on the same state has the same answer."""

from __future__ import annotations

from gate.domain.decision import Decision, Request
from gate.policy.answer import answer, answer_said, unknown
from gate.policy.case import open_case
from gate.policy.companions import judge_companions
from gate.policy.entry import judge_entry
from gate.policy.leaving import judge_exit
from gate.policy.means import HOST, Means
from gate.policy.state import State


def decide(state: State, request: Request, means: Means) -> Decision:
    """The answer to a request; NotThere if no portal has that reader."""
    at = request.at
    orders = state.orders.posted.get(request.reader)
    if orders is None or not orders.since <= at < orders.until:
        orders = state.orders.write(request.reader, at)
    token = state.register.find(request.card)
    if token is None:
        return unknown(orders.way, request)
    if not token.since <= at < token.until:
        token.look(at)
    groups = token.groups & orders.matter
    said = orders.said.get(groups) or orders.say(groups, at)
    waiting = request.reader in state.waits.by_reader
    if orders.bare and token.plain and not waiting and means is HOST:
        return answer_said(orders, token, request, said, state.register.revision)
    case = open_case(state, orders, token, said, at, request, means)
    if orders.way.exit:
        return answer(case, request, judge_exit(case))
    judge_entry(case)
    if waiting or orders.way.target.counted or token.holder.visitor:
        return answer(case, request, judge_companions(case))
    return answer(case, request, ())
