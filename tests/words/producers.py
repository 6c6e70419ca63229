"""Every sentence that drivers and agents can say of themselves, found in their source."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

ROOT = Path(__file__).parents[2]
_WHYS_ALONE = (
    "gate/engine/engine.py",
    "gate/engine/running.py",
    "gate/roots/agent.py",
    "gate/roots/camera_run.py",
    "gate/roots/engine.py",
)
"""Of these only what is given as ``why=``: the rest is for the command line."""

FILES = (
    *sorted((ROOT / "drivers").rglob("*.py")),
    *sorted((ROOT / "gate/edge").rglob("*.py")),
    ROOT / "gate/notify/printing.py",
    ROOT / "gate/notify/sending.py",
    ROOT / "gate/roots/camera_events.py",
    *(ROOT / name for name in _WHYS_ALONE),
)
FILLER = "7"
"""What stands for whatever a sentence leaves open."""

_ELSEWHERE = (
    # the command line's tools
    "drivers/camera/avi.py", "drivers/camera/clip.py", "drivers/camera/truth.py", "drivers/modbus/probe.py",
    "drivers/osdp/capture.py", "drivers/osdp/describe.py", "drivers/osdp/overhear.py",
    "drivers/serial_reader/describe.py",
    # the agent's log
    "drivers/modbus/ticks.py", "gate/edge/believe.py", "gate/edge/pack.py", "gate/edge/spool_disk.py",
    # names of places and of card formats
    "drivers/transport/url.py", "drivers/wiegand/formats.py",
)  # fmt: skip
"""Files whose texts reach no page."""

_NOT_SHOWN = {
    # a start that fails, a log
    "EdgeError", "PackError", "SetupError", "TypeError", "cv2.error",
    # how an order to a reader ended: the driver alone looks at it
    "OrderEnded", "self._abandon", "self._ended", "self._restart",
    # what `gate osdp keyset` says as it goes
    "say",
    # replies of readers that say nothing of a card
    "ReplyFrame", "_reply", "_card_or",
}  # fmt: skip
"""Calls whose texts no page shows."""

_PARTS = {
    ", 7 times", " (and 7 faults before it)",  # pieces, looked for with what they are added to
    "the reply cannot be read",  # how an order ended
    "reader info", "poll many", "baud rate", "end of inventory",  # names of requests
    "unknown function", "missing parameter", "unused parameters", "invalid function", "parser error",
    "secure channel", "clear text", "7, firmware 7", "firmware 7 of 7", "vendor 7 model 7 serial 7 firmware 7",
    # misfits by length are left out of what is said of a card; names of formats
    "has 7 bits, not 7", "EM4100, the 64 bits of the card", "FASC-N, 200 bits",
    "Kantech ioProx XSF, the 64 bits of the card", "the bits themselves, unchecked",
    "line 7", "until cancelled",  # names of tasks
}  # fmt: skip
"""Texts that are no sentences of their own, or that no page shows."""

_VALUE_ERRORS_TOLD = (
    "drivers/serial_reader/hex_line.py",
    "drivers/serial_reader/lines.py",
    "drivers/serial_reader/text_line.py",
    "drivers/serial_reader/twn3.py",
)
"""Where a ``ValueError`` becomes a fault of the wire; elsewhere it is a wrong argument or a wrong site file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A text as it is said, :data:`FILLER` where it varies."""

    text: str
    where: str


def sentences() -> Iterator[Sentence]:
    """All of them."""
    for path in FILES:
        name = str(path.relative_to(ROOT))
        if name in _ELSEWHERE:
            continue
        tree = ast.parse(path.read_text())
        roots = _whys(tree) if name in _WHYS_ALONE else [tree]
        for node in (told for root in roots for told in _told(root, name)):
            for text in _spelt(node):
                if _is_prose(text) and text not in _PARTS:
                    yield Sentence(text=text, where=f"{name}:{node.lineno}")


def _whys(tree: ast.AST) -> list[ast.AST]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg == "why"]


def _told(node: ast.AST, name: str) -> Iterator[ast.expr]:
    """Strings under ``node``, but for docstrings, logs, and what goes to a call of :data:`_NOT_SHOWN`."""
    match node:
        case ast.Expr(value=ast.Constant()):
            return
        case ast.Call(func=func) if _silent(ast.unparse(func), name):
            return
        case ast.JoinedStr() | ast.Constant(value=str()):
            yield node
            return
    for child in ast.iter_child_nodes(node):
        yield from _told(child, name)


def _silent(called: str, name: str) -> bool:
    if called == "ValueError":
        return name not in _VALUE_ERRORS_TOLD
    return called.startswith(("log.", "re.", "struct.")) or called in _NOT_SHOWN


def _spelt(node: ast.expr) -> list[str]:
    """The string filled in; one for each branch where it says either this or that."""
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.JoinedStr(values=parts):
            return ["".join(each) for each in product(*(_spelt(part) for part in parts))]
        case ast.FormattedValue(value=ast.IfExp(body=body, orelse=other)):
            return [*_spelt(body), *_spelt(other)]
        case _:
            return [FILLER]


def _is_prose(text: str) -> bool:
    """Two words or more."""
    words = text.split()
    return len(words) > 1 and any(word.isalpha() and word.islower() for word in words)
