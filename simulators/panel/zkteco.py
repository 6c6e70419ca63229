"""A ZKTeco C3 panel: its session, its log, its doors. Times are parameters, the wire is the caller's."""

from __future__ import annotations

from dataclasses import dataclass, field

from drivers.panel.bad import Bad
from drivers.zkteco.commands import CONNECT, CONNECT_SESSION, CONTROL, DISCONNECT, GET_PARAMETERS, LOG
from drivers.zkteco.frame import ERROR, OK, Framer, Packet, encode
from drivers.zkteco.log import EXIT_BUTTON, OUT, LogEvent, encode_event, encode_status
from simulators.panel.doors import FOR_EVER, PanelDoor

_UNREGISTERED, _OPENED = 27, 0
_STAYS = 255
_REFUSED = b"\xf3"


@dataclass(slots=True)
class SimulatedC3:
    """``sessions``: whether it knows them; ``users``: cards for which it would open by itself."""

    doors: int
    sessions: bool = True
    users: set[int] = field(default_factory=set)
    log: list[LogEvent] = field(default_factory=list)
    boxes: list[PanelDoor] = field(init=False)
    _session: int = field(default=0x8AD1, init=False)
    _open: bool = field(default=False, init=False)
    _framer: Framer = field(default_factory=Framer, init=False)

    def __post_init__(self) -> None:
        self.boxes = [PanelDoor() for _ in range(self.doors)]

    def connected(self) -> None:
        """A new client: what the last one said does not count."""
        self._framer, self._open = Framer(), False

    def answers(self, data: bytes, now: float) -> bytes:
        """What is answered to these bytes; nothing to what is no frame."""
        return b"".join(
            self._answer(packet, now) for packet in self._framer.feed(data) if not isinstance(packet, Bad)
        )

    def swipe(self, reader: int, card: int, now: float) -> None:
        """A card at a reader."""
        door, known = (reader + 1) // 2, card in self.users
        if known:
            self.boxes[door - 1].release(now, 5)
        kind = _OPENED if known else _UNREGISTERED
        self.log.append(LogEvent(type=kind, door=door, card=card, direction=0 if reader % 2 else OUT))

    def press(self, door: int, now: float) -> None:
        """The exit button: the panel opens by itself."""
        self.boxes[door - 1].release(now, 5)
        self.log.append(LogEvent(type=EXIT_BUTTON, door=door, card=0, direction=2))

    def _answer(self, packet: Packet, now: float) -> bytes:
        if packet.command == CONNECT_SESSION and self.sessions:
            self._open = True
            return encode(OK, self._session.to_bytes(2, "little") + bytes(2))
        if packet.command == CONNECT and not self.sessions:
            self._open = True
            return encode(OK)
        head = self._session.to_bytes(2, "little") if self.sessions else b""
        if not self._open or not packet.data.startswith(head):
            return encode(ERROR, _REFUSED)
        said = self._do(packet.command, packet.data[4:] if self.sessions else packet.data, now)
        return (
            encode(ERROR, _REFUSED) if said is None else encode(OK, packet.data[:4] + said if head else said)
        )

    def _do(self, command: int, data: bytes, now: float) -> bytes | None:
        match command:
            case _ if command == GET_PARAMETERS:
                return f"~SerialNumber=SIM0001,FirmVer=1.0,LockCount={self.doors}".encode()
            case _ if command == CONTROL:
                return self._control(data, now)
            case _ if command == LOG:
                return self._records()
            case _ if command == DISCONNECT:
                self._open = False
                return b""
        return None

    def _control(self, data: bytes, now: float) -> bytes | None:
        if len(data) != 5 or data[0] != 1 or data[2] != 1 or not 1 <= data[1] <= self.doors:
            return None
        self.boxes[data[1] - 1].release(now, FOR_EVER if data[3] == _STAYS else data[3])
        return b""

    def _records(self) -> bytes:
        waiting, self.log[:] = list(self.log), []
        if waiting:
            return b"".join(map(encode_event, waiting))
        return encode_status([not box.open for box in self.boxes])
