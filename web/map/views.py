"""The map and the panel of the door that was chosen on it."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from gate.domain.rights import Right
from web import access
from web.console import console
from web.doors.views import facts
from web.language import language
from web.live import board
from web.map.picture import picture
from web.words.names import Names

pages = Blueprint("map", __name__)


@pages.get("/map")
@access.needs(Right.SEE_LIVE)
def page() -> ResponseReturnValue:
    """The whole map; ``door`` in the address: with that door's panel."""
    chosen = request.args.get("door", "")
    if chosen and chosen not in console().site.portals:
        abort(404)
    side = facts(console().site.portals[chosen], None) if chosen else {}
    return render_template("map/page.html", **_drawn(), side=side, doors=board.doors())


@pages.get("/map/picture")
@access.watches(Right.SEE_LIVE)
def drawn() -> ResponseReturnValue:
    """The picture alone, as it is now."""
    return render_template("map/picture.html", **_drawn())


def _drawn() -> dict[str, object]:
    return {
        "picture": picture(),
        "states_of": {door.portal.id: door for door in board.doors()},
        "names": Names(console().site, {}, language()),
    }
