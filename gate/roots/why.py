"""``gate why``: a recorded decision in words, every reason, and the smallest change that would have granted."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from gate.domain.decision import Decision, Passage, Result
from gate.domain.remedy import Explanation
from gate.domain.site import Site
from gate.domain.text import Text
from gate.domain.words.reasons import reason
from gate.domain.words.remedies import Naming, final, remedy
from gate.policy.explain import as_json as explanation_as_json
from gate.policy.explain import explain
from gate.policy.replay import differences, rebuilt
from gate.policy.replay.again import means_of
from gate.policy.replay.case import Case
from gate.roots.naming import LanguageOption, checked, naming_of
from gate.roots.recorded import Recorded, Untaken
from gate.roots.shape import UserError, new_app

app = new_app("Why a recorded read was answered as it was.")

_ANSWERS = {
    (Passage.ENTRY, Result.GRANTED): Text("{who} was let in at {where}", "{who} 在 {where} 获准进入"),
    (Passage.ENTRY, Result.DENIED): Text("{who} was refused at {where}", "{who} 在 {where} 被拒绝进入"),
    (Passage.ENTRY, Result.PENDING): Text("{who} has to wait at {where}", "{who} 在 {where} 需等待"),
    (Passage.EXIT, Result.GRANTED): Text("{who} was let out at {where}", "{who} 在 {where} 获准离开"),
    (Passage.EXIT, Result.DENIED): Text("{who} was refused at {where}", "{who} 在 {where} 被拒绝"),
    (Passage.EXIT, Result.PENDING): Text(
        "{who} has to wait to leave at {where}", "{who} 在 {where} 等待离开"
    ),
}
_NOBODY = Text("An unknown card", "未知证卡")
_ALONE = Text("decided by the agent alone", "由门控代理独立判定")
_NOTED = Text("Noted", "附注")
_BY = Text("By: {rules}", "依据：{rules}")
_HELP = Text("It would have been granted:", "满足以下条件即可放行：")
_NO_HELP = Text("Nothing would have helped:", "无法放行：")
_POLICY = Text("Policy {policy}, facts {revision}", "策略 {policy}，数据版本 {revision}")
_UNKNOWN = Text("What would have helped cannot be said: {why}", "无法给出放行条件：{why}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is known of a decision. ``explanation`` None: ``why_not`` says what is missing for it."""

    seq: int
    decision: Decision
    by_agent: bool
    explanation: Explanation | None
    why_not: str
    site: Site | None
    names: dict[str, Text]


@app.command()
def why(
    event: Annotated[
        str,
        typer.Argument(
            metavar="EVENT", help="the number of the decision in the log, or its read's src/boot/seq"
        ),
    ],
    data: Annotated[Path | None, typer.Option("--data", metavar="DIR", help="the site's data folder")] = None,
    store: Annotated[str | None, typer.Option("--store", metavar="URL", help="the site's store")] = None,
    language: LanguageOption = "en",
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object")] = False,
) -> None:
    """Why a read was answered as it was, and the smallest change that would have granted."""
    if data is None and store is None:
        raise UserError("expected --data DIR or --store URL")
    checked(language)
    with Recorded(store) if store is not None else Recorded.in_folder(data or Path()) as recorded:
        answer = _answer(recorded, event)
    typer.echo(
        json.dumps(_as_json(answer), ensure_ascii=False) if as_json else "\n".join(_text(answer, language))
    )


def _answer(recorded: Recorded, event: str) -> Answer:
    row = recorded.find(event)
    taken = recorded.taken(row)
    decision = taken.decision if isinstance(taken, Untaken) else taken.case.decision
    explanation, why_not = None, taken.why if isinstance(taken, Untaken) else ""
    site: Site | None = None
    try:
        site = recorded.site(decision.policy)
        if not isinstance(taken, Untaken):
            explanation, why_not = _explained(recorded, taken.case)
    except UserError as error:
        why_not = str(error)
    return Answer(
        seq=row.seq,
        decision=decision,
        by_agent=recorded.by_agent(row),
        explanation=explanation,
        why_not=why_not,
        site=site,
        names=recorded.names(_ids(decision, explanation)),
    )


