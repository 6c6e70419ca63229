"""Out of the house: apprise for mail, webhooks and chat."""

from __future__ import annotations

from typing import Protocol
from urllib.parse import quote

import apprise
from apprise.attachment.memory import AttachMemory

from gate.notify.composing import Message


class NotSent(Exception):
    """It did not get out; says why without the address, which may hold a secret."""


class Sends(Protocol):
    """What the notifier sends by: apprise, or a list in tests."""

    def send(self, address: str, message: Message) -> None:
        """Returns when the other side took it; NotSent otherwise."""


class AppriseSender:
    """One message to one address, in the caller's thread. ``timeout_s``: of connecting and of each answer."""

    def __init__(self, timeout_s: float = 10.0) -> None:
        self._timeout = timeout_s

    def send(self, address: str, message: Message) -> None:
        """Returns when the other side took it; NotSent otherwise."""
        outgoing = apprise.Apprise()
        if not outgoing.add(_with_timeout(address, self._timeout)):
            raise NotSent(
                f"expected an address that apprise knows; its scheme is {address.partition(':')[0]!r}"
            )
        attached = None
        if message.calendar is not None:
            attached = AttachMemory(  # type: ignore[no-untyped-call] # apprise has no types for it
                message.calendar, name="visit.ics", mimetype="text/calendar"
            )
        taken = outgoing.notify(
            body=message.body,
            title=message.subject,
            body_format=apprise.NotifyFormat.TEXT,
            attach=attached,
        )
        if not taken:
            raise NotSent(f"the {address.partition(':')[0]} server did not take it")


def mail_to(mail: str, recipient: str) -> str:
    """The address of the mail server with this recipient."""
    return f"{mail}{'&' if '?' in mail else '?'}to={quote(recipient)}"


def _with_timeout(address: str, seconds: float) -> str:
    return f"{address}{'&' if '?' in address else '?'}cto={seconds}&rto={seconds}"
