"""Runs libosdp at one end of a line, for tests and benchmarks; a programme of its own environment (.venv-libosdp).

The first line of standard input is the part to play, as JSON: ``role`` "reader" or "panel", ``fd`` of the line,
``address``, ``key`` in hex or null. Later lines are orders; what happens comes out, one JSON object a line, each
with ``at``, monotonic seconds. Orders: ``{"card": bits}``, ``{"keys": "12"}``, ``{"led": colour}``,
``{"power_cycle": true}``, ``{"enable": bool}``.
"""

import json
import os
import select
import time
from typing import Any

import osdp  # type: ignore[import-not-found]
import osdp_sys  # type: ignore[import-not-found]

PAUSE_S = 0.001


class Wire(osdp.Channel):  # type: ignore[misc]
    """A pty that never blocks."""

    def __init__(self, fd: int) -> None:
        super().__init__()
        self.fd = fd
        os.set_blocking(fd, False)

    def read(self, max_bytes: int) -> bytes:
        try:
            return os.read(self.fd, max_bytes)
        except BlockingIOError:
            return b""

    def write(self, buf: bytes) -> int:
        return os.write(self.fd, buf)

    def flush(self) -> None:
        """libosdp discards what it did not expect by this."""
        while self.read(4096):
            continue


def tell(**what: Any) -> None:
    print(json.dumps(what | {"at": time.monotonic()}), flush=True)


class Reader:
    """libosdp as peripheral device."""

    CAPABILITIES = (
        (osdp.Capability.OutputControl, 1, 2),
        (osdp.Capability.ContactStatusMonitoring, 1, 2),
        (osdp.Capability.CardDataFormat, 1, 0),
        (osdp.Capability.LEDControl, 1, 1),
        (osdp.Capability.AudibleControl, 1, 1),
        (osdp.Capability.TextOutput, 1, 1),
        (osdp.Capability.CheckCharacter, 1, 0),
        (osdp.Capability.CommunicationSecurity, 1, 1),
        (osdp.Capability.Readers, 0, 1),
    )

    def __init__(self, info: Any) -> None:
        self._info = info
        self._secure = False
        self.start()

    def start(self) -> None:
        """Power on."""
        caps = osdp.PDCapabilities(list(self.CAPABILITIES)).get()
        self._ctx = osdp_sys.PeripheralDevice(self._info.get(), capabilities=caps)
        self._ctx.set_command_callback(self._command)

    def refresh(self) -> None:
        self._ctx.refresh()
        if (secure := self._ctx.is_sc_active()) != self._secure:
            self._secure = secure
            tell(secure=secure)

    def obey(self, order: dict[str, Any]) -> None:
        if bits := order.get("card"):
            size = (len(bits) + 7) // 8
            data = int(bits.ljust(size * 8, "0"), 2).to_bytes(size, "big")
            card = {"event": osdp.Event.CardRead, "reader_no": 0, "direction": 0, "data": data}
            self._ctx.submit_event(card | {"format": osdp.CardFormat.Wiegand, "length": len(bits)})
        if keys := order.get("keys"):
            self._ctx.submit_event({"event": osdp.Event.KeyPress, "reader_no": 0, "data": keys.encode()})
        if order.get("power_cycle"):
            self._ctx = None
            self.start()

    def _command(self, command: dict[str, Any]) -> tuple[int, None]:
        tell(command=command.pop("command"), **{k: v for k, v in command.items() if isinstance(v, int)})
        return 0, None


class Panel:
    """libosdp as control panel."""

    def __init__(self, info: Any) -> None:
        self._ctx = osdp_sys.ControlPanel([info.get()])
        self._ctx.set_event_callback(self._event)
        self._was = (0, 0)

    def refresh(self) -> None:
        self._ctx.refresh()
        now = (self._ctx.status(), self._ctx.sc_status())
        if now != self._was:
            self._was = now
            tell(online=bool(now[0]), secure=bool(now[1]))

    def obey(self, order: dict[str, Any]) -> None:
        if (colour := order.get("led")) is not None:
            look = {"on_color": colour, "off_color": colour, "on_count": 1, "off_count": 0, "control_code": 1}
            led = {"command": osdp.Command.LED, "led_number": 0, "reader": 0, "temporary": False}
            self._ctx.submit_command(0, led | look)
        if order.get("enable") is not None:
            (self._ctx.enable_pd if order["enable"] else self._ctx.disable_pd)(0)

    def _event(self, _reader: int, event: dict[str, Any]) -> int:
        if event["event"] == osdp.Event.CardRead:
            tell(card=event["data"].hex(), length=event.get("length"))
            self.obey({"led": osdp.CommandLEDColor.Green})
        elif event["event"] == osdp.Event.KeyPress:
            tell(keys=event["data"].decode())
        return 0


def main() -> None:
    orders = os.fdopen(0, "rb", buffering=0)  # select must see what is waiting
    part = json.loads(orders.readline())
    key = None if part["key"] is None else bytes.fromhex(part["key"])
    osdp_sys.set_loglevel(osdp.LogLevel.Emergency)
    wire = Wire(part["fd"])
    info = osdp.PDInfo(part["address"], wire, scbk=key, flags=[osdp.LibFlag.EnforceSecure] if key else [])
    peer = Reader(info) if part["role"] == "reader" else Panel(info)
    tell(ready=True)
    while True:
        peer.refresh()
        coming, _, _ = select.select([orders.fileno(), wire.fd], [], [], part.get("pause_s", PAUSE_S))
        if orders.fileno() in coming:
            line = orders.readline()
            if not line:
                return
            peer.obey(json.loads(line))


if __name__ == "__main__":
    main()
