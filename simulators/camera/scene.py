"""What a simulated camera sees at a time: the office, whoever walks through, the light, and the state of the lens.

Pure: time is a parameter in seconds and need not begin at zero. Cheap: noise and background are made once, so a
picture costs well under a millisecond.
"""

from __future__ import annotations

import math
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Final

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from simulators.camera.figure import COATS, DoorWalk, Walk
from simulators.camera.office import door_of, draw_office
from simulators.camera.weather import DUSK_S, SWEEP_S, draw_headlights, draw_rain, light_at

NOISE_LEVELS: Final = 2.0  # standard deviation of the sensor's noise, grey levels
NOISE_PICTURES: Final = 7
HAND_LEVEL: Final = 22  # grey level of what covers the lens
DIM: Final = 0.45  # of full light when the light is off
DRIFT: Final = 0.03  # of the light, over :data:`DRIFT_S`
DRIFT_S: Final = 90.0
COVER_S: Final = 6.0
BEHIND_S: Final = 1.6  # by which somebody follows another through a door
SHIFT: Final = (140, 24)  # pixels by which a moved camera looks elsewhere


class Action(StrEnum):
    """What can be played."""

    PERSON = "person"  # somebody walks through in four seconds
    COVER = "cover"  # the lens is covered for six seconds
    UNCOVER = "uncover"  # ... or until now
    BLIND = "blind"  # a torch into the lens, until ``restore``
    MOVE = "move"  # the camera is turned away, until ``restore``
    DEFOCUS = "defocus"  # the lens is turned, until ``restore``
    ENTER = "enter"  # somebody comes in by the door in the back wall
    LEAVE = "leave"  # somebody goes out by it
    TAILGATE = "tailgate"  # one comes in by it, another right behind
    TURN = "turn"  # somebody comes to the threshold and goes back
    LIGHT = "light"  # the light is switched, off or on
    NIGHT = "night"  # the light fades within ten seconds, or comes back
    RAIN = "rain"  # streaks before the lens, until ``restore``
    HEADLIGHTS = "headlights"  # a car's lights sweep over the wall
    FREEZE = "freeze"  # the same picture again and again, until ``restore``
    RESTORE = "restore"  # lens, aim and picture as they were; people and light stay


class Lens(StrEnum):
    """What has been done to the camera."""

    CLEAR = "clear"
    COVERED = "covered"
    BLINDED = "blinded"
    MOVED = "moved"
    DEFOCUSED = "defocused"


_LENS: Final = {
    Action.COVER: Lens.COVERED,
    Action.BLIND: Lens.BLINDED,
    Action.MOVE: Lens.MOVED,
    Action.DEFOCUS: Lens.DEFOCUSED,
}


class Scene:
    """One camera's view. Not for several threads at once."""

    def __init__(self, name: str, seed: int = 1) -> None:
        self._name = name
        self._offices, self._hands = _takes(seed)
        self._turn = self._walked = 0
        self._walks: list[Walk | DoorWalk] = []
        self._door_x = door_of(seed)
        self._lit, self._raining = True, False
        self._night: tuple[bool, float] = (False, -DUSK_S)  # whether it gets dark, since when
        self._sweep = -SWEEP_S
        self._lens, self._lens_until = Lens.CLEAR, math.inf
        self._frozen: MatLike | None = None
        self._last: MatLike | None = None

    def play(self, action: Action, t: float) -> None:
        """Begin an action at ``t``."""
        match action:
            case Action.PERSON:
                self._walks.append(self._walk(t))
            case Action.ENTER | Action.LEAVE | Action.TURN | Action.TAILGATE:
                self._walks.extend(self._through_door(action, t))
            case Action.LIGHT:
                self._lit = not self._lit
            case Action.NIGHT:
                self._night = (not self._night[0], t)
            case Action.RAIN:
                self._raining = True
            case Action.HEADLIGHTS:
                self._sweep = t
            case Action.FREEZE:
                self._frozen = self._last
            case Action.UNCOVER | Action.RESTORE:
                self._lens, self._frozen = Lens.CLEAR, None
                self._raining = self._raining and action is not Action.RESTORE
            case Action.COVER | Action.BLIND | Action.MOVE | Action.DEFOCUS:
                self._lens = _LENS[action]
                self._lens_until = t + COVER_S if action is Action.COVER else math.inf

    def picture(self, t: float, now: datetime) -> MatLike:
        """The picture at ``t``, BGR 640 × 360, stamped with ``now``."""
        if self._frozen is not None:
            return self._frozen
        if t >= self._lens_until:
            self._lens, self._lens_until = Lens.CLEAR, math.inf
        image = self._through_lens(t)
        text = f"{self._name}  {now:%Y-%m-%d %H:%M:%S}"
        cv2.putText(image, text, (8, 350), cv2.FONT_HERSHEY_SIMPLEX, 0.45, (245, 245, 245), 1)
        self._last = image
        return image

    def _through_lens(self, t: float) -> MatLike:
        self._turn = (self._turn + 1) % NOISE_PICTURES
        if self._lens is Lens.COVERED:
            return self._hands[self._turn].copy()
        image = self._room(t)
        match self._lens:
            case Lens.BLINDED:
                return cv2.convertScaleAbs(image, alpha=0.3, beta=215.0)
            case Lens.MOVED:
                return np.roll(image[:, ::-1], SHIFT, axis=(1, 0)).copy()
            case Lens.DEFOCUSED:
                return cv2.blur(cv2.blur(image, (15, 15)), (15, 15))
            case _:
                return image

    def _room(self, t: float) -> MatLike:
        image = self._offices[self._turn].copy()
        self._walks = [walk for walk in self._walks if not walk.over(t)]
        for walk in self._walks:
            walk.draw(image, t)
        if t - self._sweep < SWEEP_S:
            draw_headlights(image, (t - self._sweep) / SWEEP_S)
        if self._raining:
            draw_rain(image, self._turn)
        light = (1.0 if self._lit else DIM) * (1.0 + DRIFT * math.sin(2.0 * math.pi * t / DRIFT_S))
        dark, since = self._night
        return cv2.convertScaleAbs(image, alpha=light * light_at(t - since, dark=dark))

    def _through_door(self, action: Action, t: float) -> list[DoorWalk]:
        delays = (0.0, BEHIND_S) if action is Action.TAILGATE else (0.0,)
        walks = []
        for delay in delays:
            self._walked += 1
            walks.append(
                DoorWalk(
                    since=t + delay,
                    door_x=self._door_x,
                    inward=action is not Action.LEAVE,
                    coat=self._walked % len(COATS),
                    turns=action is Action.TURN,
                )
            )
        return walks

    def _walk(self, t: float) -> Walk:
        self._walked += 1
        count = self._walked
        return Walk(since=t, right=count % 2 == 1, sole=300 + 12 * (count % 4), coat=count % len(COATS))


@lru_cache(maxsize=8)
def _takes(seed: int) -> tuple[tuple[MatLike, ...], tuple[MatLike, ...]]:
    """The empty office and the covered lens, each with several takes of noise. Shared: not to be drawn into."""
    office = draw_office(seed)
    hand = np.full_like(office, HAND_LEVEL)
    dice = np.random.default_rng(seed)
    noises = [dice.normal(0.0, NOISE_LEVELS, office.shape[:2]) for _ in range(NOISE_PICTURES)]
    return tuple(_noisy(office, each) for each in noises), tuple(_noisy(hand, each) for each in noises)


def _noisy(image: MatLike, noise: NDArray[np.float64]) -> MatLike:
    noisy: MatLike = np.clip(image + noise[:, :, None], 0, 255).astype(np.uint8)
    return noisy
