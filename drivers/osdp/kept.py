"""Reads that a reader kept while nobody listened: a card must not open a door for somebody who has long gone."""

from __future__ import annotations

from drivers.osdp.commands import Poll
from drivers.osdp.message import Message
from drivers.osdp.reads import Fmt, Keypad, Raw
from drivers.osdp.replies import Ack


class KeptReads:
    """After an outage (the rule of 8 s, or one of unknown length) reads are old, until a poll is answered ACK.

    Only then is the reader's queue known to be empty: it tells one read a poll, the oldest first.
    """

    def __init__(self) -> None:
        self._old = True  # what a reader kept before this panel began is as old as can be
        self._late = False  # the reply at hand lay about itself: its ACK is of before, too

    def outage(self) -> None:
        """The reader was away too long before the reply that comes now."""
        self._old = self._late = True

    def is_old(self, asked: Message, reply: Message) -> bool:
        """Whether the reply is a read of before the outage."""
        if isinstance(reply, Ack) and isinstance(asked, Poll) and not self._late:
            self._old = False
        self._late = False
        return self._old and isinstance(reply, Raw | Fmt | Keypad)
