"""Is it a picture of somebody? A blank, dark, washed out or blurred one is refused while he still stands there.

Nobody is recognised here: a face alone lets nobody in (no face-only path).
"""

from __future__ import annotations

from enum import StrEnum

import cv2
import numpy as np

LEAST_SIDE = 160
MOST_SIDE = 4096
DARK = 35.0  # mean of 0 to 255
BRIGHT = 235.0
FLAT = 12.0  # standard deviation: a wall, a lens cap, a hand
SOFT = 12.0  # variance of the Laplacian
QUALITY = 85


class PictureFault(StrEnum):
    """What is wrong with it."""

    UNREADABLE = "unreadable"
    SMALL = "small"
    DARK = "dark"
    BRIGHT = "bright"
    BLANK = "blank"
    SOFT = "soft"


def judge(content: bytes) -> PictureFault | None:
    """What is wrong with the picture, None for nothing."""
    image = _opened(content)
    if image is None:
        return PictureFault.UNREADABLE
    height, width = image.shape[:2]
    if min(height, width) < LEAST_SIDE or max(height, width) > MOST_SIDE:
        return PictureFault.SMALL if min(height, width) < LEAST_SIDE else PictureFault.UNREADABLE
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    mean, spread = float(grey.mean()), float(grey.std())
    if mean < DARK:
        return PictureFault.DARK
    if mean > BRIGHT:
        return PictureFault.BRIGHT
    if spread < FLAT:
        return PictureFault.BLANK
    soft = float(cv2.Laplacian(grey, cv2.CV_64F).var()) < SOFT
    return PictureFault.SOFT if soft else None


def as_jpeg(content: bytes) -> bytes:
    """The picture written anew: without place, camera or anything else that a phone writes into a file.

    ValueError for what :func:`judge` calls unreadable.
    """
    image = _opened(content)
    if image is None:
        raise ValueError("expected a picture")
    written, found = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    if not written:
        raise ValueError("expected a picture that can be written")
    return found.tobytes()


def _opened(content: bytes) -> cv2.typing.MatLike | None:
    if not content:
        return None
    try:
        return cv2.imdecode(np.frombuffer(content, dtype=np.uint8), cv2.IMREAD_COLOR)
    except cv2.error:
        return None
