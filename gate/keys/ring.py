"""The key ring: a folder of key files (0600), one noun a file.

=========================  ====================================================================
``engine.ed25519``         the engine's signing seed, 32 bytes       (engine)
``engine.pub``             its public key, 32 bytes                  (engine, agents)
``pins.key``               the site's PIN key, 32 bytes              (engine)
``agent-ID.ed25519``       an agent's signing seed                   (that agent)
``agent-ID.pub``           its public key                            (engine)
``agent-ID.secret``        secret shared by agent and engine         (that agent, engine)
``osdp-DEVICE.key``        a reader's secure channel base key, 16    (that agent)
``seal-N.ed25519``         signs heads of the record, the newest N      (engine)
``seal-N.pub``             its public key                            (engine, auditors)
``fields.ring``            keys of single fields in the store        (engine)
``master.key``             the master key, where it is a file here   (all)
=========================  ====================================================================

All but the public ones are sealed under the folder's master key (:mod:`gate.keys.master`). On one machine all stand in
one folder; :meth:`KeyRing.provision` copies what a separate agent needs and no more, sealed under the master of the
agent's own folder where that has one. A key is made once, from the operating system's randomness; only those of
``fields.ring`` and the master rotate.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from gate.keys.agent_keys import AgentKeys, AgentSecret
from gate.keys.engine_keys import EngineKeys
from gate.keys.errors import KeyRingError
from gate.keys.field_ring import FieldRing
from gate.keys.master import Master, ensure_master, find_master
from gate.keys.plain_file import create_plain
from gate.keys.ring_file import ensure_fields, read_fields
from gate.keys.seal_keys import SealKeys
from gate.keys.secret_file import create_secret, make_folder, read_secret
from gate.keys.signing import KEY_SIZE, Signer, Verifier

SECRET_SIZE = 32
OSDP_SIZE = 16  # SCBK, SIA OSDP 2.2 annex D: AES-128
ENGINE = "engine"


class KeyRing:
    """Keys by name. Reading a key that is not there is a KeyRingError; its representation shows the folder alone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __repr__(self) -> str:
        return f"KeyRing({str(self.folder)!r})"

    def ensure(self, agents: Iterable[str], secure_devices: Iterable[str]) -> None:
        """Make every key of a site that does not exist yet; those that do stay."""
        make_folder(self.folder)
        ensure_fields(self.folder, ensure_master(self.folder))
        self._ensure_identity(ENGINE)
        self._ensure_identity("seal-1")
        create_secret(self._file("pins.key"), os.urandom(SECRET_SIZE))
        for agent in agents:
            self._ensure_identity(f"agent-{agent}")
            create_secret(self._file(f"agent-{agent}.secret"), os.urandom(SECRET_SIZE))
        for device in secure_devices:
            create_secret(self._file(f"osdp-{device}.key"), os.urandom(OSDP_SIZE))

    def for_agent(self, agent: str) -> AgentKeys:
        """What the agent's process holds."""
        signer = Signer(read_secret(self._file(f"agent-{agent}.ed25519"), KEY_SIZE))
        return AgentKeys(agent, signer, self._secret(agent), self._public(ENGINE))

    def for_engine(self, agents: Iterable[str]) -> EngineKeys:
        """What the engine's process holds, for these agents."""
        names = tuple(agents)
        return EngineKeys(
            Signer(read_secret(self._file("engine.ed25519"), KEY_SIZE)),
            read_secret(self._file("pins.key"), SECRET_SIZE),
            {agent: self._secret(agent) for agent in names},
            {agent: self._public(f"agent-{agent}") for agent in names},
            self.fields(),
            self.seal(),
        )

    def engine_signer(self) -> Signer:
        """The engine's private key, for statements that a command line on the engine's machine signs."""
        return Signer(read_secret(self._file("engine.ed25519"), KEY_SIZE))

    def master(self) -> Master:
        """The master key of the folder."""
        found = find_master(self.folder)
        if found is None:
            raise KeyRingError(f"{self.folder}: expected a master key; there is none (see docs/keys.md)")
        return found

    def fields(self) -> FieldRing:
        """The keys of fields about people; made where a ring of an earlier version has none."""
        master = ensure_master(self.folder)
        ensure_fields(self.folder, master)
        return read_fields(self.folder, master)

    def seal(self) -> SealKeys:
        """The keys that sign heads of the record; the first is made where a ring of an earlier version has none."""
        numbers = self._seal_numbers()
        if not numbers:
            self._ensure_identity("seal-1")
        found = numbers or [1]
        return SealKeys({n: Signer(read_secret(self._file(f"seal-{n}.ed25519"), KEY_SIZE)) for n in found})

    def next_seal(self) -> int:
        """Make the key that signs heads from the engine's next start on; its number."""
        number = self.seal().newest + 1
        self._ensure_identity(f"seal-{number}")
        return number

    def osdp_key(self, device: str) -> bytes:
        """A reader's secure channel base key (SCBK), 16 bytes."""
        return read_secret(self._file(f"osdp-{device}.key"), OSDP_SIZE)

    def provision(self, agent: str, secure_devices: Iterable[str], folder: Path) -> None:
        """Copy what a separate agent needs into an empty folder: its keys, its readers', the engine's public one."""
        make_folder(folder)
        create_plain(folder / "engine.pub", read_secret(self._file("engine.pub"), KEY_SIZE))
        needed = [(f"agent-{agent}.ed25519", KEY_SIZE), (f"agent-{agent}.secret", SECRET_SIZE)]
        needed += [(f"osdp-{device}.key", OSDP_SIZE) for device in secure_devices]
        for name, size in needed:
            if not create_secret(folder / name, read_secret(self._file(name), size)):
                raise KeyRingError(f"{folder / name}: expected no key there yet; one exists")

    def _seal_numbers(self) -> list[int]:
        names = (path.name.removeprefix("seal-") for path in self.folder.glob("seal-*.ed25519"))
        numbers = (name.removesuffix(".ed25519") for name in names)
        return sorted(int(number) for number in numbers if number.isdecimal())

    def _ensure_identity(self, name: str) -> None:
        create_secret(self._file(f"{name}.ed25519"), os.urandom(KEY_SIZE))
        signer = Signer(read_secret(self._file(f"{name}.ed25519"), KEY_SIZE))
        create_plain(self._file(f"{name}.pub"), signer.public)

    def _secret(self, agent: str) -> AgentSecret:
        return AgentSecret(read_secret(self._file(f"agent-{agent}.secret"), SECRET_SIZE))

    def _public(self, name: str) -> Verifier:
        return Verifier(read_secret(self._file(f"{name}.pub"), KEY_SIZE))

    def _file(self, name: str) -> Path:
        if "/" in name or "\0" in name:
            raise KeyRingError(f"expected a name without / for a key; got {name[:80]!r}")
        return self.folder / name
