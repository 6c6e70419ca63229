"""Public holidays and swapped workdays of a country, from the package ``holidays``.

Swapped workdays (调休) are what the package calls ``weekend_workdays``: China's are known for years whose
schedule the State Council has published and the package has taken over.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import import_module
from types import ModuleType

from gate.site.offsets import FIRST_YEAR, LAST_YEAR

YEARS = range(FIRST_YEAR, LAST_YEAR + 1)
_PARENT = "holidays.countries"


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryDays:
    """Special days from 2000 through 2060; ``published``: years whose days are settled, not computed ahead."""

    holidays: frozenset[date]
    swapped: frozenset[date]
    published: frozenset[int]


@cache
def country_codes() -> tuple[str, ...]:
    """All codes that the package knows, two letters each."""
    from holidays.registry import COUNTRIES  # noqa: PLC0415 - a slow import, needed by sites with holidays alone

    return tuple(sorted(names[1] for names in COUNTRIES.values()))


@cache
def country_days(code: str) -> CountryDays:
    """The days of one of :func:`country_codes`. KeyError for another."""
    from holidays.registry import COUNTRIES  # noqa: PLC0415

    module, name = {names[1]: (module, names[0]) for module, names in COUNTRIES.items()}[code]
    with _without_the_other_countries():
        country = getattr(import_module(f"{_PARENT}.{module}"), name)(years=YEARS)
    swapped = frozenset(getattr(country, "weekend_workdays", ()))
    settled = getattr(country, "special_public_holidays", {}) if swapped else YEARS
    return CountryDays(
        holidays=frozenset(country),
        swapped=swapped,
        published=frozenset(year for year in YEARS if year in settled),
    )


@contextmanager
def _without_the_other_countries() -> Iterator[None]:
    """The package's own loader imports all countries, 0.6 s of it: an empty parent lets one be imported alone."""
    if _PARENT in sys.modules:
        yield
        return
    stand_in = ModuleType(_PARENT)
    stand_in.__path__ = [f"{import_module('holidays').__path__[0]}/countries"]
    sys.modules[_PARENT] = stand_in
    try:
        yield
    finally:
        del sys.modules[_PARENT]
