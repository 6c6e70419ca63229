"""Machine readable zones of travel documents, ICAO Doc 9303 (eighth edition): TD1 and TD2 cards, TD3 passports.

Promises that every check digit is right, or says which is wrong and what was read. A zone is text of capital letters,
digits and fillers ``<``; wedge readers send it with line ends, spaces or all in one row.

=====  ===========  =========================================================================
TD1    3 × 30       part 5, 4.2.2: number in line 1, dates in line 2, names in line 3
TD2    2 × 36       part 6, 4.2.2: names in line 1, number and dates in line 2
TD3    2 × 44       part 4, 4.2.2: the same with an optional number that has a check digit
=====  ===========  =========================================================================
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

FILLER = "<"
_WEIGHTS = (7, 3, 1)
_VALUES = {**{str(digit): digit for digit in range(10)}, FILLER: 0}
_VALUES.update({chr(ord("A") + place): 10 + place for place in range(26)})
_CHARACTERS = re.compile(r"[A-Z0-9<]+")
SIZES = {90: (30, 30, 30), 72: (36, 36), 88: (44, 44)}
OLDEST = 100
"""Years: a birth date of two digits lies within the last hundred."""


class MrzInvalid(ValueError):
    """It is no machine readable zone, or one that was misread: says where."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TravelDocument:
    """What the zone says. ``name`` is given names then surname, as Latin names are written; ``kind`` its first letters.

    ``born`` None where the holder's birth date is not known (9303-3, 4.8: filler). ``number`` without fillers.
    """

    form: str
    kind: str
    issuer: str
    number: str
    surname: str
    given: str
    nationality: str
    born: date | None
    sex: str
    ends: date | None

    @property
    def name(self) -> str:
        """``Anna Maria Eriksson``."""
        return f"{self.given} {self.surname}".strip().title()


def looks_like_mrz(text: str) -> bool:
    """Whether a scan can be one at all: its length and its characters."""
    bare = _bare(text)
    return len(bare) in SIZES and _CHARACTERS.fullmatch(bare) is not None and FILLER in bare


def read_mrz(text: str, today: date) -> TravelDocument:
    """The document; MrzInvalid with the field that is wrong. ``today`` decides the century of dates."""
    bare = _bare(text)
    if len(bare) not in SIZES:
        raise MrzInvalid(f"expected 90, 72 or 88 characters; got {len(bare)}")
    odd = next((place for place, each in enumerate(bare) if each not in _VALUES), None)
    if odd is not None:
        raise MrzInvalid(f"expected A to Z, 0 to 9 or <; got {bare[odd]!r} at character {odd + 1}")
    lines, start = [], 0
    for size in SIZES[len(bare)]:
        lines.append(bare[start : start + size])
        start += size
    return _td1(lines, today) if len(lines) == 3 else _td2_or_3(lines, today)


def check_digit(text: str) -> int:
    """ICAO 9303-3, 4.9: weights 7, 3, 1, modulo 10."""
    return sum(_VALUES[each] * _WEIGHTS[place % 3] for place, each in enumerate(text)) % 10


def _td1(lines: list[str], today: date) -> TravelDocument:
    first, second, third = lines
    long = (
        first[14] == FILLER
    )  # a number of more than nine characters goes on in the optional field (9303-5, 4.2.4)
    number, digit = _long_number(first[5:14], first[15:30]) if long else (first[5:14], first[14])
    _check("the document number", number, digit)
    _check("the birth date", second[0:6], second[6])
    _check("the date of expiry", second[8:14], second[14])
    _check("the whole", first[5:30] + second[0:7] + second[8:15] + second[18:29], second[29])
    surname, given = _names(third)
    return TravelDocument(
        form="TD1",
        kind=_plain(first[0:2]),
        issuer=_plain(first[2:5]),
        number=_plain(number),
        surname=surname,
        given=given,
        nationality=_plain(second[15:18]),
        born=_born(second[0:6], today),
        sex=_plain(second[7]),
        ends=_ends(second[8:14], today),
    )


def _td2_or_3(lines: list[str], today: date) -> TravelDocument:
    first, second = lines
    passport = len(first) == 44
    long = not passport and second[9] == FILLER
    number, digit = _long_number(second[0:9], second[28:35]) if long else (second[0:9], second[9])
    _check("the document number", number, digit)
    _check("the birth date", second[13:19], second[19])
    _check("the date of expiry", second[21:27], second[27])
    last = len(second) - 1
    if passport and not (_plain(second[28:42]) == "" and second[42] == FILLER):
        _check("the personal number", second[28:42], second[42])
    _check("the whole", second[0:10] + second[13:20] + second[21:last], second[last])
    surname, given = _names(first[5:])
    return TravelDocument(
        form="TD3" if passport else "TD2",
        kind=_plain(first[0:2]),
        issuer=_plain(first[2:5]),
        number=_plain(number),
        surname=surname,
        given=given,
        nationality=_plain(second[10:13]),
        born=_born(second[13:19], today),
        sex=_plain(second[20]),
        ends=_ends(second[21:27], today),
    )


def _long_number(start: str, rest: str) -> tuple[str, str]:
    """The number that goes on, and its check digit, which ends it."""
    end = rest.find(FILLER)
    more = rest if end < 0 else rest[:end]
    if len(more) < 2:
        return start, FILLER
    return start + more[:-1], more[-1]


def _check(what: str, text: str, digit: str) -> None:
    if not digit.isdigit() or check_digit(text) != int(digit):
        raise MrzInvalid(f"{what}: expected check digit {check_digit(text)}; got {digit!r}")


def _names(text: str) -> tuple[str, str]:
    """Surname and given names, parted by two fillers; a name may have been cut (9303-3, 4.6)."""
    surname, _, given = text.strip(FILLER).partition(FILLER * 2)
    return " ".join(surname.split(FILLER)), " ".join(given.replace(FILLER, " ").split())


def _born(text: str, today: date) -> date | None:
    found = _date(text, today.year // 100 * 100)
    if found is not None and found > today:
        return _date(text, today.year // 100 * 100 - OLDEST)
    return found


def _ends(text: str, today: date) -> date | None:
    """Documents end in this century: none that is still carried ended in the last."""
    return _date(text, today.year // 100 * 100)


def _date(text: str, century: int) -> date | None:
    if FILLER in text:
        return None  # partly or wholly unknown
    try:
        return date(century + int(text[0:2]), int(text[2:4]), int(text[4:6]))
    except ValueError:
        raise MrzInvalid(f"expected a date as YYMMDD; got {text!r}") from None


def _plain(text: str) -> str:
    return text.replace(FILLER, " ").strip()


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text.upper())
