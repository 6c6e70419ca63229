"""What can go wrong between a console and the engine or the store. Neither is a bug, and both pass by themselves."""

from __future__ import annotations


class ClientError(Exception):
    """The site cannot be asked or told just now."""


class EngineSilent(ClientError):
    """No receipt came in time.

    ``sent`` False: the command never left. True: it left, and whether it was carried out is unknown; to send it
    again under the same id is harmless.
    """

    def __init__(self, id: str, *, sent: bool) -> None:
        self.id = id
        self.sent = sent
        super().__init__(
            f"the engine does not answer command {id}"
            if sent
            else f"no connection to the bus; command {id} not sent"
        )


class FactsAway(ClientError):
    """The store does not answer, or the engine has not made it yet."""
