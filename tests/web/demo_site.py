"""The demo's site with its people, in a store, with an engine that is called by hand."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from gate.domain.door_state import Contact
from gate.domain.site import Site
from gate.engine.importing import import_people
from gate.keys.ring import KeyRing
from gate.site.load import Checked, check_files
from gate.store import Store
from tests.service.rig import CABINET, MORNING, Rig, StillClock

HQ = Path(__file__).parents[2] / "simulators" / "hq"


@cache
def demo() -> Checked:
    """The files, read once."""
    return check_files(HQ / "hq.site.toml", HQ / "people.json", today=MORNING.date())


def demo_site() -> Site:
    """The site."""
    site = demo().site
    assert site is not None
    return site


def demo_keys(folder: Path) -> KeyRing:
    """A key ring of the site."""
    ring = KeyRing(folder / "keys")
    ring.ensure(demo_site().agents, [])
    return ring


def import_demo(store: Store, ring: KeyRing) -> None:
    """The demo's people into the store."""
    site, pins = demo_site(), {person: pin.reveal() for person, pin in demo().pins.items()}
    import_people(site, store, ring.for_engine(site.agents), StillClock(), demo().people, pins)


def demo_rig(store: Store, ring: KeyRing) -> Rig:
    """The engine, every door closed."""
    site = demo_site()
    rig = Rig(site, store, ring.for_engine(site.agents), ring.for_agent(CABINET), StillClock())
    for portal in site.portals:
        rig.door(portal, Contact.CLOSED)
    rig.outcomes.clear()
    return rig
