"""Codes of the desk in the page's language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from gate.domain.carried import CarryPermit, PermitState, PermitWay
from gate.domain.text import Text
from gate.notify.prints import PrintState
from web.language import language
from web.texts import _
from web.words.states import Look


def said_list(parts: Iterable[str]) -> str:
    """Several as one text."""
    return ("、" if language() == "zh" else ", ").join(parts)


def reasons() -> dict[str, str]:
    """Why two names are alike (gate.screening.compare)."""
    return {
        "same_document": _("the same document"),
        "same_characters": _("the same characters"),
        "same_name": _("the same name"),
        "other_order": _("the same words in another order"),
        "same_sound": _("sounds the same"),
        "other_reading": _("another reading of the surname"),
        "similar": _("written much alike"),
        "sounds_alike": _("sounds much alike"),
        "initials": _("the initials fit"),
        "born_same": _("born on the same day"),
        "born_differs": _("born on another day"),
    }


def asked_fields() -> dict[str, str]:
    """What a type of visitor may ask for (gate.domain.visitor_type)."""
    return {
        "company": _("Company"),
        "purpose": _("Purpose"),
        "document": _("Document number"),
        "nationality": _("Nationality"),
    }


def items() -> dict[str, str]:
    """Kinds of things (gate.domain.carried)."""
    return {
        "phone": _("Phone"),
        "camera": _("Camera"),
        "recorder": _("Recorder"),
        "laptop": _("Laptop"),
        "tablet": _("Tablet"),
        "watch": _("Smart watch"),
        "storage": _("Storage device"),
        "instrument": _("Instrument"),
        "papers": _("Papers"),
        "other": _("Something else"),
    }


def capabilities() -> dict[str, str]:
    """What a device can do."""
    return {
        "camera": _("takes pictures"),
        "recorder": _("records sound"),
        "storage": _("stores data"),
        "radio": _("sends by radio"),
    }


def item_states() -> dict[str, str]:
    """What became of a thing."""
    return {
        "declared": _("declared"),
        "carried": _("goes in"),
        "deposited": _("in the locker"),
        "left_outside": _("left outside"),
        "returned": _("given back"),
        "taken_out": _("taken out again"),
        "stays": _("stays inside"),
        "missing": _("missing"),
    }


def actions() -> dict[str, str]:
    """What a watchlist asks for."""
    return {
        "block": _("Do not let in"),
        "escort": _("With an escort only"),
        "notify": _("Tell the owner"),
        "vip": _("Welcome guest"),
    }


def ways() -> dict[str, str]:
    """Directions of a permit."""
    return {"in": _("carried in"), "out": _("carried out for good")}


_PERMITS = {
    PermitState.APPLIED: Look(Text("Applied for", "已申请"), "clock", "warn"),
    PermitState.APPROVED: Look(Text("Approved", "已批准"), "check", "ok"),
    PermitState.REFUSED: Look(Text("Refused", "已驳回"), "cross", "warn"),
    PermitState.CLOSED: Look(Text("Came out again", "已带出"), "check"),
}
_INSIDE = Look(Text("Inside", "在内"), "enter", "info")
_OUT_LATE = Look(Text("Inside, and the permit is over", "在内，许可已到期"), "warning", "warn")
_GONE = Look(Text("Carried out", "已携出"), "exit")
_ENDED = Look(Text("Over", "已到期"), "clock")


def permit_look(permit: CarryPermit, now: datetime) -> Look:
    """How a permit stands, its end looked at too: one that was approved and is over holds no more."""
    if permit.state is PermitState.USED and permit.way is PermitWay.IN:
        return _OUT_LATE if permit.ends <= now else _INSIDE
    if permit.state is PermitState.USED:
        return _GONE
    over = permit.ends <= now and permit.state in (PermitState.APPLIED, PermitState.APPROVED)
    return _ENDED if over else _PERMITS[permit.state]


PRINTS = {
    PrintState.QUEUED: Look(Text("Waits for the printer", "等待打印"), "clock", "info"),
    PrintState.RETRIED: Look(Text("Not taken yet, is tried again", "打印机未接收，将重试"), "clock", "warn"),
    PrintState.PRINTED: Look(Text("Printed", "已打印"), "check"),
    PrintState.FAILED: Look(Text("Not printed", "未能打印"), "warning", "alarm"),
}
"""How a label in the printer's queue stands."""


def faults() -> dict[str, str]:
    """What is wrong with a picture (gate.vault.picture)."""
    return {
        "unreadable": _("This is no picture that can be read."),
        "small": _("The picture is too small: come closer."),
        "dark": _("The picture is too dark: more light, or take the cover off."),
        "bright": _("The picture is too bright: turn away from the window."),
        "blank": _("There is nothing on the picture: look at the camera."),
        "soft": _("The picture is blurred: hold still, and take another."),
    }
