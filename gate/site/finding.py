"""One thing found in a file: where, what was expected, what came, and what was probably meant."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Path = tuple[str | int, ...]
"""Keys and positions from the top of a file: ``("portals", 3, "lock", "output")``."""


class Severity(StrEnum):
    """Errors keep a site from starting; warnings do not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """``line`` counts from 1; ``path`` is spelt as :func:`spell_path` does; ``meant`` is the nearest name there is."""

    file: str
    line: int
    path: str
    expected: str
    got: str
    meant: str | None = None
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        mark = "" if self.severity is Severity.ERROR else "warning: "
        hint = f"; did you mean {self.meant!r}?" if self.meant is not None else ""
        place = f"{self.path}: " if self.path else ""
        return f"{self.file}:{self.line}: {mark}{place}expected {self.expected}; got {self.got}{hint}"

    def as_json(self) -> dict[str, str | int | None]:
        """The same for machines."""
        return {
            "file": self.file,
            "line": self.line,
            "path": self.path,
            "expected": self.expected,
            "got": self.got,
            "did_you_mean": self.meant,
            "severity": self.severity.value,
        }


def spell_path(path: Path) -> str:
    """``portals[3].lock.output``; positions count from 0, as the file's arrays do."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            text += f".{step}" if text else step
    return text
