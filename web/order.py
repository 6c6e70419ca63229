"""Sending a command from a form, and telling the operator what came of it in every case."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import request

from gate.client import EngineSilent, new_id
from gate.domain.commands import Actor, Command, Outcome, Receipt
from web import access
from web.console import console
from web.language import language
from web.texts import _
from web.words.why import why

_KEY = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered:
    """``receipt`` None: the engine was silent. ``trouble``: why it was not done, in the page's words; "" if it was.

    ``key`` is what the form goes out with again: the same while nothing is known, "" (a new one) after a refusal.
    """

    key: str
    receipt: Receipt | None
    trouble: str = ""

    @property
    def done(self) -> bool:
        """Whether the engine carried it out."""
        return self.receipt is not None and self.receipt.outcome is Outcome.DONE

    @property
    def status(self) -> int:
        """The HTTP status for a page that shows the trouble."""
        if self.receipt is None:
            return 503
        return 200 if self.done else 409


def form_key() -> str:
    """The idempotency key that came with the form: the same form sent twice is one command."""
    given = request.form.get("key", "")
    return given if _KEY.fullmatch(given) else new_id()


def order(command: Command) -> Ordered:
    """Send it as the operator who is signed in."""
    return send(command, form_key())


def send(command: Command, key: str) -> Ordered:
    """The same under a key of one's own: for a form that makes several commands."""
    return send_as(command, access.actor(), key)


def send_as(command: Command, actor: Actor, key: str) -> Ordered:
    """The same for somebody who is no operator: a kiosk."""
    try:
        receipt = console().sender.send(command, actor, id=key)
    except EngineSilent as away:
        return Ordered(key=key, receipt=None, trouble=silence(away))
    if receipt.outcome is Outcome.DONE:
        return Ordered(key=key, receipt=receipt)
    # the same key would bring the same refusal again, whatever is put right in the form
    return Ordered(key="", receipt=receipt, trouble=refusal(receipt))


def silence(away: EngineSilent) -> str:
    """Why nothing is known of a command, in the page's words."""
    if away.sent:
        return _(
            "The engine does not answer. Whether it was done is not known yet. Send again: the same form is never"
            " carried out twice."
        )
    return _("There is no connection to the engine, so nothing was sent. Doors go on deciding by themselves.")


def refusal(receipt: Receipt) -> str:
    """Why it was not done, in the page's words; "" where it was."""
    if receipt.outcome is Outcome.DONE:
        return ""
    said = why(receipt.why, language())
    if receipt.outcome is Outcome.REFUSED:
        return _("The engine refused: %(why)s", why=said)
    return _("That does not fit: %(why)s", why=said)
