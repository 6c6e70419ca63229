"""How far a picture still shows the scene that its camera learned: normalised measures, in plain OpenCV.

All measures compare the *layout* of edges and light, not levels, so that a light that is switched changes
them little. The picture is judged in 16 × 9 blocks; only blocks that have edges in the learned scene count.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from drivers.camera.gradient import gradient

BLOCKS: Final = (16, 9)  # 20 × 20 pixels each at picture.SIZE
TEXTURED: Final = 1.2  # grey levels a pixel (root mean square of the gradient) from which a block has edges
MATCHES: Final = 0.35  # correlation of a block's gradients with the learned ones from which it is the same
NOISE: Final = 0.5  # grey levels a pixel that sensor noise leaves in the gradient of a smoothed picture
BRIGHT: Final = 240
FEW_BLOCKS: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """What one picture says without a scene."""

    brightness: float  # mean level, 0–1
    contrast: float  # standard deviation of the block means in grey levels, 0–127


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures(Levels):
    """One picture against the learned scene."""

    bright: float  # share of pixels near white, 0–1
    structure: float  # share of the scene's textured blocks found in place, 0–1
    texture: float  # strength of all edges by the learned strength, 0 and up; 1.0 as learned
    layout: float  # correlation of the block means with the learned ones, -1–1
    sharpness: float  # fine edges by coarse edges, relative to the learned scene; 1.0 as learned


class Scene:
    """A learned scene, fixed: made of the mean of many pictures of it (float32 at ``picture.SIZE``)."""

    def __init__(self, mean: MatLike) -> None:
        self.mean = mean
        soft = _soft(mean)
        self._gx, self._gy = gradient(soft)
        self._energy = _blocks(self._gx * self._gx + self._gy * self._gy)
        self._textured = self._energy > TEXTURED * TEXTURED
        self._strength = _strength(self._energy) + 1e-6
        self._thumb = _blocks(mean)
        magnitude = cv2.magnitude(self._gx, self._gy)
        ordered = np.sort(magnitude[::2, ::2], axis=None)  # a quarter of the pixels says as much
        middle, high = float(ordered[ordered.size // 2]), float(ordered[ordered.size * 9 // 10])
        self._weight = _weight(magnitude >= max(high, TEXTURED), magnitude <= middle)
        self._sharp = max(_sharpness(mean, self._weight), 1e-3)

    @property
    def plain(self) -> bool:
        """Too few edges to recognise the scene by: only blackness and glare can be told from it."""
        return int(np.count_nonzero(self._textured)) < FEW_BLOCKS

    def measure(self, grey: MatLike) -> Measures:
        """Compare a picture (grey levels 0–255 at ``picture.SIZE``; a mean of a few is less noisy)."""
        image = grey.astype(np.float32)
        gx, gy = gradient(_soft(image))
        energy = _blocks(gx * gx + gy * gy)
        thumb = _blocks(image)
        seen = _levels(thumb)
        return Measures(
            brightness=seen.brightness,
            contrast=seen.contrast,
            bright=float(np.count_nonzero(image >= BRIGHT)) / image.size,
            structure=self._structure(_blocks(gx * self._gx + gy * self._gy), energy),
            texture=_strength(energy) / self._strength,
            layout=correlation(thumb, self._thumb),
            sharpness=_sharpness(image, self._weight) / self._sharp,
        )

    def _structure(self, dot: MatLike, energy: MatLike) -> float:
        count = int(np.count_nonzero(self._textured))
        if count == 0:
            return 0.0
        match = dot / np.sqrt(np.maximum(energy, NOISE * NOISE) * np.maximum(self._energy, NOISE * NOISE))
        return float(np.count_nonzero((match > MATCHES) & self._textured)) / count


def levels(grey: MatLike) -> Levels:
    """What needs no scene, of a picture as :meth:`Scene.measure` takes it."""
    return _levels(_blocks(grey.astype(np.float32)))


def _levels(thumb: MatLike) -> Levels:
    """From the block means: blocks are of one size, so that their mean is the picture's."""
    return Levels(brightness=float(thumb.mean()) / 255.0, contrast=float(thumb.std()))


def correlation(a: MatLike, b: MatLike) -> float:
    """Pearson's correlation; 0.0 where either has no contrast (under two grey levels)."""
    a, b = a - a.mean(), b - b.mean()
    deviation = float(a.std()), float(b.std())
    return float((a * b).mean()) / (deviation[0] * deviation[1]) if min(deviation) > 2.0 else 0.0


def _soft(image: MatLike) -> MatLike:
    return cv2.GaussianBlur(image, (0, 0), 1.2)


def _blocks(values: MatLike) -> MatLike:
    return cv2.resize(values, BLOCKS, interpolation=cv2.INTER_AREA)


def _strength(energy: MatLike) -> float:
    """The usual strength of a block's edges, in grey levels a pixel: a few strong edges do not make a scene."""
    return float(np.sqrt(energy).mean())


def _weight(edges: NDArray[np.bool_], flat: NDArray[np.bool_]) -> MatLike:
    """With it a sum over all pixels is the mean of the first ones less the mean of the others."""
    return cv2.subtract(_share(edges), _share(flat))


def _share(flags: NDArray[np.bool_]) -> MatLike:
    return flags.astype(np.float32) / np.float32(max(1, int(np.count_nonzero(flags))))


def _sharpness(image: MatLike, weight: MatLike) -> float:
    """Fine detail by coarse detail where the scene has edges, less what noise shows where it has none.

    Box filters stand in for Gaussians: a fifth of their cost, and the ratio to the learned scene is the same.
    """
    fine = cv2.absdiff(image, cv2.blur(image, (3, 3)))
    coarse = cv2.absdiff(cv2.blur(image, (5, 5)), cv2.blur(image, (15, 15)))
    return max(0.0, _sum(fine, weight)) / (max(0.0, _sum(coarse, weight)) + 0.5)


def _sum(values: MatLike, weight: MatLike) -> float:
    return cv2.sumElems(cv2.multiply(values, weight))[0]
