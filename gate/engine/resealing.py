"""After a new field key: what older keys sealed is sealed anew, before the engine decides, a thousand fields a time."""

from __future__ import annotations

import logging
from dataclasses import replace

from gate.domain.private_field import PrivateField
from gate.keys.errors import SealError
from gate.keys.field_ring import FieldRing
from gate.store import Batch, Store

log = logging.getLogger(__name__)

AT_ONCE = 1_000


def reseal(store: Store, fields: FieldRing) -> int:
    """How many fields moved to the active key. One that does not open stays as it is, and is named in the log.

    StoreAway where the store goes away meanwhile: what was not moved then is moved at the next start.
    """
    moved, after = 0, ("", "")
    while True:
        with store.work() as work:
            old = work.fields_not_under(fields.active, after, AT_ONCE)
            if not old:
                return moved
            fresh = [each for field in old if (each := _anew(fields, field)) is not None]
            work.write(Batch(facts=fresh))
        moved += len(fresh)
        after = (old[-1].person, old[-1].name)


def _anew(fields: FieldRing, field: PrivateField) -> PrivateField | None:
    try:
        plain = fields.open(field.person, field.name, field.sealed)
    except SealError as error:
        log.warning("%s of %s stays under its old key: %s", field.name, field.person, error)
        return None
    return replace(field, sealed=fields.seal(field.person, field.name, plain))
