"""The ordered scales of the regime: classification of zones, tiers of people, strength of tokens.

Classification and clearance are separate scales: a zone names the least tier that it asks for.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Self


class Scale(IntEnum):
    """An ordered scale whose members are written in lower case in files."""

    @property
    def word(self) -> str:
        """The member as files and messages spell it, e.g. ``top_secret``."""
        return self.name.lower()

    @classmethod
    def parse(cls, word: str) -> Self:
        """The member spelt ``word``; ValueError names the words that exist."""
        for member in cls:
            if member.word == word:
                return member
        raise ValueError(f"expected one of {', '.join(m.word for m in cls)}; got {word!r}")


class Classification(Scale):
    """Zone classification 公开 < 内部 < 秘密 < 机密 < 绝密."""

    PUBLIC = 0
    INTERNAL = 1
    CONFIDENTIAL = 2
    SECRET = 3
    TOP_SECRET = 4


class Clearance(Scale):
    """Tier of a person 非涉密 < 一般 < 重要 < 核心涉密人员."""

    NONE = 0
    GENERAL = 1
    IMPORTANT = 2
    CORE = 3


class Assurance(Scale):
    """How hard a token is to copy: a bare number < challenge–response at the reader < PKI."""

    COPYABLE = 0
    PROTECTED = 1
    PKI = 2
