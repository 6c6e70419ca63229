"""Commands that wait for one reader: first come, first served, each with an end to its patience."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from drivers.osdp.message import Message

MOST_WAITING = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One command. ``ticket`` is None for the panel's own; ``replaces`` names what a newer order supersedes."""

    command: Message
    expires: float
    ticket: int | None = None
    replaces: str = ""


class OrderQueue:
    """Bounded, in order. What falls out is returned, never forgotten."""

    def __init__(self) -> None:
        self._orders: deque[Order] = deque()

    def __len__(self) -> int:
        return len(self._orders)

    def put(self, orders: list[Order]) -> list[Order]:
        """Append; returns those that had to go: superseded ones, and the newcomers if the queue is full."""
        names = {order.replaces for order in orders if order.replaces}
        gone = self._remove(lambda order: order.replaces in names)
        if len(self._orders) + len(orders) > MOST_WAITING:
            return gone + orders
        self._orders.extend(orders)
        return gone

    def put_back(self, order: Order) -> None:
        """An order that was sent but not carried out goes first again."""
        self._orders.appendleft(order)

    def take(self) -> Order | None:
        """The next order."""
        return self._orders.popleft() if self._orders else None

    def expired(self, now: float) -> list[Order]:
        """Takes out and returns those whose time is up."""
        return self._remove(lambda order: now >= order.expires)

    def clear(self) -> list[Order]:
        """Takes out and returns all."""
        return self._remove(lambda order: True)

    def next_expiry(self) -> float:
        """When the first of them ends; infinity for none."""
        return min((order.expires for order in self._orders), default=float("inf"))

    def _remove(self, gone: Callable[[Order], bool]) -> list[Order]:
        out = [order for order in self._orders if gone(order)]
        if out:
            self._orders = deque(order for order in self._orders if not gone(order))
        return out
