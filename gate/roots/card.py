"""``gate card``: what the bits of a card mean."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Any

import typer

from drivers.wiegand.decode import LONGEST, Decoding, decode
from drivers.wiegand.em4100 import printed_forms
from drivers.wiegand.formats import DEFAULT_FORMATS, FORMATS
from drivers.wiegand.keys import key_of
from drivers.wiegand.match import Match
from gate.roots.shape import UserError, new_app

app = new_app("Card formats: bits to numbers.")


@app.command("decode")
def decode_bits(
    data: Annotated[str, typer.Argument(metavar="HEX", help="the bits as read, right-aligned")],
    length: Annotated[int, typer.Option("--bits", metavar="N", help="how many bits were read")],
    formats: Annotated[
        list[str] | None, typer.Option("--format", metavar="NAME", help="try this one; may be repeated")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object")] = False,
) -> None:
    """Say which formats fit; where none does, why not."""
    try:
        decoding = decode(bits_of(data, length), tuple(formats or DEFAULT_FORMATS))
    except ValueError as error:
        raise UserError(str(error)) from error
    typer.echo(json.dumps(_json(decoding), ensure_ascii=False) if as_json else _text(decoding))


@app.command("formats")
def list_formats() -> None:
    """List all formats; those in brackets are tried only where they are named."""
    for layout in FORMATS.values():
        length = "any" if layout.length is None else str(layout.length)
        name = layout.name if layout.name in DEFAULT_FORMATS else f"({layout.name})"
        typer.echo(f"{name:<11} {length:>4} bits, {layout.check_bits:>2} of them checks: {layout.title}")


def bits_of(text: str, length: int) -> str:
    """``length`` bits from hex digits, right-aligned; ``ValueError`` for other digits, or bits too many."""
    if not 1 <= length <= LONGEST:
        raise ValueError(f"--bits: expected 1 to {LONGEST}, came {length}")
    digits = "".join(text.split()).removeprefix("0x")
    if not digits or set(digits) - set("0123456789abcdefABCDEF"):
        raise ValueError(f"expected hex digits, came {text[:80]!r}")
    bits = f"{int(digits, 16):0{length}b}"
    if len(bits) > length:
        raise ValueError(f"{digits[:80]} has {len(bits)} bits, more than the {length} that were read")
    return bits


def _json(decoding: Decoding) -> Mapping[str, Any]:
    found: dict[str, Any] = {"matches": [_match(match) for match in decoding.matches], "bits": decoding.bits}
    card, why = decoding.card()
    if not decoding.matches:
        found["why"] = dict(decoding.misfits)
    elif card is None:
        found["ambiguous"] = why
    if key := key_of(decoding.bits):
        found["key"] = key
    return found


def _match(match: Match) -> Mapping[str, Any]:
    found: dict[str, Any] = {"format": match.format, "facility": match.facility, "number": match.number}
    found |= dict(match.more)
    if match.format == "EM4100":
        found["printed"] = printed_forms(str(match.number))
    return found


def _text(decoding: Decoding) -> str:
    lines = [f"{len(decoding.bits)} bits: {decoding.bits}"]
    for match in decoding.matches:
        more = "".join(f", {name} {value}" for name, value in match.more)
        lines.append(f"fits {match.card()}{more} ({match.check_bits} check bits)")
        if match.format == "EM4100":
            forms = printed_forms(str(match.number)).items()
            lines.append("  may be printed as " + ", ".join(f"{name} {form}" for name, form in forms))
    card, why = decoding.card()
    if key := key_of(decoding.bits):
        lines.append(f"a keypad's burst: key {key}")
    elif card is None:
        lines.append(f"no card: {why}")
    return "\n".join(lines)
