"""Owners of watchlists that ask to tell them: who of them hears of a visitor, and by which of his lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gate.domain.desk_events import DeskStepTaken
from gate.domain.desk_record import DeskRecord
from gate.domain.events import VisitChanged
from gate.domain.watchlist import Verdict, WatchAction, WatchList
from gate.notify.queue import Recipient, Wanted

WATCHED = "watched"
"""A visitor is on a list of theirs: told when somebody has said so, and when he stands at the desk."""

Watchers = Mapping[tuple[Recipient, str], tuple[str, ...]]
"""Names of the lists by whom they are told to: an owner, or the managers for one who is no longer here."""


def asks_for(event: object) -> bool:
    """Whether the event is one at which owners are told."""
    match event:
        case DeskStepTaken(step="judged", what=Verdict.SAME.value):
            return True
        case VisitChanged(state="arrived", what="arrived"):
            return True
        case _:
            return False


def watchers(record: DeskRecord | None, lists: Iterable[WatchList], here: Iterable[str]) -> Watchers:
    """By the hits that somebody confirmed: of a pair that is only alike nobody is told.

    ``here``: owners who have not left.
    """
    on = {
        hit.list_id
        for hit in (record.hits if record else ())
        if hit.verdict is Verdict.SAME and hit.action is WatchAction.NOTIFY
    }
    present, found = set(here), dict[tuple[Recipient, str], list[str]]()
    for each in lists:
        if each.id in on:
            known = each.owner in present
            to = (Recipient.PERSON, each.owner) if known else (Recipient.MANAGERS, "")
            found.setdefault(to, []).append(each.name)
    return {to: tuple(names) for to, names in found.items()}


def wanted(seq: int, visit: str, to: Iterable[tuple[Recipient, str]]) -> tuple[Wanted, ...]:
    """One message an owner, however many of his lists the visitor is on."""
    return tuple(
        Wanted(event=seq, visit=visit, kind=WATCHED, to_kind=kind, to_id=person) for kind, person in to
    )
