"""PINs of a people file, apart from the people: they go no further than the judge of ``gate decide``."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from gate.domain.decision import PinVerdict
from gate.domain.pin import fit_pin, judge_digits
from gate.site.values import Unfit


class Pin:
    """Digits that are not shown, logged or compared by accident. ``reveal`` is for the judge and for sealing."""

    __slots__ = ("_digits",)

    def __init__(self, digits: str) -> None:
        self._digits = digits

    def reveal(self) -> str:
        """The digits."""
        return self._digits

    def __repr__(self) -> str:
        return "Pin(****)"

    def __reduce__(self) -> str:
        raise TypeError("a PIN is not pickled")


def pin(value: object) -> Pin:
    """A PIN as the people file has it. What came is never repeated."""
    if isinstance(value, str) and fit_pin(value):
        return Pin(value)
    raise Unfit("a PIN of 4 to 12 digits, in quotes")


def pin_judge(pins: Mapping[str, Pin]) -> Callable[[str, str], PinVerdict]:
    """Judges (person, digits typed) by the digits themselves; ``unset`` for a person without a PIN."""

    def judge(person: str, digits: str) -> PinVerdict:
        own = pins.get(person)
        return PinVerdict.UNSET if own is None else judge_digits(own.reveal(), digits)

    return judge
