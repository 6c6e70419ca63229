"""A name in the languages of the console."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """English always, Chinese where somebody wrote it."""

    en: str
    zh: str | None = None

    def in_language(self, language: str) -> str:
        """The text for a locale such as ``zh``, ``zh_Hans_CN`` or ``en``; English where there is no other."""
        return self.zh if language.startswith("zh") and self.zh else self.en
