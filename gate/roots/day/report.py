"""What the day prints: a timeline as it goes, then every expectation with ok or what happened instead."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

Print = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One expectation and what came."""

    act: str
    name: str
    expected: str
    came: str

    @property
    def ok(self) -> bool:
        """True where what came is what was expected."""
        return self.expected == self.came


class Report:
    """Collects expectations; prints lines for people, or one JSON object a line for machines."""

    def __init__(self, timezone: str, out: Print, *, machine: bool) -> None:
        """``out`` gets whole lines."""
        self._zone = ZoneInfo(timezone)
        self._out = out
        self._machine = machine
        self._act = ""
        self.checked: list[Checked] = []

    def act(self, title: str) -> None:
        """A new act begins."""
        self._act = title
        if not self._machine:
            self._out(f"\n── {title}")

    def line(self, at: datetime, text: str) -> None:
        """Something happened at this instant of the site's clock."""
        local = at.astimezone(self._zone)
        if self._machine:
            self._out(json.dumps({"at": at.isoformat(), "act": self._act, "what": text}, ensure_ascii=False))
        else:
            self._out(f"{local:%H:%M:%S}  {text}")

    def expect(self, name: str, expected: object, came: object) -> None:
        """Note an expectation; nothing stops when it fails, so that one run shows all that is wrong."""
        self.checked.append(Checked(act=self._act, name=name, expected=str(expected), came=str(came)))

    def finish(self) -> int:
        """Print all expectations; the number that failed."""
        failed = sum(not check.ok for check in self.checked)
        if self._machine:
            for check in self.checked:
                self._out(json.dumps(_as_json(check), ensure_ascii=False))
            self._out(json.dumps({"expectations": len(self.checked), "failed": failed}))
            return failed
        self._out("\n── Expectations")
        for check in self.checked:
            self._out(_as_text(check))
        self._out(f"\n{len(self.checked)} expectations, {failed} failed")
        return failed


def _as_json(check: Checked) -> dict[str, object]:
    found = {"act": check.act, "expectation": check.name, "ok": check.ok, "expected": check.expected}
    return found if check.ok else {**found, "came": check.came}


def _as_text(check: Checked) -> str:
    if check.ok:
        return f"  ok      {check.act}: {check.name}"
    return f"  FAILED  {check.act}: {check.name}\n          expected {check.expected}\n          came     {check.came}"
