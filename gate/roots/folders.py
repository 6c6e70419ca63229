"""The data folder: where each process finds what it keeps, and what a command line on the same machine can reach."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

DEFAULT_BUS = "mqtt://127.0.0.1:1883"


@dataclass(frozen=True, slots=True)
class DataFolder:
    """Paths below one folder. Nothing is made here; each owner makes its own."""

    root: Path

    @property
    def keys(self) -> Path:
        """The key ring, 0700."""
        return self.root / "keys"

    @property
    def store_url(self) -> str:
        """The default store: SQLite."""
        return f"sqlite:///{self.root / 'gate.db'}"

    @property
    def console_db(self) -> Path:
        """The console's own tables."""
        return self.root / "console.db"

    @property
    def notify_db(self) -> Path:
        """The notifier's queue, links and addresses."""
        return self.root / "notify.db"

    @property
    def notify_settings(self) -> Path:
        """How messages leave."""
        return self.root / "notify.toml"

    @property
    def evidence(self) -> Path:
        """Stills by their SHA-256."""
        return self.root / "evidence"

    @property
    def desk_files(self) -> Path:
        """Photos and signatures, sealed, by their SHA-256."""
        return self.root / "desk-files"

    @property
    def databases(self) -> Mapping[str, Path]:
        """Beside the store, by their names in a backup."""
        return {"console.sqlite": self.console_db, "notify.sqlite": self.notify_db}

    @property
    def files(self) -> Mapping[str, Path]:
        """Folders that a backup takes along, by their names in it."""
        return {
            "evidence": self.evidence,
            "desk-files": self.desk_files,
            "heads": self.heads,
            "walktests": self.walk_tests,
        }

    @property
    def logs(self) -> Path:
        """One file a process."""
        return self.root / "logs"

    @property
    def engine(self) -> Path:
        """The engine's own: its counter of starts."""
        return self.root / "engine"

    @property
    def heads(self) -> Path:
        """Signed heads of the record, one file a month."""
        return self.root / "heads"

    def agent(self, agent: str) -> Path:
        """One agent's spool, pack and counters."""
        return self.root / "agents" / agent

    @property
    def walk_tests(self) -> Path:
        """Walk-tests that were begun, and the reports of those that were signed."""
        return self.root / "walktests"

    @property
    def simulation(self) -> Path:
        """Sockets, ptys and the clock of a simulated site."""
        return self.root / "sim"

    @property
    def hardware_socket(self) -> Path:
        """Where the simulated hardware takes a hand's orders."""
        return self.simulation / "hardware.sock"

    @property
    def live_socket(self) -> Path:
        """Where the camera process gives live pictures to the console of the same machine, 0600."""
        return self.root / "camera" / "live.sock"

    def camera_socket(self, camera: str) -> Path:
        """Where a simulated camera takes orders."""
        return self.simulation / f"{camera}.sock"

    @property
    def running(self) -> Path:
        """What ``gate demo`` or ``gate up`` runs now, as JSON: site file, bus, console."""
        return self.root / "running.json"
