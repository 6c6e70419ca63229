"""The command ``gate``: finds the command that is meant and loads it alone.

A command is a module with ``app``, a ``typer.Typer`` made by :func:`gate.roots.shape.new_app`. To add one, write
the module and name it in :data:`COMMANDS`. A wrong use or a wrong file is one line and exit status 2
(:class:`gate.roots.shape.UserError`); any other exception is a bug, and shows its traceback.
"""

from __future__ import annotations

import os
import sys
from difflib import get_close_matches
from importlib import import_module
from typing import NamedTuple


class Command(NamedTuple):
    """Where a command lives, and what it does in a line."""

    module: str
    does: str


COMMANDS = {
    "demo": Command("gate.roots.demo", "run the example's headquarters on simulated hardware"),
    "site": Command("gate.roots.site", "check a site file, draw it as text or picture"),
    "decide": Command("gate.roots.decide", "answer reads from files by the policy, line by line"),
    "people": Command("gate.roots.people", "bring people from a file into the store"),
    "policy": Command("gate.roots.policy", "prove what a policy can never let happen; who comes where"),
    "why": Command("gate.roots.why", "say why a recorded read was answered as it was"),
    "audit": Command(
        "gate.roots.audit", "is the record what was sealed? verify, export and prove it offline"
    ),
    "report": Command("gate.roots.report", "who was where, who met whom, which rights nobody uses"),
    "engine": Command("gate.roots.engine", "the facts of one site: decides, commands, records"),
    "agent": Command("gate.roots.agent", "the doors of one cabinet: lines, readers, locks"),
    "console": Command("gate.roots.console", "the pages for guards, managers, HR and auditors"),
    "operator": Command("gate.roots.operator", "who may sign in to the console"),
    "notify": Command(
        "gate.roots.notify", "tell hosts, visitors and the desk of visits: mail, webhooks, chat"
    ),
    "broker": Command("gate.roots.broker", "serve the embedded MQTT broker on loopback"),
    "simulate": Command("gate.roots.simulate", "serve simulated hardware: lines and doors, or a camera"),
    "camera": Command("gate.roots.camera", "watch cameras and raise alarms; play before simulated ones"),
    "card": Command("gate.roots.card", "say what the bits of a card mean"),
    "serial": Command("gate.roots.serial", "say what captured bytes of a UART reader mean"),
    "osdp": Command("gate.roots.osdp", "OSDP readers: explain frames, find readers, give them keys"),
    "line": Command("gate.roots.line", "listen to an OSDP line: capture, watch, explain"),
    "panel": Command("gate.roots.panel", "UHPPOTE controllers: find them, look at one, erase its own cards"),
    "modbus": Command("gate.roots.modbus_tools", "ask who answers on a Modbus line, and how it is set"),
    "profile": Command("gate.roots.profile", "list, show and judge device profiles"),
    "walktest": Command("gate.roots.walktest", "try every reader, lock, contact, button; sign it off"),
    "keys": Command("gate.roots.keys", "keys: how they lie on the disk, and their rotation"),
    "backup": Command("gate.roots.backup", "write an encrypted backup beside the running engine"),
    "restore": Command("gate.roots.restore", "put a backup into an empty place"),
    "drill": Command(
        "gate.roots.drill", "restore a backup to a scratch place, verify the seal, compare counts"
    ),
    "retention": Command("gate.roots.retention", "how long records are kept; legal holds; erase what is due"),
    "subject": Command("gate.roots.subject", "all that is kept of one person; erase it"),
    "present": Command("gate.roots.present", "hold a card to a reader of the running demo"),
    "door": Command("gate.roots.door", "push, pull or break a door of the running demo"),
}

HELP = frozenset({"--help", "-h", "help"})


def main(argv: list[str] | None = None) -> None:
    """Runs the command line; always ends in SystemExit."""
    words = sys.argv[1:] if argv is None else argv
    if not words or words[0] in HELP:
        sys.stdout.write(_help())
        sys.exit(0 if words else 2)
    if words[0] == "--version":
        from importlib.metadata import version

        sys.stdout.write(f"gate {version('gate-pacs')}\n")
        sys.exit(0)
    if words[0] not in COMMANDS:
        sys.exit(_unknown(words[0]))
    _run(words[0], words[1:])


def _run(name: str, words: list[str]) -> None:
    app = import_module(COMMANDS[name].module).app
    from gate.roots.shape import UserError

    try:
        app(words, prog_name=f"gate {name}")
    except UserError as error:
        sys.stderr.write(f"gate {name}: {error}\n")
        sys.exit(2)
    except BrokenPipeError:
        # the reader of a pipe has gone, as with ``gate ... | head``: no fault, but nothing more can be written
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    sys.exit(0)


def _unknown(word: str) -> int:
    near = get_close_matches(word, COMMANDS, n=1)
    hint = f"did you mean {near[0]!r}?" if near else "gate --help lists the commands"
    sys.stderr.write(f"gate: expected a command; got {word!r}; {hint}\n")
    return 2


def _help() -> str:
    width = max(len(name) for name in COMMANDS)
    listed = "".join(f"  {name:<{width}}  {command.does}\n" for name, command in COMMANDS.items())
    return (
        "Usage: gate COMMAND …\n\nPhysical access control with visitor management.\n\n"
        f"Commands:\n{listed}\ngate COMMAND --help tells more of each.\n"
    )


if __name__ == "__main__":
    main()
