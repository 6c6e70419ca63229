"""Is a site up? Looks at what its store knows until every device is online and every agent runs a pack."""

from __future__ import annotations

import time
from collections.abc import Callable

from gate.domain.site import Site
from gate.store.errors import StoreError
from gate.store.read import Reader, open_reader

LOOK_S = 0.2


def wait_until_up(
    site: Site, store_url: str, seconds: float, tend: Callable[[], None], *, cameras: bool = True
) -> set[str]:
    """What is still missing after so long at most; empty when all are there. ``tend`` is called meanwhile."""
    deadline = time.monotonic() + seconds
    missing = _missing(site, store_url, cameras=cameras)
    while missing and time.monotonic() < deadline:
        tend()
        time.sleep(LOOK_S)
        missing = _missing(site, store_url, cameras=cameras)
    return missing


def _missing(site: Site, store_url: str, *, cameras: bool) -> set[str]:
    try:
        reader = open_reader(store_url)
    except StoreError:
        return {"engine"}
    try:
        return _not_up(site, reader, cameras=cameras)
    except StoreError:
        return {"engine"}
    finally:
        reader.close()


def _not_up(site: Site, reader: Reader, *, cameras: bool) -> set[str]:
    up = {device.device for device in reader.devices() if device.online}
    packed = {agent.agent for agent in reader.agents() if agent.pack and agent.mode == "host"}
    wanted = {*site.devices, *(site.cameras if cameras else ())}
    return (wanted - up) | {f"agent {agent}" for agent in site.agents if agent not in packed}
