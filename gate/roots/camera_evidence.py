"""Evidence of cameras: stills and clips as files named by their SHA-256, which events carry and the log seals."""

from __future__ import annotations

import hashlib
import logging
import os
import queue
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gate.domain.events import ClipKept

if TYPE_CHECKING:
    from drivers.camera.ring import Clip

log = logging.getLogger(__name__)
WAITING: Final = 32  # clips that wait for the disk
MOST_WAITING: Final = 256 * 1024 * 1024  # bytes of their pictures: memory that a dead disk may cost


class Evidence:
    """A folder of files, each once, each whole or not there. Any thread."""

    def __init__(self, folder: Path) -> None:
        """Makes the folder."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder

    def keep(self, content: bytes, suffix: str = ".jpg") -> str | None:
        """The content's hash, once it is on disk; None for nothing. Raises OSError where it cannot be written."""
        if not content:
            return None
        name = hashlib.sha256(content).hexdigest()
        path = self._folder / f"{name}{suffix}"
        if not path.exists():
            fresh = self._folder / f"{name}.{threading.get_ident()}.new"
            with fresh.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(path)
        return name


class ClipKeeper:
    """Writes clips in a thread of its own, so that no camera waits for the disk, and tells what was kept."""

    def __init__(self, evidence: Evidence, tell: Callable[[ClipKept], None]) -> None:
        self._evidence, self._tell = evidence, tell
        self._waiting: queue.Queue[Clip | None] = queue.Queue(WAITING)
        self._bytes, self._counting = 0, threading.Lock()
        self._thread = threading.Thread(target=self._run, name="clips", daemon=True)

    def start(self) -> None:
        """Once."""
        self._thread.start()

    def stop(self) -> None:
        """Write what waits, then end; back within five seconds."""
        self._waiting.put(None)
        self._thread.join(5.0)

    def put(self, clip: Clip) -> None:
        """Any thread. A clip for which there is no room is lost, and that is logged: its still is kept already."""
        if not self._taken(clip):
            log.warning("%s: the disk is too slow: a clip of rule %s is lost", clip.camera, clip.rule)

    def _taken(self, clip: Clip) -> bool:
        with self._counting:
            if self._bytes + clip.size > MOST_WAITING:
                return False
            try:
                self._waiting.put_nowait(clip)
            except queue.Full:
                return False
            self._bytes += clip.size
            return True

    def _run(self) -> None:
        while (clip := self._waiting.get()) is not None:
            with self._counting:
                self._bytes -= clip.size
            try:
                kept = keep_clip(self._evidence, clip)
            except (OSError, ValueError) as error:
                log.warning("%s: a clip of rule %s is lost: %s", clip.camera, clip.rule, error)
                continue
            self._tell(kept)


def keep_clip(evidence: Evidence, clip: Clip) -> ClipKept:
    """Write a clip and say so. Raises OSError or ValueError."""
    from drivers.camera.avi import to_avi

    content = to_avi([shot.jpeg for shot in clip.shots], clip.shots[0].size, clip.rate)
    digest = evidence.keep(content, ".avi")
    if digest is None:
        raise ValueError(f"expected a clip of {clip.camera}, came an empty file")
    return ClipKept(
        camera=clip.camera,
        rule=clip.rule,
        still=clip.still,
        clip=digest,
        from_s=round((clip.shots[0].at - clip.told).total_seconds(), 2),
        to_s=round((clip.shots[-1].at - clip.told).total_seconds(), 2),
    )
