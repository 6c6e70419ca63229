"""JSON as the bus and the log spell it: no white space, UTF-8, members in their order. By orjson, which is native code.

What JSON cannot carry is refused by whoever makes the values: orjson writes not-a-number as null.
"""

from __future__ import annotations

from typing import Any

import orjson


def write_json(value: Any) -> bytes:
    """ValueError for what is no JSON: half of a surrogate pair, an unknown type, a number of more than 64 bits."""
    try:
        return orjson.dumps(value)
    except TypeError as fault:  # what orjson raises is one
        raise ValueError(str(fault)) from None


def read_json(content: bytes | str) -> Any:
    """ValueError for what is no JSON, not-a-number and infinity included."""
    return orjson.loads(content)
