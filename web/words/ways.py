"""The way by which somebody breaches an invariant, with names of person, doors and zones (gate.policy.prove.gist)."""

from __future__ import annotations

import re

from web.words.names import Names

_ID = r"[\w.-]+"
_WAY = re.compile(rf"\w+ (?P<who>{_ID}): (?P<start>{_ID}|…)(?P<steps>(?: —{_ID}→ {_ID})+)")
_STEP = re.compile(rf" —(?P<portal>{_ID})→ (?P<zone>{_ID})")


def way(said: str, names: Names) -> str | None:
    """``Ana Souza: Outside —Front door→ Lobby``; None for a text that is no way, or was cut within a step."""
    found = _WAY.fullmatch(said)
    if found is None:
        return None
    start = found["start"] if found["start"] == "…" else names.zone(found["start"])
    steps = (
        f" —{names.portal(step['portal'])}→ {names.zone(step['zone'])}"
        for step in _STEP.finditer(found["steps"])
    )
    colon = "：" if names.language.startswith("zh") else ": "
    return f"{names.person(found['who'])}{colon}{start}{''.join(steps)}"
