"""Lines of panels in a site file: what is refused, each on its own line."""

from pathlib import Path

import pytest

from tests.site.altered import HQ, check_text, told

PANEL = """
[[lines]]
id = "east"
agent = "cabinet-1"
protocol = "uhppote"
url = "udp://192.0.2.60:60000"

[[devices]]
id = "ctl-east"
profile = "uhppote-controller-l02"
line = "east"
address = 405419896

[[devices]]
id = "rdr-east"
profile = "uhppote-reader"
line = "east"
address = 4
"""


def findings(folder: Path, text: str) -> str:
    return told(check_text(folder, text).findings)


def test_a_panel_with_its_reader_is_taken(tmp_path: Path) -> None:
    assert findings(tmp_path, HQ + PANEL) == findings(tmp_path, HQ)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "address = 4\n",
            "address = 5\n",
            "a reader from 1 to 4: a uhppote-controller-l02 has 2 doors; got 5",
        ),
        ("udp://", "tcp://", 'url: expected udp://host:port; got "tcp://192.0.2.60:60000"'),
        ('"uhppote-controller-l02"', '"uhppote-reader"', "one uhppote controller on the line; got none"),
        ('"uhppote-controller-l02"', '"waveshare-modbus-rtu-relay"', "a line with protocol modbus"),
        ("405419896", "4294967296", "whole number from 0 to 4294967295"),
    ],
)
def test_a_line_that_cannot_be_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in PANEL
    assert said in findings(tmp_path, HQ + PANEL.replace(old, new, 1))


def test_a_lock_that_is_held_by_its_relay_cannot_hang_on_a_panel(tmp_path: Path) -> None:
    text = HQ.replace('lock = { device = "io-lab", output = 1', 'lock = { device = "ctl-east", output = 1', 1)
    text = text.replace('wiring = "NO", release', 'wiring = "NC", release')
    assert "can only time a pulse that switches on" in findings(tmp_path, text + PANEL)
