"""A private field for one pair of eyes: the engine's letter is opened here, in the process that asked, once."""

from __future__ import annotations

from gate.client.errors import ClientError
from gate.keys.errors import SealError
from gate.keys.letter import LetterBox


class LetterUnread(ClientError):
    """The letter is not for this question: the command was answered before, to another page."""


class Question:
    """One question to the engine. The key that opens the answer is in memory alone and goes with this object."""

    __slots__ = ("_box",)

    def __init__(self) -> None:
        self._box = LetterBox()

    @property
    def address(self) -> str:
        """What goes with the command."""
        return self._box.address

    def answer(self, letter: str, person: str, name: str) -> str:
        """What the field says. LetterUnread for a letter to somebody else."""
        try:
            return self._box.open(letter, f"{name} of {person}").decode()
        except SealError as fault:
            raise LetterUnread("expected a letter to this question") from fault
