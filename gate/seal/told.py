"""What rows and heads tell that both ways to verify need: keys, and whether a head is missing."""

from __future__ import annotations

import json

from gate.seal.keychain import INTRODUCED, KEY_EVENTS, KeyChain
from gate.seal.leaf import recorded_at
from gate.seal.report import KeptHead, SealBroken

CHECKPOINT_WITHIN = 10
"""Minutes of events that may stand behind the newest head: one is due every minute."""


def size_of(head: KeptHead) -> int:
    """By which heads are ordered."""
    return head.size


def introduce(public: bytes, chain: KeyChain) -> None:
    """Take the key that an event introduces, if it does. ValueError, TypeError or LookupError for one
    that nobody may believe, or that is none.
    """
    said = json.loads(public)
    if said[6] not in KEY_EVENTS:
        return
    body = dict(json.loads(said[11]))
    if said[6] == INTRODUCED:
        chain.introduce(str(body.get("note")))
    else:
        chain.witness(str(body.get("agent")), str(body.get("key")))


def check_hole(first: int, last: int, opening: bytes, closing: bytes) -> None:
    """SealBroken where events ``first`` to ``last``, under no head, took longer than a head is long in coming.

    ``opening``, ``closing``: their public parts. Whoever takes the newest heads away to change what they cover leaves
    such a hole in time.
    """
    minutes = (recorded_at(closing) - recorded_at(opening)) // 60_000_000
    if minutes >= CHECKPOINT_WITHIN:
        raise SealBroken(
            f"no checkpoint over events {first} to {last}, which took {minutes} minutes: one is due every minute",
            first,
        )
