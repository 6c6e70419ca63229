"""Which kept pictures are due: a still and the clips around it are one, and go together or not at all. Pure.

A clip is written seconds after its still, and one clip may show what two alarms saw. Were each judged alone, an open
alarm would keep its still and lose its clip, or the log would name a clip whose still is gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime


def due(
    kept: Mapping[str, datetime], pairs: Iterable[tuple[str, str]], in_use: Iterable[str], before: datetime
) -> frozenset[str]:
    """The digests that may go: of each family the youngest is older than ``before``, and none is in use.

    ``kept``: when each was kept; ``pairs``: a still's digest and a clip's; ``in_use``: digests that must stay.
    """
    families = _families(kept, pairs)
    used = {families[each] for each in in_use if each in families}
    young = {families[each] for each, at in kept.items() if at >= before}
    return frozenset(each for each in kept if families[each] not in used | young)


def alone(
    kept: Iterable[str], pairs: Iterable[tuple[str, str]], mine: Iterable[str], in_use: Iterable[str]
) -> frozenset[str]:
    """The digests that show what ``mine`` show and nothing else: stills, and clips around no other still.

    ``kept``, ``pairs`` and ``in_use`` as of :func:`due`.
    """
    there, joined, wanted = list(kept), list(pairs), frozenset(mine)
    families = _families([*there, *wanted], joined)
    others = {families[still] for still, _ in joined if still not in wanted}
    others |= {families[each] for each in in_use if each in families}
    going = {families[each] for each in wanted} - others
    return frozenset(each for each in there if families[each] in going)


def _families(kept: Iterable[str], pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Each digest's family, by its first member's name. Digests that are gone still join those that are left."""
    head: dict[str, str] = {each: each for each in kept}
    for still, clip in pairs:
        head.setdefault(still, still)
        head.setdefault(clip, clip)
        one, other = _top(head, still), _top(head, clip)
        head[max(one, other)] = min(one, other)
    return {each: _top(head, each) for each in head}


def _top(head: dict[str, str], digest: str) -> str:
    while head[digest] != digest:
        head[digest] = head[head[digest]]
        digest = head[digest]
    return digest
