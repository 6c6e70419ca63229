"""One thing that cannot have been meant."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Odd:
    """``code`` is stable, for filters; ``where`` names the thing in the site file; ``why`` says it to a person."""

    code: str
    where: str
    why: str

    def __str__(self) -> str:
        return f"{self.where}: {self.why} [{self.code}]"
