"""Whatever is done to a site file, the check ends, and gives out no site with something unresolved in it."""

# ruff: noqa: E501 - a list of values
from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gate.domain.group import Deny, Grant
from gate.domain.invariant import Never
from gate.domain.site import Site
from gate.site.draft import Draft, read_draft
from gate.site.faults import Faults
from gate.site.load import _CHECKS
from gate.site.toml_lines import toml_lines
from gate.site.toml_text import read_toml
from tests.site.altered import EXAMPLES, HQ, TODAY

WORDS = st.sampled_from(
    ["id", "lab", "office", "zones", "x", "", "pin", "hard", "outside", 0, 2, -1, 1.5, True, None, [], {}, ["lab"], {"id": "lab"}]
)  # fmt: skip


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Every container with every key or position in it."""
    keys: list[Any] = []
    if isinstance(value, dict):
        keys = list(value)
    elif isinstance(value, list):
        keys = list(range(len(value)))
    found = [(value, key) for key in keys]
    return found + [place for key in keys for place in _places(value[key])]


def _check(data: dict[str, Any], text: str) -> tuple[Draft, Faults]:
    faults = Faults("hq.site.toml", lambda: toml_lines(text))
    draft = read_draft(data, faults, EXAMPLES, TODAY)
    for check in _CHECKS:
        check(draft)
    return draft, faults


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_deleted_renamed_and_replaced_keys(data: st.DataObject) -> None:
    site = tomllib.loads(HQ)
    for _ in range(data.draw(st.integers(1, 3))):
        places = _places(site)
        container, key = places[data.draw(st.integers(0, len(places) - 1))]
        act = data.draw(st.sampled_from(["delete", "rename", "replace", "repeat"]))
        if act == "delete":
            del container[key]
        elif act == "replace":
            container[key] = data.draw(WORDS)
        elif act == "repeat" and isinstance(container, list):
            container.append(container[key])
        elif act == "rename" and isinstance(container, dict):
            container[f"{key[:-1]}{data.draw(st.sampled_from(['', 'q', 'zz']))}"] = container.pop(key)
    draft, faults = _check(site, HQ)
    if not faults.failed:
        _resolved(draft.site)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_broken_text_is_read_as_far_as_it_goes(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(HQ) - 1))
    end = data.draw(st.integers(start, min(len(HQ), start + 40)))
    text = (
        HQ[:start] + data.draw(st.sampled_from(["", '"', "[", "]]", "{", "=", "\n", "'''", "#"])) + HQ[end:]
    )
    read, mended, found = read_toml(text, "hq.site.toml")
    assert mended.count("\n") in {text.count("\n"), 0}
    toml_lines(mended)
    draft, faults = _check(read, mended)
    if not found and not faults.failed:
        _resolved(draft.site)


def test_the_file_may_be_empty(tmp_path: Path) -> None:
    _, faults = _check({}, "")
    assert [finding.expected for finding in faults.findings()] == ["the key 'site'", "the key 'zones'"]
    assert tmp_path.exists()


def _resolved(site: Site) -> None:
    for zone in site.zones.values():
        assert zone.parent is None or zone.parent in site.zones
        assert zone.armed is None or zone.armed in site.schedules
        assert site.zones_around(zone.id)
    for portal in site.portals.values():
        assert set(portal.between) <= set(site.zones)
        assert {portal.reader_in, portal.reader_out} - {None} <= set(site.devices)
        assert site.agent_of_portal(portal.id) in site.agents
        for point in (portal.contact, portal.rex, portal.fire):
            assert point is None or (point.device in site.devices and point.input > 0)
        assert set(portal.cameras) <= set(site.cameras)
        assert portal.lock.output > 0
    for group in site.groups.values():
        rules: list[Grant | Deny] = [*group.grants, *group.denies]
        for rule in rules:
            assert rule.id
            assert set(rule.zones) <= set(site.zones)
            assert rule.schedule in site.schedules
    for level in site.threat_levels.values():
        assert level.groups <= set(site.groups)
    for lock in site.interlocks.values():
        assert set(lock.portals) <= set(site.portals)
    for camera in site.cameras.values():
        assert camera.zone in site.zones
    for invariant in site.invariants:
        assert invariant.reaches in site.zones
        assert isinstance(invariant, Never) or invariant.start in {"*", *site.zones}
