"""What a listener learns of a line on which others speak: who answers, how fast, how much is broken. Sans-IO."""

from __future__ import annotations

from dataclasses import dataclass, field

from drivers.osdp.codes import ReplyCode
from drivers.osdp.frame import Frame
from drivers.osdp.framer import Found


@dataclass(slots=True)
class Talk:
    """One reader's traffic. ``slowest_s``: from the end of a command's arrival to that of its reply."""

    commands: int = 0
    replies: int = 0
    naks: int = 0
    clear: int = 0  # frames in clear text
    secured: int = 0
    slowest_s: float = 0.0


@dataclass(slots=True)
class Overhearing:
    """Feed it each frame with its instant in seconds."""

    talks: dict[int, Talk] = field(default_factory=dict)
    broken: int = 0
    _asked: tuple[int, float] | None = None

    def hear(self, item: Found, at: float) -> float | None:
        """Count it; for a reply, the seconds since its command."""
        if not isinstance(item, Frame):
            self.broken += 1
            return None
        talk = self.talks.setdefault(item.address, Talk())
        if item.scb:
            talk.secured += 1
        else:
            talk.clear += 1
        if not item.reply:
            talk.commands += 1
            self._asked = (item.address, at)
            return None
        talk.replies += 1
        talk.naks += item.code == ReplyCode.NAK
        return self._waited(item.address, at, talk)

    def advice(self) -> list[str]:
        """In plain words, for whoever has to find the fault."""
        said = [line for address, talk in sorted(self.talks.items()) for line in _of(address, talk)]
        frames = sum(talk.commands + talk.replies for talk in self.talks.values())
        if not frames:
            said.append(
                "no frame was understood: "
                + (
                    "bytes came, but none made a frame; try another rate (baud=), or swap A and B"
                    if self.broken
                    else "nothing came at all; is the panel on, and is this the right port?"
                )
            )
        elif self.broken * 20 > frames:
            said.append(
                f"{self.broken} broken frames beside {frames} good ones: check the common ground, the 120 ohm at "
                "both ends only, and the length of the cable for this rate"
            )
        return said

    def _waited(self, address: int, at: float, talk: Talk) -> float | None:
        asked, self._asked = self._asked, None
        if asked is None or asked[0] != address:
            return None
        talk.slowest_s = max(talk.slowest_s, at - asked[1])
        return at - asked[1]


def _of(address: int, talk: Talk) -> list[str]:
    if not talk.replies:
        return [f"reader {address} never answers: power, address, wiring"]
    if not talk.commands:
        return [f"reader {address} answers, but the panel is not heard: is the listener on both wires?"]
    said = []
    if talk.replies * 100 < talk.commands * 95:
        said.append(f"reader {address} answered {talk.replies} of {talk.commands} commands")
    if talk.slowest_s > 0.2:
        said.append(
            f"reader {address} takes up to {talk.slowest_s * 1000:.0f} ms; the standard allows 200 ms"
        )
    if talk.naks:
        said.append(f"reader {address} refused {talk.naks} commands (NAK): gate line trace shows which")
    if talk.clear and not talk.secured:
        said.append(f"reader {address} speaks in clear text: anybody on the cable reads its cards")
    return said
