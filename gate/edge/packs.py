"""The agent's offline rights as they come and go: packs, freshness tokens, revocations, and what outlives a restart.

A pack is kept as it came, sealed in the envelope that the engine signed, and is checked again at each start. A
revocation counts at once and is sworn to only when a restart would still know it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from gate.bus.codec import Received, decode
from gate.bus.errors import CodecError
from gate.bus.messages import Fresh, PackDelivery
from gate.domain.door_commands import RevokeCredentials
from gate.domain.events import PackTaken, RevocationTaken
from gate.edge.alone import Alone, ReadyPack, compile_pack
from gate.edge.errors import PackError
from gate.edge.freshness import Freshness
from gate.edge.memory import Memory, remove_durably, save_memory, write_durably
from gate.edge.outbox import Outbox
from gate.edge.pack import open_pack
from gate.edge.ports import Keys, Offload

log = logging.getLogger(__name__)

SAVE_EVERY = timedelta(seconds=60)
"""How far the persisted high-water mark may lag."""


class Packs:
    """``memory`` is what is saved; the pack's file stands beside it."""

    def __init__(
        self,
        folder: Path,
        memory: Memory,
        *,
        keys: Keys,
        freshness: Freshness,
        alone: Alone,
        outbox: Outbox,
        offload: Offload,
    ) -> None:
        self._folder = folder
        self._keys = keys
        self._freshness = freshness
        self._alone = alone
        self._outbox = outbox
        self._offload = offload
        self._token: Fresh | None = None
        self._coming: str | None = None  # the pack that is being compiled
        self._open = False  # the cabinet
        self.memory = memory

    # ── packs ────────────────────────────────────────────────────────────────

    def load(self) -> None:
        """Run the pack that was kept; a file that does not hold is as good as none, and is said."""
        path = self._folder / "pack"
        if not path.exists():
            return
        try:
            received = decode(path.read_bytes())
            if not (
                isinstance(received.envelope.body, PackDelivery) and received.proved(self._keys.engine_signed)
            ):
                raise PackError("expected a pack that the engine signed")
            self._alone.install(self._prepared(received.envelope.body), self.memory.revoked)
        except (CodecError, PackError) as fault:
            log.warning("%s: not run: %s", path, fault)

    def deliver(self, received: Received[PackDelivery], message: bytes) -> None:
        """A pack whose signature holds came; ``message`` is kept as it is."""
        delivery = received.envelope.body
        if (delivery.epoch, delivery.revision) < (self.memory.epoch, self._alone.revision):
            log.warning(
                "a pack of revision %d, epoch %d is older than what runs", delivery.revision, delivery.epoch
            )
            return
        if delivery.pack == self._alone.pack:
            self._outbox.send(PackTaken(pack=delivery.pack, revision=self._alone.revision))
            return
        if self._open:
            log.warning("a pack is not taken while the cabinet is open")
            return
        if delivery.pack == self._coming:
            return
        self._coming = delivery.pack

        def done(ready: ReadyPack | PackError) -> None:
            if self._coming == delivery.pack:
                self._coming = None
            if isinstance(ready, PackError):
                log.error("the pack %.12s is not run: %s", delivery.pack, ready)
            else:
                self._install(ready, message)

        self._offload(lambda: self._tried(delivery), done)

    def cabinet(self, is_open: bool) -> None:
        """The cabinet was opened: whoever reads its disk now finds no rights on it. Closed, it takes a pack again.

        Without a pack nobody enters while the engine is silent; the engine sends one when it hears that it is closed.
        """
        if is_open == self._open:
            return
        self._open = is_open
        if not is_open:
            return
        self._coming, had = None, self._alone.pack
        self._alone.forget()
        self._offload(lambda: remove_durably(self._folder / "pack"), lambda _: None)
        if had is not None:
            log.warning("the cabinet is open: the pack is wiped")
            self._outbox.send(PackTaken(pack="", revision=0))

    def _install(self, ready: ReadyPack, message: bytes) -> None:
        if self._open:  # it was being compiled when the cabinet was opened
            return
        self._alone.install(ready, self.memory.revoked)
        self.memory = self.memory.forget_revoked(ready.pack.revision)
        self._renew()
        path, memory = self._folder / "pack", self._snapshot()

        def keep() -> None:
            write_durably(path, message)
            save_memory(self._folder / "memory", memory)

        taken = PackTaken(pack=ready.name, revision=ready.pack.revision)
        self._offload(keep, lambda _: self._told(taken))

    def _told(self, taken: PackTaken) -> None:
        if self._alone.pack == taken.pack:
            self._outbox.send(taken)

    # ── freshness ────────────────────────────────────────────────────────────

    def fresh(self, token: Fresh) -> None:
        """A token whose signature holds. It counts if it names the pack that runs; else the engine is told which."""
        self._token = token
        if self._renew():
            self.save()
        elif token.packs.get(self._outbox.agent) not in (self._coming, self._alone.pack):
            self._outbox.send(PackTaken(pack=self._alone.pack or "", revision=self._alone.revision))

    def _renew(self) -> bool:
        """True if the newest token names the pack that runs, and is newer than any that counted."""
        token, pack = self._token, self._alone.pack
        named = token is not None and pack is not None and token.packs.get(self._outbox.agent) == pack
        return named and token is not None and self._freshness.token(token.at)

    # ── revocations ──────────────────────────────────────────────────────────

    def revoke(self, command: RevokeCredentials) -> None:
        """Dead from now on, in whatever pack; sworn once a restart would know it too."""
        if (
            command.revision > self._alone.revision
        ):  # else the pack says it, and may know of a later reinstatement
            self._alone.revoke(command.credentials)
            self.memory = self.memory.revoke(command.credentials, command.revision)
        taken = RevocationTaken(revision=command.revision, credentials=command.credentials)
        self._save(lambda: self._swear(taken))

    def _swear(self, taken: RevocationTaken) -> None:
        self._outbox.send(taken)

    # ── memory ───────────────────────────────────────────────────────────────

    def see_epoch(self, epoch: int) -> None:
        """A newer engine took over."""
        self.memory = replace(self.memory, epoch=epoch)
        self.save()

    def save_if_due(self) -> None:
        """Bring the persisted high-water mark after the clock."""
        mark = self.memory.high_water
        if mark is None or self._freshness.now() - mark >= SAVE_EVERY:
            self.save()

    def save(self) -> None:
        """Save the memory as it is now."""
        self._save(lambda: None)

    def _save(self, done: Callable[[], None]) -> None:
        memory, path = self._snapshot(), self._folder / "memory"
        self._offload(lambda: save_memory(path, memory), lambda _: done())

    def _snapshot(self) -> Memory:
        now, newest = self._freshness.now(), self._freshness.newest
        self.memory = replace(self.memory, fresh_at=newest, high_water=now)
        return self.memory

    def _tried(self, delivery: PackDelivery) -> ReadyPack | PackError:
        try:
            return self._prepared(delivery)
        except PackError as fault:
            return fault

    def _prepared(self, delivery: PackDelivery) -> ReadyPack:
        pack = open_pack(delivery, self._outbox.agent, self._keys.open_pack)
        return compile_pack(delivery.pack, pack)
