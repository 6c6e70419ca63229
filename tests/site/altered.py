"""Site and people files of the examples with something changed in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from gate.site.finding import Finding
from gate.site.load import Checked, check_files

EXAMPLES = Path(__file__).parent.parent / "examples"
HQ = (EXAMPLES / "hq.site.toml").read_text(encoding="utf-8")
PEOPLE = (EXAMPLES / "people.json").read_text(encoding="utf-8")
TODAY = date(2026, 11, 23)


@dataclass(frozen=True, slots=True)
class Change:
    """Replaces the first ``old`` after ``after``."""

    old: str
    new: str
    after: str = ""

    def at(self, text: str) -> int:
        start = text.index(self.after)
        return text.index(self.old, start)

    def line(self, text: str) -> int:
        """The line, from 1, on which the change stands."""
        return text.count("\n", 0, self.at(text)) + 1

    def apply(self, text: str) -> str:
        place = self.at(text)
        return text[:place] + self.new + text[place + len(self.old) :]


def altered(text: str, *changes: Change) -> str:
    for change in changes:
        text = change.apply(text)
    return text


def line_of(text: str, part: str, after: str = "") -> int:
    """The line, from 1, on which ``part`` first stands after ``after``."""
    return text.count("\n", 0, text.index(part, text.index(after))) + 1


def check_text(folder: Path, site: str, people: str | None = None) -> Checked:
    site_path = folder / "hq.site.toml"
    site_path.write_text(site, encoding="utf-8")
    people_path = None
    if people is not None:
        people_path = folder / "people.json"
        people_path.write_text(people, encoding="utf-8")
    return check_files(site_path, people_path, TODAY)


def told(findings: tuple[Finding, ...]) -> str:
    return "\n".join(str(finding) for finding in findings)
