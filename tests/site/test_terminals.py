"""More inputs of a door, and controllers whose relays may hold no lock."""

from __future__ import annotations

from pathlib import Path

import pytest

from gate.domain.portal import Point, Wiring
from tests.site.altered import HQ, Change, altered, check_text, told

FRONT = 'id = "front-door"\n'
MORE = (
    'egress = "rex-hardwired"\n'
    'accessible = { device = "io-lobby", input = 5, wiring = "NO" }\n'
    'key = { device = "io-lab", input = 6, wiring = "NO" }\n'
    'reader_tamper = { device = "io-lab", input = 7, wiring = "NC" }\n'
)


def test_a_door_can_have_an_accessible_button_a_key_contact_and_a_tamper_loop(tmp_path: Path) -> None:
    checked = check_text(tmp_path, altered(HQ, Change('egress = "rex-hardwired"\n', MORE, FRONT)))
    assert checked.findings == (), told(checked.findings)
    assert checked.site is not None
    door = checked.site.portals["front-door"]
    assert door.accessible == Point(device="io-lobby", input=5, wiring=Wiring.NO)
    assert list(door.points) == ["contact", "rex", "fire", "accessible", "key", "reader_tamper"]
    assert checked.site.version != check_text(tmp_path, HQ).site.version  # type: ignore[union-attr]


@pytest.mark.parametrize("name", ["accessible", "key", "reader_tamper"])
def test_its_terminals_are_checked_like_any_other(tmp_path: Path, name: str) -> None:
    shared = f'egress = "rex-hardwired"\n{name} = {{ device = "io-lobby", input = 3, wiring = "NO" }}\n'
    checked = check_text(tmp_path, altered(HQ, Change('egress = "rex-hardwired"\n', shared, FRONT)))
    (finding,) = checked.findings
    assert "an input of its own" in finding.expected
    beyond = shared.replace("input = 3", "input = 99")
    checked = check_text(tmp_path, altered(HQ, Change('egress = "rex-hardwired"\n', beyond, FRONT)))
    (finding,) = checked.findings
    assert finding.path == f"portals[0].{name}.input"
    assert "an input from 1 to 6" in finding.expected


def test_no_lock_may_hang_on_a_controller_that_cannot_end_an_opening(tmp_path: Path) -> None:
    old = 'profile = "waveshare-modbus-rtu-relay-d"'
    text = altered(HQ, Change(old, 'profile = "brainboxes-ed588"', 'id = "io-lab"'))
    locks = [
        finding for finding in check_text(tmp_path, text).findings if finding.path.endswith("lock.device")
    ]
    assert [finding.path for finding in locks] == [f"portals[{door}].lock.device" for door in (1, 3, 4)]
    assert all("a controller whose outputs may hold a lock" in finding.expected for finding in locks)
    assert all('"io-lab", a brainboxes-ed588' in str(finding.got) for finding in locks)
