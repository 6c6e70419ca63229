"""``gate engine``: the facts of one site, and their only writer."""

from __future__ import annotations

import logging
import signal
import sys

import pypinyin  # noqa: F401 - half a second of dictionaries: before the doors open, not at the first 陈伟
import typer

from gate.bus.client import BusClient, Presence
from gate.bus.codec import encode
from gate.bus.messages import Health
from gate.bus.sender import Sender
from gate.bus.topics import ENGINE, Topics
from gate.clock import site_clock
from gate.domain.site import Site
from gate.engine import Engine, EngineError
from gate.keys.errors import KeyRingError
from gate.keys.ring import KeyRing
from gate.roots.folders import DEFAULT_BUS, DataFolder
from gate.roots.options import (
    BusOption,
    DataOption,
    SiteOption,
    StoreOption,
    load_site_or_stop,
    log_to_stderr,
)
from gate.roots.shape import UserError, new_app
from gate.roots.steady import keep_what_is_loaded
from gate.site.load import load_site
from gate.store.errors import RedoDamaged, StoreNewer, StoreUrlInvalid

SWITCH_S = 0.0005
"""Three threads hand one read on to each other; the interpreter's 5 ms would be most of its time."""

log = logging.getLogger(__name__)

app = new_app("Decide, command and record for one site.")


@app.command()
def engine(
    site: SiteOption,
    data: DataOption,
    bus: BusOption = DEFAULT_BUS,
    store: StoreOption = "",
) -> None:
    """Decide, command and record for one site until stopped."""
    log_to_stderr()
    sys.setswitchinterval(SWITCH_S)
    loaded, folder = load_site_or_stop(site), DataFolder(data)
    url = store or loaded.store_url or folder.store_url
    try:
        keys = KeyRing(folder.keys).for_engine(loaded.agents)
        built = Engine(
            loaded,
            url,
            _connection(loaded, loaded.bus_url or bus),
            keys,
            site_clock(),
            folder.heads,
            read_site=lambda: load_site(site),
            loaded=keep_what_is_loaded,
        )
    except (KeyRingError, StoreUrlInvalid, StoreNewer) as error:
        raise UserError(str(error)) from error
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: built.stop())
    try:
        built.run()
    except (StoreNewer, RedoDamaged) as error:
        raise UserError(str(error)) from error
    except EngineError as error:
        log.critical("the engine ends: %s", error, exc_info=error.__cause__)
        raise typer.Exit(1) from error


def _connection(site: Site, url: str) -> BusClient:
    sender = Sender(site.id, "engine-health", 0, site_clock().now)
    presence = Presence(
        topic=Topics(site.id).health(ENGINE),
        online=lambda: encode(sender.wrap(Health(online=True))),
        offline=encode(sender.wrap(Health(online=False, why="the engine is gone"))),
    )
    return BusClient(url, f"{site.id}-{ENGINE}", presence=presence)
