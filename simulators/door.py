"""A door of steel and wood: a lock that the controller's relay works, a leaf, a contact, a handle or a button.

It is the physics between one output and some inputs, so that a simulated site behaves when badges and hands
come together: a locked leaf does not move, a handle opens from inside, a hard-wired button cuts the lock by itself.
Leaves the wires to the simulated controllers.
"""

from __future__ import annotations

from collections.abc import Callable

from gate.domain.portal import Egress, LockMode, Point, Portal, Wiring

SetInput = Callable[[str, int, bool], None]
"""Sets an input terminal of a simulated controller: device, input as printed, level."""


class DoorStuck(Exception):
    """The hand could not do what it tried; the text says why."""


class Door:
    """One portal's physics. Starts closed, with its lock as the relay at rest leaves it."""

    def __init__(self, portal: Portal, set_input: SetInput) -> None:
        """Puts every input of the portal to its resting level at once."""
        self._portal = portal
        self._set_input = set_input
        self._relay_on = False
        self._cut = False  # a hard-wired button or the fire panel cut the lock's power
        self.is_open = False
        self._show_contact()
        self._show(portal.rex, active=False)
        for point in (portal.fire, portal.accessible, portal.key, portal.reader_tamper):
            self._show(point, active=False)

    @property
    def released(self) -> bool:
        """True while the leaf can be pulled open from outside."""
        by_relay = self._relay_on == self._portal.lock.released_when_on
        by_power = self._cut and self._portal.lock.mode is LockMode.FAIL_SAFE
        by_button = self._cut and self._portal.egress is Egress.REX_HARDWIRED
        return by_relay or by_power or by_button

    def relay(self, on: bool) -> None:
        """The controller's output changed."""
        self._relay_on = on

    def pull(self) -> None:
        """Somebody pulls the leaf open from outside; DoorStuck while it is locked."""
        if not self.released:
            raise DoorStuck(f"{self._portal.id} is locked: it does not move")
        self._swing(open_=True)

    def leave(self) -> None:
        """Somebody opens it from inside: by the handle, by the button, or by pulling once it is released."""
        if self._portal.egress is Egress.REX_HARDWIRED and not self.released:
            self.press_rex(pressed=True)
            self._swing(open_=True)
            self.press_rex(pressed=False)
        elif self._portal.egress is Egress.MECHANICAL or self.released:
            self._swing(open_=True)
        else:
            raise DoorStuck(f"{self._portal.id} is locked from inside: its egress is {self._portal.egress}")

    def force(self) -> None:
        """Somebody breaks it open."""
        self._swing(open_=True)

    def close(self) -> None:
        """The leaf falls shut."""
        self._swing(open_=False)

    def press_rex(self, *, pressed: bool) -> None:
        """The button beside the door; hard-wired ones cut the lock while they are pressed."""
        if self._portal.egress is Egress.REX_HARDWIRED:
            self._cut = pressed
        self._show(self._portal.rex, active=pressed)

    def supervise(self, name: str, *, active: bool) -> None:
        """Whatever else is wired to one of its inputs, by the name of the site file; KeyError where nothing is."""
        self._show(self._portal.points[name], active=active)

    def fire(self, *, active: bool) -> None:
        """The fire panel drops lock power and tells the input; Gate has no part in it."""
        self._cut = active
        self._show(self._portal.fire, active=active)

    def _swing(self, *, open_: bool) -> None:
        self.is_open = open_
        self._show_contact()

    def _show_contact(self) -> None:
        self._show(self._portal.contact, active=self.is_open)

    def _show(self, point: Point | None, *, active: bool) -> None:
        """Active opens an NC circuit and closes an NO one."""
        if point is not None:
            self._set_input(point.device, point.input, active == (point.wiring is Wiring.NO))
