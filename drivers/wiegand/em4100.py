"""EM4100: the 64 bits on the card, and the many ways in which its number is printed.

Nine ones, ten rows of four data bits and even parity, four even column parities, a zero
(RfidResearchGroup/proxmark3@1c8c3b78 client/src/cmdlfem410x.c and doc/T5577_Guide.md, facts only).
"""

from __future__ import annotations

from collections.abc import Mapping

from drivers.wiegand.card_format import CardFormat, even, run

_ROWS = tuple(run(9 + 5 * row, 4) for row in range(10))

EM4100 = CardFormat(
    name="EM4100",
    title="EM4100, the 64 bits of the card",
    length=64,
    fields={"number": tuple(bit for row in _ROWS for bit in row)},
    parities=(
        *(even(row[-1] + 1, row) for row in _ROWS),
        *(even(59 + column, (row[column] for row in _ROWS)) for column in range(4)),
    ),
    constants={0: "1" * 9, 63: "0"},
    hex_digits=10,
)


def printed_forms(number: str) -> Mapping[str, str]:
    """All ways in which a card with these ten hex digits may be printed.

    Only ``hex10``, ``IK2``, ``IK3``, ``ZK`` and ``unique_tag_id`` say the whole number: what is read off a card
    in another form fits many cards. Raises ``ValueError`` for anything but ten hex digits.
    """
    if len(number) != 10:
        raise ValueError(f"expected 10 hex digits, came {number!r}")
    whole = bytes.fromhex(number)
    high, b3, b2 = whole[0], whole[1], whole[2]
    low32, low16 = int.from_bytes(whole[1:], "big"), int.from_bytes(whole[3:], "big")
    swapped = bytes(int(f"{byte:08b}"[::-1], 2) for byte in whole)
    return {
        "hex10": number.upper(),
        "DEZ8": f"{low32 & 0xFFFFFF:08d}",
        "DEZ10": f"{low32:010d}",
        "DEZ5.5": f"{low32 >> 16:05d}.{low16:05d}",
        "DEZ3.5A": f"{high:03d}.{low16:05d}",
        "DEZ3.5B": f"{b3:03d}.{low16:05d}",
        "DEZ3.5C": f"{b2:03d}.{low16:05d}",
        "wiegand26": f"FC={b2} CN={low16}",
        "IK2": f"{int.from_bytes(whole, 'big'):014d}",
        "IK3": f"{int.from_bytes(swapped, 'big'):015d}",
        "ZK": "".join(f"{int(digit, 16):02d}" for digit in swapped.hex()),
        "unique_tag_id": swapped.hex().upper(),
    }
