"""A picture at each decision of chosen doors: the guard compares whoever holds the badge with its owner's photo.

Sent as a ``CameraSaw`` of the rule ``verify`` whose ``kind`` is the decision's request: both are found together.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final

from gate.bus.codec import decode
from gate.bus.errors import CodecError
from gate.domain.camera_events import VERIFY
from gate.domain.events import AccessDecided, CameraSaw
from gate.domain.site import Site

log = logging.getLogger(__name__)
DECIDED_MARK: Final = b'"type":"AccessDecided"'


class Verifier:
    """``still``: keeps a camera's newest picture and gives its hash, None where there is none."""

    def __init__(
        self, site: Site, still: Callable[[str], str | None], tell: Callable[[CameraSaw], None]
    ) -> None:
        self._still, self._tell = still, tell
        self._cameras: dict[str, list[str]] = {}
        for camera in site.cameras.values():
            for rule in camera.rules:
                if rule.kind == VERIFY and rule.portal is not None:
                    self._cameras.setdefault(rule.portal, []).append(camera.id)

    def hear(self, message: bytes) -> None:
        """An event of the engine as it came from the bus."""
        if not self._cameras or DECIDED_MARK not in message:
            return
        try:
            body = decode(message).envelope.body
        except CodecError as error:
            log.warning("an event of the engine cannot be read: %s", error)
            return
        if isinstance(body, AccessDecided):
            self._verify(body)

    def _verify(self, decided: AccessDecided) -> None:
        portal = decided.decision.portal
        for camera in self._cameras.get(portal, ()):
            still = self._still(camera)
            if still is not None:
                self._tell(
                    CameraSaw(
                        camera=camera, rule=VERIFY, kind=decided.request[:128], portal=portal, still=still
                    )
                )
