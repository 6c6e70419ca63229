"""The site under test: two cabinets of one door each, and people who may come and go."""

from __future__ import annotations

import json
from pathlib import Path

AGENTS = ("north", "south")
PEOPLE = 40

_HEAD = """
[site]
id = "faults"
timezone = "Asia/Shanghai"

[[zones]]
id = "outside"
level = "public"
outside = true

[[zones]]
id = "hall"
level = "internal"

[[schedules]]
id = "always"
windows = [{ days = "mon-sun", from = "00:00", to = "24:00" }]
on_holiday = "as-usual"

[[groups]]
id = "staff"
grants = [{ id = "staff-1", zones = ["hall"], schedule = "always" }]
"""

_CABINET = """
[[agents]]
id = "{0}"

[[portals]]
id = "{0}-door"
between = ["outside", "hall"]
readers = {{ in = "{0}-reader" }}
lock = {{ device = "{0}-io", output = 1, wiring = "NO", release = "4500ms", mode = "fail-secure" }}
contact = {{ device = "{0}-io", input = 1, wiring = "NO" }}
egress = "mechanical"
held_open = {{ after = "30s", warn_before = "10s" }}

[[lines]]
id = "{0}-uart"
agent = "{0}"
url = "serial:///dev/tty-{0}?baud=9600"
protocol = "serial-reader"

[[lines]]
id = "{0}-modbus"
agent = "{0}"
url = "tcp://{0}.example:502"
protocol = "modbus"

[[devices]]
id = "{0}-reader"
profile = "rdm6300"
line = "{0}-uart"

[[devices]]
id = "{0}-io"
profile = "moxa-iologik-e1214"
line = "{0}-modbus"
address = 1
"""


def write_site(folder: Path) -> tuple[Path, Path]:
    """The site file and the people file, in the folder."""
    site, people = folder / "faults.site.toml", folder / "people.json"
    site.write_text(_HEAD + "".join(_CABINET.format(agent) for agent in AGENTS))
    people.write_text(json.dumps({"people": [_person(number) for number in range(1, PEOPLE + 1)]}))
    return site, people


def card_of(number: int) -> str:
    """The number on a person's fob."""
    return f"{number:010X}"


def _person(number: int) -> dict[str, object]:
    fob = {
        "id": f"c{number}",
        "kind": "fob",
        "format": "EM4100",
        "number": card_of(number),
        "state": "active",
    }
    group = {"id": "staff", "reason": "faults", "approved_by": "p1"}
    return {
        "id": f"p{number}",
        "name": f"Person {number}",
        "kind": "employee",
        "groups": [group],
        "credentials": [fob],
    }
