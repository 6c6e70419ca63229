"""The difference of two sites as single edits, each of which can be made by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, TypeVar

from gate.domain.group import Deny, Grant, Group
from gate.domain.site import Site

Apply = Callable[[Site], Site]
Noun = TypeVar("Noun")

_MAPS = ("schedules", "threat_levels", "interlocks")
_SETTINGS = ("calendar", "pin_tries", "pin_block")
_RULES = ("grants", "denies")
_UNHEARD = frozenset(
    {"name", "owner", "instructions", "armed", "cameras", "contact", "rex", "fire", "held_open"}
)
"""What decides nothing about a read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """``where`` names the rule as the site file does; ``what`` says how it changed."""

    where: str
    what: str
    apply: Apply = field(repr=False, compare=False)


def edits(old: Site, new: Site) -> tuple[Edit, ...]:
    """Everything that a decision can depend on and that differs; made one after the other they turn old into new."""
    return (
        *_settings(old, new),
        *(edit for name in _MAPS for edit in _map(name, old, new)),
        *_nouns("zones", "zone", old, new),
        *_groups(old, new),
        *_nouns("portals", "portal", old, new),
    )


def _settings(old: Site, new: Site) -> Iterator[Edit]:
    for name in _SETTINGS:
        value = getattr(new, name)
        if getattr(old, name) != value:
            yield Edit(where=f"site: {name}", what="changed", apply=_setting(name, value))


def _map(name: str, old: Site, new: Site) -> Iterator[Edit]:
    """Whole nouns: added, removed or changed."""
    noun = name.rstrip("s").replace("_", " ")
    for id_, what in _changed(getattr(old, name), getattr(new, name)):
        yield Edit(where=f"{noun} {id_}", what=what, apply=_item(name, id_, getattr(new, name).get(id_)))


def _nouns(name: str, noun: str, old: Site, new: Site) -> Iterator[Edit]:
    """Nouns field by field, where both sites have them."""
    for id_, what in _changed(getattr(old, name), getattr(new, name)):
        before, after = getattr(old, name).get(id_), getattr(new, name).get(id_)
        if before is None or after is None:
            yield Edit(where=f"{noun} {id_}", what=what, apply=_item(name, id_, after))
            continue
        for key in _keys(before, after):
            yield Edit(
                where=f"{noun} {id_}: {key}",
                what=f"{_shown(getattr(before, key))} → {_shown(getattr(after, key))}",
                apply=_key(name, id_, key, getattr(after, key)),
            )


def _groups(old: Site, new: Site) -> Iterator[Edit]:
    """Groups rule by rule, and their flags."""
    for id_, what in _changed(old.groups, new.groups):
        before, after = old.groups.get(id_), new.groups.get(id_)
        if before is None or after is None:
            yield Edit(where=f"group {id_}", what=what, apply=_item("groups", id_, after))
            continue
        for key in _keys(before, after):
            if key in _RULES:
                yield from _rules(before, after, key)
            else:
                shown = f"{_shown(getattr(before, key))} → {_shown(getattr(after, key))}"
                value = getattr(after, key)
                yield Edit(where=f"group {id_}: {key}", what=shown, apply=_key("groups", id_, key, value))


def _rules(before: Group, after: Group, key: str) -> Iterator[Edit]:
    noun = "grant" if key == "grants" else "deny"
    had: dict[str, Grant | Deny] = {rule.id: rule for rule in getattr(before, key)}
    has: dict[str, Grant | Deny] = {rule.id: rule for rule in getattr(after, key)}
    for id_, what in _changed(had, has):
        yield Edit(
            where=f"group {after.id}: {noun} {id_}",
            what=what,
            apply=_rule(after.id, key, id_, has.get(id_)),
        )


def _changed(old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for id_ in dict.fromkeys((*old, *new)):
        if id_ not in new:
            yield id_, "removed"
        elif id_ not in old:
            yield id_, "added"
        elif old[id_] != new[id_]:
            yield id_, "changed"


def _keys(before: Any, after: Any) -> list[str]:
    return [
        each.name
        for each in fields(before)
        if each.name not in _UNHEARD and getattr(before, each.name) != getattr(after, each.name)
    ]


def _shown(value: object) -> str:
    if isinstance(value, frozenset):
        return ", ".join(sorted(map(_shown, value))) or "none"
    if isinstance(value, tuple):
        return ", ".join(map(_shown, value)) or "none"
    word = getattr(value, "word", None)
    return "none" if value is None else str(word or value)


# ── making an edit ───────────────────────────────────────────────────────────


def _setting(name: str, value: object) -> Apply:
    return lambda site: replace(site, **{name: value})  # type: ignore[arg-type]


def _item(name: str, id_: str, value: object | None) -> Apply:
    def apply(site: Site) -> Site:
        items = {key: item for key, item in getattr(site, name).items() if key != id_ or value is not None}
        if value is not None:
            items[id_] = value
        return replace(site, **{name: items})  # type: ignore[arg-type]

    return apply


def _key(name: str, id_: str, key: str, value: object) -> Apply:
    def apply(site: Site) -> Site:
        items = dict(getattr(site, name))
        items[id_] = replace(items[id_], **{key: value})
        return replace(site, **{name: items})  # type: ignore[arg-type]

    return apply


def _rule(group: str, key: str, id_: str, rule: Grant | Deny | None) -> Apply:
    def apply(site: Site) -> Site:
        before: Any = site.groups[group]
        rules = {each.id: each for each in getattr(before, key)}
        if rule is None:
            rules.pop(id_, None)
        else:
            rules[id_] = rule
        return replace(site, groups={**site.groups, group: replace(before, **{key: tuple(rules.values())})})

    return apply
