"""Values of any type that the bus carries, by its hints: for property tests."""

import string
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import Any, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from gate.domain.envelope import Envelope

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
IDS = st.text(string.ascii_lowercase + "-01", min_size=1, max_size=12)
INSTANTS = st.datetimes(timezones=st.just(UTC))
SCALARS: dict[Any, st.SearchStrategy[Any]] = {
    str: TEXT,
    bool: st.booleans(),
    int: st.integers(-(2**63), 2**63 - 1),
    float: st.floats(allow_nan=False, allow_infinity=False),
    type(None): st.none(),
    datetime: INSTANTS,
    date: st.dates(),
    timedelta: st.timedeltas(min_value=timedelta(days=-30000), max_value=timedelta(days=30000)),
}


def values(hint: Any) -> st.SearchStrategy[Any]:
    """Any value of the hint."""
    if hint in SCALARS:
        return SCALARS[hint]
    if isinstance(hint, type) and issubclass(hint, Enum):
        return st.sampled_from(list(hint))
    if isinstance(hint, type) and is_dataclass(hint):
        hints = get_type_hints(hint)
        return st.builds(hint, **{item.name: values(hints[item.name]) for item in fields(hint)})
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return st.one_of(*(values(each) for each in arguments))
    if origin is tuple and arguments[-1] is not Ellipsis:
        return st.tuples(*(values(each) for each in arguments))
    if origin in (dict, Mapping):
        return st.dictionaries(IDS, values(arguments[1]), max_size=3)
    items = st.lists(values(arguments[0]), max_size=3)
    return items.map(frozenset if origin is frozenset else tuple)


def envelopes(cls: Any) -> st.SearchStrategy[Envelope[Any]]:
    """Envelopes around any body of the class."""
    counts = st.integers(0, 2**63 - 1)
    sigs = st.sampled_from(["", "AbC+/09=="])
    return st.builds(
        Envelope,
        site=IDS,
        src=IDS,
        boot=counts,
        seq=counts,
        at=INSTANTS,
        body=values(cls),
        v=st.just(1),
        sig=sigs,
    )
