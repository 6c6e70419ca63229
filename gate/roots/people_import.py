"""People from a file into a store on which no engine runs yet."""

from __future__ import annotations

from pathlib import Path

from gate.clock import Clock
from gate.domain.site import Site
from gate.engine import import_people
from gate.keys.errors import KeysError
from gate.keys.ring import KeyRing
from gate.roots.shape import UserError, unreadable
from gate.site.faults import SiteFaults
from gate.site.load import load_people, load_pins
from gate.store import open_store
from gate.store.errors import StoreError


def import_file(site: Site, people_file: Path, store_url: str, ring: KeyRing, clock: Clock) -> int:
    """Add or replace everybody in the file; how many. UserError for a faulty file or a store that is away."""
    try:
        people = load_people(people_file, site)
        pins = {person: pin.reveal() for person, pin in load_pins(people_file, site).items()}
        store = open_store(store_url)
    except OSError as error:
        raise unreadable(people_file, error) from error
    except (SiteFaults, StoreError) as error:
        raise UserError(str(error)) from error
    try:
        return import_people(site, store, ring.for_engine(site.agents), clock, people, pins)
    except (StoreError, KeysError) as error:
        raise UserError(str(error)) from error
    finally:
        store.close()
