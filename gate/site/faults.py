"""Gathers the findings of one file, so that one run names every fault.

A value that could not be understood, and for which nothing else stands in, is *unsure*: checks that
would build on it keep silent, so that one fault makes one finding.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property

from gate.site.finding import Finding, Path, Severity, spell_path

Lines = Mapping[Path, int]


class SiteFaults(ValueError):
    """Raised where a site or people file with errors was to be used. ``findings`` holds them all, warnings too."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        super().__init__("\n".join(str(finding) for finding in findings))


class Faults:
    """The findings of one file. ``index`` gives line numbers by path and is called only if something is found."""

    def __init__(self, file: str, index: Callable[[], Lines]) -> None:
        self.file = file
        self._index = index
        self._found: list[Finding] = []
        self._unsure: set[Path] = set()

    def error(self, path: Path, expected: str, got: str, meant: str | None = None) -> None:
        """Something that keeps the site from starting."""
        self._add(path, expected, got, meant, Severity.ERROR)

    def warn(self, path: Path, expected: str, got: str, meant: str | None = None) -> None:
        """Something that somebody should look at."""
        self._add(path, expected, got, meant, Severity.WARNING)

    def add(self, finding: Finding) -> None:
        """A finding whose line is known already."""
        self._found.append(finding)

    def unsure(self, path: Path) -> None:
        """The value at ``path`` is not known."""
        self._unsure.add(path)

    def sure(self, *path: str | int) -> bool:
        """False if something at, above or below ``path`` is unsure."""
        return not any(path[: len(other)] == other[: len(path)] for other in self._unsure)

    def known(self, *path: str | int) -> bool:
        """False if ``path`` itself, or something that it lies in, is unsure; what lies in it does not matter."""
        return not any(path[: len(other)] == other for other in self._unsure)

    def line(self, path: Path) -> int:
        """The line of ``path``, or of the nearest thing around it that the file has."""
        for length in range(len(path), 0, -1):
            if (line := self._lines.get(path[:length])) is not None:
                return line
        return 1

    @property
    def failed(self) -> bool:
        """True once there is an error."""
        return any(finding.severity is Severity.ERROR for finding in self._found)

    def findings(self) -> tuple[Finding, ...]:
        """All of them by line."""
        return tuple(sorted(self._found, key=lambda finding: (finding.line, finding.path)))

    @cached_property
    def _lines(self) -> Lines:
        return self._index()

    def _add(self, path: Path, expected: str, got: str, meant: str | None, severity: Severity) -> None:
        self._found.append(
            Finding(
                file=self.file,
                line=self.line(path),
                path=spell_path(path),
                expected=expected,
                got=got,
                meant=meant,
                severity=severity,
            )
        )
