"""The card formats that Gate knows, as data. Positions are (first, count) or lists of bits.

A format that is not in :data:`DEFAULT_FORMATS` looks like one that is (same length, no stronger check) or
has no check at all; it is used only where a profile or a site names it.
"""

from __future__ import annotations

from collections.abc import Iterable

from drivers.wiegand.card_format import CardFormat, Parity, Xor, even, odd, run
from drivers.wiegand.em4100 import EM4100
from drivers.wiegand.fascn import FascN
from drivers.wiegand.ioprox import IoProx
from drivers.wiegand.match import Layout
from drivers.wiegand.raw import Raw

_Field = tuple[int, int] | list[int]


def _format(
    name: str,
    title: str,
    length: int,
    number: _Field,
    facility: _Field | None = None,
    parities: Iterable[Parity] = (),
    **more: _Field,
) -> CardFormat:
    given = {"number": number, **({"facility": facility} if facility else {}), **more}
    fields = {k: run(*v) if isinstance(v, tuple) else tuple(v) for k, v in given.items()}
    return CardFormat(name=name, title=title, length=length, fields=fields, parities=tuple(parities))


def _pairs(first: int, last: int) -> tuple[int, ...]:
    """Two bits of every three from ``first`` to ``last``: the pattern of the Corporate 1000 parities."""
    return tuple(i for i in range(first, last + 1) if (i - first) % 3 != 2)


_HALVES_37 = (even(0, run(1, 18)), odd(36, run(18, 18)))
_HALVES_34 = (even(0, run(1, 16)), odd(33, run(17, 16)))
_HALVES_26 = (even(0, run(1, 12)), odd(25, run(13, 12)))

_ALL = (
    _format("H10301", "HID 26 bits, the industry's standard", 26, (9, 16), (1, 8), _HALVES_26),
    _format("ind26", "Indala 26 bits", 26, (13, 12), (1, 12), _HALVES_26),
    _format("ind27", "Indala 27 bits", 27, (13, 14), (0, 13)),
    _format(
        "2804W",
        "AWID 28 bits",
        28,
        (12, 15),
        (4, 8),
        (odd(2, _pairs(4, 26)), even(0, run(1, 13)), odd(27, run(0, 27))),
    ),
    _format("ind29", "Indala 29 bits", 29, (13, 16), (0, 13)),
    _format(
        "ATSW30", "ATS Wiegand 30 bits", 30, (13, 16), (1, 12), (even(0, run(1, 12)), odd(29, run(13, 16)))
    ),
    CardFormat(
        name="Kastle32",
        title="Kastle 32 bits",
        length=32,
        fields={"issue": run(2, 5), "facility": run(7, 8), "number": run(15, 16)},
        parities=(even(0, run(1, 16)), odd(31, run(14, 17))),
        constants={1: "1"},
    ),
    _format("D10202", "HID 33 bits", 33, (8, 24), (1, 7), (even(0, run(1, 16)), odd(32, run(16, 16)))),
    _format("H10306", "HID 34 bits", 34, (17, 16), (1, 16), _HALVES_34),
    _format("BQT34", "BQT 34 bits", 34, (9, 24), (1, 8), _HALVES_34),
    _format(
        "C1k35s",
        "HID Corporate 1000, 35 bits",
        35,
        (14, 20),
        (2, 12),
        (even(1, _pairs(2, 33)), odd(34, _pairs(1, 32)), odd(0, run(1, 34))),
    ),
    _format(
        "C15001",
        "HID Keyscan 36 bits",
        36,
        (19, 16),
        (11, 8),
        (even(0, run(1, 17)), odd(35, run(18, 17))),
        oem=(1, 10),
    ),
    _format(
        "S12906",
        "HID Simplex 36 bits",
        36,
        (11, 24),
        (1, 8),
        (odd(0, run(1, 17)), odd(35, run(18, 17))),
        issue=(9, 2),
    ),
    _format("H10302", "HID 37 bits without facility", 37, (1, 35), None, _HALVES_37),
    _format("H10304", "HID 37 bits with facility", 37, (17, 19), (1, 16), _HALVES_37),
    _format("MDI37", "PointGuard MDI 37 bits", 37, (7, 29), (3, 4), _HALVES_37),
    _format(
        "ISCS38",
        "ISCS 38 bits",
        38,
        (15, 22),
        (5, 10),
        (even(0, run(1, 18)), odd(37, run(19, 18))),
        oem=(1, 4),
    ),
    _format("PW39", "Pyramid 39 bits", 39, (18, 20), (1, 17), (even(0, run(1, 18)), odd(38, run(19, 19)))),
    _format("Casi40", "Casi-Rusco 40 bits, parity unknown", 40, (1, 38)),
    _format(
        "Verkada40", "Verkada 40 bits", 40, (11, 28), (1, 10), (even(0, run(1, 10)), even(39, run(11, 28)))
    ),
    CardFormat(
        name="P10001",
        title="Honeywell 40 bits",
        length=40,
        fields={"facility": run(4, 12), "number": run(16, 16)},
        constants={0: "1111"},
        xor=Xor(pos=32, first=0, count=4),
    ),
    _format("H800002", "HID 46 bits", 46, (15, 30), (1, 14), (even(0, run(1, 44)), odd(45, run(1, 44)))),
    _format(
        "C1k48s",
        "HID Corporate 1000, 48 bits",
        48,
        (24, 23),
        (2, 22),
        (even(1, _pairs(3, 46)), odd(47, _pairs(2, 45)), odd(0, run(1, 47))),
    ),
    _format("IR56", "Inner Range 56 bits", 56, (24, 32), (0, 24)),
    _format(
        "indasc27",
        "Indala ASC 27 bits, scattered",
        27,
        [26, 1, 3, 15, 14, 17, 20, 13, 25, 2, 18, 21, 11, 23],
        [9, 4, 6, 5, 0, 7, 19, 8, 10, 16, 24, 12, 22],
    ),
    _format(
        "Tecom27",
        "Tecom 27 bits, scattered",
        27,
        [0, 1, 13, 12, 9, 26, 20, 16, 17, 21, 25, 7, 8, 11, 4, 5],
        [15, 19, 24, 23, 22, 18, 6, 10, 14, 3, 2],
    ),
)

BINARY_FORMATS: dict[str, CardFormat] = {layout.name: layout for layout in (*_ALL, EM4100)}
"""The formats that are runs of bits and nothing else."""

FORMATS: dict[str, Layout] = {
    **BINARY_FORMATS,
    **{layout.name: layout for layout in (FascN(), IoProx(), Raw())},
}
"""Every format by name."""

DEFAULT_FORMATS: tuple[str, ...] = (
    "H10301", "H10302", "H10304", "H10306", "C1k35s", "C1k48s", "P10001", "Verkada40", "IR56",
    "Kastle32", "ind27", "ind29", "2804W", "ATSW30", "D10202", "C15001", "ISCS38", "PW39", "H800002",
    "EM4100", "ioProx", "FASC-N",
)  # fmt: skip
"""What is tried where nobody said which formats are in use."""


def pick(names: Iterable[str]) -> tuple[Layout, ...]:
    """The formats of those names; raises ``ValueError`` naming an unknown one."""
    names = tuple(names)
    if unknown := [name for name in names if name not in FORMATS]:
        raise ValueError(f"unknown card format {unknown[0]!r}; known are {', '.join(FORMATS)}")
    return tuple(FORMATS[name] for name in names)
