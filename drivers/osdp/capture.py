"""Captured traffic as JSON lines in the osdpcap shape, which other OSDP tools read and write too.

    {"timeSec": "1580342115", "timeNano": "984691851", "io": "trace", "data": "ff 53 80 08 00 01 4b 01 d8",
     "osdpTraceVersion": "1", "osdpSource": "…"}

``io``: ``trace`` for what was overheard, ``output`` and ``input`` for what the writer sent and received. ``data``
is bytes as they were on the wire, usually one frame. Source: Security-Industry-Association/libosdp-conformance,
doc of the osdpcap format, version 1.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

SOURCE = "gate"
_KINDS = ("trace", "input", "output")
_LONGEST_LINE = 100_000


class CaptureError(ValueError):
    """A line that is no record: what was expected, what came."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Bytes at an instant, nanoseconds since 1970 in UTC."""

    at_ns: int
    data: bytes
    io: str = "trace"

    def line(self) -> str:
        """As JSON, without the end of the line."""
        return json.dumps(
            {
                "timeSec": str(self.at_ns // 1_000_000_000),
                "timeNano": f"{self.at_ns % 1_000_000_000:09d}",
                "io": self.io,
                "data": self.data.hex(" "),
                "osdpTraceVersion": "1",
                "osdpSource": SOURCE,
            }
        )


def read_record(line: str) -> Record:
    """The record in a line. Raises :class:`CaptureError`."""
    if len(line) > _LONGEST_LINE:
        raise CaptureError(f"expected a line of at most {_LONGEST_LINE} characters, came {len(line)}")
    try:
        said = json.loads(line)
        data = bytes.fromhex(str(said["data"]).replace("-", " "))
        at_ns = int(said["timeSec"]) * 1_000_000_000 + int(said["timeNano"])
    except (ValueError, TypeError, KeyError) as error:
        raise CaptureError(f"expected an osdpcap record with timeSec, timeNano and data ({error})") from error
    io = said.get("io", "trace")
    if io not in _KINDS:
        raise CaptureError(f"expected io of {', '.join(_KINDS)}, came {str(io)[:20]!r}")
    return Record(at_ns=at_ns, data=data, io=io)
