"""Identity documents as keyed hashes: equal ones are found, none is read.

Under the first search key the hash is made with a key derived from the site's PIN key, as it was before search keys
rotated; under every other with that key itself. The kind (passport, id_card) is part of what is hashed.
"""

from __future__ import annotations

import hmac

from gate.keys.errors import KeyRingError
from gate.keys.pins import person_key
from gate.keys.search_ring import FIRST, SearchRing, bare, spelt


def document_hash(search: SearchRing, pin_key: bytes, id: str, kind: str, number: str) -> str:
    """The hash under search key ``id``; KeyRingError where the ring does not have it."""
    field = f"document/{kind}"  # no person's id has a slash in it
    if id != FIRST:
        return search.under(id, field, number)
    if FIRST not in search.ids:
        raise KeyRingError(f"expected search key {FIRST}; the ring has {', '.join(search.ids)}")
    return spelt(FIRST, hmac.digest(person_key(pin_key, field), bare(number).encode(), "sha256"))
