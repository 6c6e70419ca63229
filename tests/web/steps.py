"""A guard's steps on a visit's page."""

import re
from datetime import date
from typing import Any

import cv2
import numpy as np

from gate.domain.commands import Actor
from gate.domain.desk_commands import AddWatchEntries, PublishAgreement, PutWatchList, Watched
from gate.domain.desk_commands import AgreementWording as Wording
from gate.domain.rights import Role
from gate.domain.visit_file import VisitFile
from gate.domain.watchlist import WatchAction
from tests.web.desk import Browser, Desk

KEEPER = Actor(user="chen.wei", role=Role.MANAGER)
PASSPORT = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F3004157ZE184226B<<<<<16"


def guard(desk: Desk, language: str = "en") -> Browser:
    return desk.browser("wang.fang", language)


def file_of(desk: Desk, path: str) -> VisitFile:
    return desk.rig.facts.visits[path.rsplit("/", 1)[1]]


def record(desk: Desk, path: str) -> Any:
    return desk.rig.facts.desk.records.get(path.rsplit("/", 1)[1])


def revision(desk: Desk, path: str) -> int:
    known = record(desk, path)
    return known.revision if known else 0


def step(desk: Desk, browser: Browser, path: str, what: str, **fields: Any) -> Any:
    return browser.post(f"{path}/{what}", revision=revision(desk, path), **fields)


def watch(desk: Desk, name: str, action: WatchAction = WatchAction.BLOCK) -> None:
    rig = desk.rig
    list_id = rig.command(
        PutWatchList(name="Banned", action=action, owner="p1001", review_on=date(2027, 6, 1)), KEEPER
    ).subject
    rig.command(AddWatchEntries(list_id=list_id, entries=(Watched(name=name),)), KEEPER)


def publish(desk: Desk, text: str = "I keep what I see to myself.\n\nAll of it.") -> None:
    wordings = (
        Wording(language="en", title="Confidentiality", text=text),
        Wording(language="zh", title="保密承诺书", text="本人承诺保守所知悉的一切秘密。"),
    )
    desk.rig.command(PublishAgreement(wordings=wordings), KEEPER)


def picture(level: int = 128, spread: int = 60) -> bytes:
    """A picture with something on it."""
    noise = np.random.default_rng(1).integers(-spread, spread + 1, (240, 320, 3))
    image = np.clip(noise + level, 0, 255).astype(np.uint8)
    return bytes(cv2.imencode(".jpg", image)[1])


def sign(desk: Desk, browser: Browser, path: str, language: str = "en", **fields: Any) -> Any:
    page = browser.get(f"{path}/agreement?language={language}").text
    hidden = dict(re.findall(r'name="(version|language|text_sha256)" value="([^"]+)"', page))
    return step(desk, browser, path, "agreement", **{**hidden, **fields})