def _explained(recorded: Recorded, case: Case) -> tuple[Explanation | None, str]:
    """Explained in the state that it saw, with everybody as they are now to wait for."""
    decision, configuration = case.decision, recorded.configuration(case.decision.policy)
    if differences(decision, case.again(configuration)):
        return None, "taken again it comes out otherwise; see gate policy replay"
    others = () if decision.granted else recorded.people_now()
    people = {person.id: person for person in (*others, *case.people)}
    world = rebuilt(configuration, people.values(), recorded.later_days(case), decision.revision)
    return explain(world, case.request, decision, means_of(case.seen)), ""


def _ids(decision: Decision, explanation: Explanation | None) -> set[str]:
    found = {*decision.persons, *([decision.person] if decision.person else [])}
    for each in explanation.remedies if explanation else ():
        person = getattr(each, "person", None)
        if isinstance(person, str):
            found.add(person)
    return found


def _as_json(answer: Answer) -> dict[str, object]:
    decision, explanation = answer.decision, answer.explanation
    naming = {language: naming_of(answer.site, answer.names, language) for language in ("en", "zh")}
    said = {
        language: {
            "answer": _headline(answer, language, each),
            "reasons": [reason(code, language) for code in decision.reasons],
            "notes": [reason(code, language) for code in decision.notes],
            "remedies": [remedy(one, language, each) for one in explanation.remedies] if explanation else [],
        }
        for language, each in naming.items()
    }
    return {
        "event": answer.seq,
        "request": decision.id,
        "at": decision.at.isoformat().replace("+00:00", "Z"),
        "portal": decision.portal,
        "reader": decision.reader,
        "kind": decision.kind.value,
        "result": decision.result.value,
        "person": decision.person,
        "credential": decision.credential,
        "reasons": list(decision.reasons),
        "notes": list(decision.notes),
        "by": list(decision.by),
        "policy": decision.policy,
        "revision": decision.revision,
        "by_agent": answer.by_agent,
        "explain": None if explanation is None else explanation_as_json(explanation),
        "why_no_explanation": answer.why_not or None,
        "words": said,
    }


def _text(answer: Answer, language: str) -> list[str]:
    decision, naming = answer.decision, naming_of(answer.site, answer.names, language)
    lines = [_headline(answer, language, naming)]
    lines += [f"  · {reason(code, language)} [{code}]" for code in decision.reasons]
    if decision.notes:
        lines.append(
            f"{_NOTED.in_language(language)}: " + ", ".join(reason(code, language) for code in decision.notes)
        )
    if decision.by:
        lines.append(_BY.in_language(language).replace("{rules}", ", ".join(decision.by)))
    lines += _remedies(answer, language, naming)
    versions = _POLICY.in_language(language).replace("{policy}", decision.policy[:16])
    return [*lines, versions.replace("{revision}", str(decision.revision))]


def _remedies(answer: Answer, language: str, naming: Naming) -> list[str]:
    if answer.explanation is None:
        return [_UNKNOWN.in_language(language).replace("{why}", answer.why_not)]
    if answer.decision.granted:
        return []
    if answer.explanation.remedies:
        steps = [remedy(each, language, naming) for each in answer.explanation.remedies]
        return [
            _HELP.in_language(language),
            *(f"  {place}. {step}" for place, step in enumerate(steps, 1)),
        ]
    stuck = [final(code, reason(code, language), language) for code in answer.explanation.final]
    return [_NO_HELP.in_language(language), *(f"  {each}" for each in stuck)]


def _headline(answer: Answer, language: str, naming: Naming) -> str:
    decision = answer.decision
    who = naming.person(decision.person) if decision.person else _NOBODY.in_language(language)
    said = _ANSWERS[decision.kind, decision.result].in_language(language)
    alone = f" ({_ALONE.in_language(language)})" if answer.by_agent else ""
    sentence = said.replace("{who}", who).replace("{where}", naming.portal(decision.portal))
    return f"{naming.instant(decision.at)}  {sentence}{alone}"
