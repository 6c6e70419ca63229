"""A card's number as a bare line of hex digits: WIE232-A (priority1design), Promag MF7xx.

No check of any kind: a bit that was read wrongly is another number.
"""

from __future__ import annotations

from drivers.serial_reader.frames import Frame, NumberFrame
from drivers.serial_reader.lines import LineFramer, hex_bytes


class HexLine:
    """``sizes``: how many bytes a number may have. ``facility_bytes`` of them are the facility, and the number is
    decimal then. ``reverse``: the reader sends the last byte first."""

    def __init__(self, sizes: tuple[int, ...], facility_bytes: int = 0, *, reverse: bool = False) -> None:
        self._sizes, self._facility, self._reverse = sizes, facility_bytes, reverse

    def framer(self) -> LineFramer:
        """A new framer."""
        return LineFramer(self._parse, 2 * max(self._sizes))

    def encode(self, number: str, facility: int | None = None) -> bytes:
        """The line of a card."""
        if facility is None:
            data = bytes.fromhex(number)
        else:
            data = facility.to_bytes(self._facility, "big")
            data += int(number).to_bytes(self._sizes[0] - self._facility, "big")
        return (data[::-1] if self._reverse else data).hex().upper().encode("ascii") + b"\r"

    def _parse(self, line: bytes) -> Frame:
        data = hex_bytes(line)
        if len(data) not in self._sizes:
            sizes = " or ".join(map(str, self._sizes))
            raise ValueError(f"expected a number of {sizes} bytes, came {len(data)}")
        if self._reverse:
            data = data[::-1]
        if not self._facility:
            return NumberFrame(number=data.hex().upper())
        facility, number = data[: self._facility], data[self._facility :]
        return NumberFrame(
            number=str(int.from_bytes(number, "big")), facility=int.from_bytes(facility, "big")
        )
