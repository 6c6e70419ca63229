"""A mail server of a site that is not there: takes every mail, keeps it as a file, says that it came."""

from __future__ import annotations

from collections.abc import Callable
from email import message_from_bytes, policy
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

HOST = "127.0.0.1"
TAKEN = "250 OK"

Told = Callable[[str, str], object]
"""Hears of each mail: to whom, and its subject."""


class MailServer:
    """Speaks SMTP on a port of the loopback address, on a thread of its own."""

    def __init__(self, folder: Path, port: int, told: Told) -> None:
        """``folder`` gets a file ``0001-to@where.eml`` for each mail; ``told`` is called on the server's thread."""
        self._folder, self._told = folder, told
        self._count = 0
        self.port = port
        self._controller = Controller(self, hostname=HOST, port=port)

    def start(self) -> None:
        """Serve. OSError where the port is taken."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._controller.start()

    def stop(self) -> None:
        """End, once what is under way is taken."""
        self._controller.stop()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """One mail, whole: the name is aiosmtpd's."""
        del server, session
        content = envelope.original_content or b""
        self._count += 1
        to = ", ".join(envelope.rcpt_tos)
        name = "".join(letter if letter.isalnum() or letter in "@.-" else "_" for letter in to)[:80]
        (self._folder / f"{self._count:04}-{name}.eml").write_bytes(content)
        self._told(to, str(message_from_bytes(content, policy=policy.default)["Subject"] or ""))
        return TAKEN
