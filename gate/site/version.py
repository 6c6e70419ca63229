"""The hash that names a configuration: of what the file means, not of how it is written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from enum import Enum

from gate.domain.site import Site

_NOT_MEANT = frozenset({"version", "bus_url", "store_url", "verify_record_minute"})
"""Where it runs and when the record is verified are no part of what is decided."""


def site_version(site: Site) -> str:
    """SHA-256 in hex over canonical JSON: keys sorted, sets sorted, spans in milliseconds, the calendar included.

    Comments, spelling and the order of zones and doors do not change it.
    """
    plain = {
        field.name: _plain(getattr(site, field.name))
        for field in fields(site)
        if field.name not in _NOT_MEANT
    }
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, frozenset):
        return sorted((_plain(item) for item in value), key=str)
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, timedelta):
        return value // timedelta(milliseconds=1)
    return value.isoformat() if isinstance(value, date) else value
