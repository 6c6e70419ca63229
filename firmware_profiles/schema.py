"""What a profile file may hold. Unknown keys are refused, so that a misspelt one is found.

Addresses are those on the wire (from 0); inputs and outputs are numbered from 1 at the terminals.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from firmware_profiles.modbus import ModbusFacts
from firmware_profiles.osdp import OsdpFacts
from firmware_profiles.panel import PanelFacts, TurnstileFacts
from firmware_profiles.serial_reader import SerialReaderFacts

Kind = Literal["reader", "io"]
Protocol = Literal["osdp", "serial-reader", "modbus", "uhppote", "zkteco-c3", "turnstile"]
SECTION: dict[Protocol, str] = {
    "osdp": "osdp",
    "serial-reader": "serial_reader",
    "modbus": "modbus",
    "uhppote": "panel",
    "zkteco-c3": "panel",
    "turnstile": "turnstile",
}
"""The section of a profile in which a protocol's facts are."""
Assurance = Literal["copyable", "protected", "pki"]
Text = Annotated[str, Field(min_length=3)]


class Facts(BaseModel):
    """Base of the parts of a profile: frozen, and closed to unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Serial(Facts):
    """The serial line as the device leaves the factory, and the rates that it can be set to."""

    baud: int = Field(ge=300, le=4_000_000)
    bauds: tuple[int, ...] = ()
    bits: Literal[7, 8] = 8
    parity: Literal["N", "E", "O"] = "N"
    stop: Literal[1, 2] = 1


class Wiring(Facts):
    """What the installer connects."""

    bus: Literal["RS-485", "UART", "RS-232", "Ethernet", "USB"]
    tcp_port: int | None = Field(default=None, ge=1, le=65535)
    udp_port: int | None = Field(default=None, ge=1, le=65535)
    notes: tuple[Text, ...] = ()


class Quirk(Facts):
    """Something about the device that surprises, and what follows from it."""

    what: Text
    comment: Text


class Profile(Facts):
    """One device model. ``protocol`` is the line protocol of a site file that such a device can stand on."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    kind: Kind
    protocol: Protocol
    manufacturer: Text
    model: Text
    firmware: Text = Field(description="the range that these facts hold for")
    verified: Literal["vectors", "simulated", "hardware"]
    sources: tuple[Text, ...] = Field(min_length=1)
    wiring: Wiring
    serial: Serial | None = None
    addresses: tuple[int, int] | None = Field(default=None, description="first and last address on the line")
    card_formats: tuple[str, ...] = Field(default=(), description="formats that it can deliver, best first")
    assurance: Assurance | None = Field(default=None, description="of the credentials that it reads")
    keypad: Literal["none", "optional", "always"] = "none"
    inputs: int = Field(default=0, ge=0, le=128)
    outputs: int = Field(default=0, ge=0, le=128)
    installer: tuple[Text, ...] = Field(default=(), description="what cannot be checked over the wire")
    quirks: tuple[Quirk, ...] = ()
    osdp: OsdpFacts | None = None
    serial_reader: SerialReaderFacts | None = None
    modbus: ModbusFacts | None = None
    panel: PanelFacts | None = None
    turnstile: TurnstileFacts | None = None

    @property
    def may_have_keypad(self) -> bool:
        """Whether a site file may say that this reader has a keypad."""
        return self.keypad != "none"

    @model_validator(mode="after")
    def _parts_fit(self) -> Self:
        sections = dict.fromkeys(SECTION.values())
        given = [section for section in sections if getattr(self, section) is not None]
        if given != [SECTION[self.protocol]]:
            raise ValueError(f"protocol is {self.protocol!r}: expected its section alone, came {given}")
        reads = self.card_formats or self.keypad == "always"
        if self.kind == "reader" and (not reads or self.assurance is None):
            raise ValueError("a reader must name its card_formats and their assurance")
        if self.kind == "io" and not (self.inputs or self.outputs):
            raise ValueError("an io device must have inputs or outputs")
        return self
