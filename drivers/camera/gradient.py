"""Edges of a grey picture as vectors: what stays when only the light changes."""

from __future__ import annotations

import cv2
from cv2.typing import MatLike


def gradient(grey: MatLike) -> tuple[MatLike, MatLike]:
    """Horizontal and vertical change in grey levels a pixel (Sobel 3×3, scaled to be that), as float32."""
    return (
        cv2.Sobel(grey, cv2.CV_32F, 1, 0, ksize=3, scale=0.125),
        cv2.Sobel(grey, cv2.CV_32F, 0, 1, ksize=3, scale=0.125),
    )
