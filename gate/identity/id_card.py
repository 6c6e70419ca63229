"""Chinese resident identity cards (居民身份证): the number of GB 11643-1999, and what the card's chip says.

The check character is python-stdnum's (ISO 7064 MOD 11-2); the birth date is in the number.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import date

from stdnum.cn import ric
from stdnum.exceptions import ValidationError

LONGEST_NAME = 100
_NUMBER = re.compile(r"\d{17}[0-9X]", re.ASCII)
_SPAN = re.compile(r"(\d{8})-(\d{8}|长期)")


class IdCardInvalid(ValueError):
    """The number or the reader's answer is not that of a card: says what was expected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IdCard:
    """A card as its chip has it. ``ends`` None: valid without end (长期)."""

    name: str
    number: str = field(repr=False)
    born: date
    sex: str
    ends: date | None = None


def check_number(text: str) -> str:
    """The number in its one spelling; IdCardInvalid for a wrong length, date or check character.

    The place is not looked up: counties are renamed and dissolved, and the number stays with its holder.
    """
    number = str(ric.compact(text.strip().upper()))
    if not _NUMBER.fullmatch(number):
        raise IdCardInvalid(f"expected 17 digits and a check character; got {len(number)} characters")
    if ric.calc_check_digit(number) != number[-1]:
        raise IdCardInvalid("expected the check character that the other digits give; got another")
    try:
        ric.get_birth_date(number)
    except ValidationError:
        raise IdCardInvalid("expected a birth date in the number; got none") from None
    return number


def born_of(number: str) -> date:
    """The birth date in a number that :func:`check_number` took."""
    found = ric.get_birth_date(number)
    return date(found.year, found.month, found.day)


def sex_of(number: str) -> str:
    """``M`` or ``F``: the sequence is odd for men (GB 11643, 5.3)."""
    return "M" if int(number[16]) % 2 else "F"


def read_answer(text: str) -> IdCard:
    """The answer of a reader's bridge: JSON with ``name``, ``number``, ``valid`` (``20200101-20300101``, ``…-长期``).

    IdCardInvalid where a part is missing or does not fit; nothing of the number is in its text.
    """
    try:
        answer = json.loads(text)
    except ValueError:
        raise IdCardInvalid("expected JSON from the card reader") from None
    if not isinstance(answer, dict):
        raise IdCardInvalid("expected an object from the card reader")
    name, number, valid = (answer.get(each) for each in ("name", "number", "valid"))
    if not isinstance(name, str) or not name.strip() or len(name) > LONGEST_NAME:
        raise IdCardInvalid("expected a name from the card reader")
    if not isinstance(number, str):
        raise IdCardInvalid("expected a number from the card reader")
    checked = check_number(number)
    return IdCard(
        name=name.strip(), number=checked, born=born_of(checked), sex=sex_of(checked), ends=_ends(valid)
    )


def _ends(valid: object) -> date | None:
    found = _SPAN.fullmatch(valid) if isinstance(valid, str) else None
    if found is None:
        raise IdCardInvalid("expected the card's validity as YYYYMMDD-YYYYMMDD or YYYYMMDD-长期")
    if found[2] == "长期":
        return None
    try:
        return date.fromisoformat(found[2])
    except ValueError:
        raise IdCardInvalid("expected a date at the end of the card's validity") from None
