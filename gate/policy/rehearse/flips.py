"""What flips, and what flips it: found by making each edit alone, not by reading the reasons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from gate.domain.decision import Decision
from gate.domain.site import Site
from gate.policy.compile import compile_site
from gate.policy.configuration import Configuration
from gate.policy.faults import NotThere, PolicyFaults
from gate.policy.rehearse.edits import Edit, edits
from gate.policy.replay.case import Case

SEVERAL = "several edits together"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flip:
    """One request whose result would be another. ``after`` None: the draft has no such reader."""

    before: Decision
    after: Decision | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """``flips`` by the edit that flips them, in the order of ``edits``. ``reworded``: same result, other reasons."""

    asked: int
    reworded: int
    edits: tuple[Edit, ...]
    flips: Mapping[str, tuple[Flip, ...]] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many results flip."""
        return sum(len(each) for each in self.flips.values())


def rehearse(old: Site, new: Site, happened: Iterable[Case]) -> Rehearsal:
    """Try the draft on what has happened under ``old``. PolicyFaults for a draft that does not compile."""
    draft, found = compile_site(new), edits(old, new)
    finder = _Finder(old, found)
    asked = reworded = 0
    flips: dict[str, list[Flip]] = {}
    for case in happened:
        asked += 1
        after = _again(case, draft)
        if after is not None and after.result is case.decision.result:
            reworded += (after.reasons, after.notes) != (case.decision.reasons, case.decision.notes)
            continue
        flips.setdefault(finder.cause(case, after), []).append(Flip(before=case.decision, after=after))
    order = [edit.where for edit in found]
    known = sorted(flips, key=lambda where: order.index(where) if where in order else len(order))
    return Rehearsal(
        asked=asked, reworded=reworded, edits=found, flips={where: tuple(flips[where]) for where in known}
    )


def _again(case: Case, configuration: Configuration) -> Decision | None:
    try:
        return case.again(configuration)
    except NotThere:
        return None


class _Finder:
    """Which edit, made alone to the old site, gives the new result; else those without which it would not."""

    def __init__(self, old: Site, found: tuple[Edit, ...]) -> None:
        self._old = old
        self._edits = found
        self._compiled: dict[frozenset[str], Configuration | None] = {}

    def cause(self, case: Case, after: Decision | None) -> str:
        """Where the rule stands that flips the case."""
        alone = [edit.where for edit in self._edits if self._same(case, after, {edit.where})]
        if alone:
            return alone[0]
        every = {edit.where for edit in self._edits}
        needed = [edit for edit in self._edits if not self._same(case, after, every - {edit.where})]
        return " + ".join(edit.where for edit in needed) or SEVERAL

    def _same(self, case: Case, after: Decision | None, chosen: set[str]) -> bool:
        configuration = self._with(frozenset(chosen))
        if configuration is None:
            return False
        answer = _again(case, configuration)
        if answer is None or after is None:
            return answer is after
        return answer.result is after.result

    def _with(self, chosen: frozenset[str]) -> Configuration | None:
        """The old site with these edits; None if that does not hold together by itself."""
        if chosen not in self._compiled:
            self._compiled[chosen] = self._compile(chosen)
        return self._compiled[chosen]

    def _compile(self, chosen: frozenset[str]) -> Configuration | None:
        site = self._old
        for edit in self._edits:
            if edit.where in chosen:
                site = edit.apply(site)
        try:
            return compile_site(site)
        except (PolicyFaults, KeyError):
            return None
