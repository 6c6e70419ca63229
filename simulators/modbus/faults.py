"""What can be wrong with a simulated device; set at any time, in force from the next request."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True, kw_only=True)
class Faults:
    """``silent``: no answers. ``answer_as``: answers carry this address. ``rubbish``: these bytes instead of
    answers. ``bad_crc``: the RTU checksum is wrong. ``slow``: seconds before each answer."""

    silent: bool = False
    answer_as: int | None = None
    rubbish: bytes | None = None
    bad_crc: bool = False
    slow: float = 0.0
