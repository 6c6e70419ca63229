"""PINs as keyed verifiers, and sealed on their way from the reader to whoever judges them.

A verifier is HMAC-SHA256 under a key of the person's own, itself derived from the site's PIN key: an agent that must
judge a few people's PINs alone gets their keys, never the site's. A PIN has few bits; the keys are what protects it.

Sealed PIN, before encryption: 16 bytes, always: length (1) ‖ digits ‖ zeros, so that a box does not tell the length.
"""

from __future__ import annotations

import hmac

from gate.domain.decision import PinVerdict
from gate.domain.pin import fit_pin, pin_context
from gate.keys.box import Box
from gate.keys.errors import SealError

__all__ = [
    "judge_own",
    "judge_pin",
    "open_pin",
    "person_key",
    "pin_context",
    "pin_verifier",
    "seal_pin",
    "verifier",
]

PADDED = 16
LABEL = "1:"


def seal_pin(box: Box, digits: str, context: str) -> str:
    """The digits (up to 15) sealed for this context. ValueError, without the digits, for what is too long."""
    raw = digits.encode("ascii", errors="strict") if digits.isascii() else b""
    if len(raw) != len(digits) or len(raw) >= PADDED:
        raise ValueError(f"expected at most {PADDED - 1} ASCII keys")
    return box.seal(bytes([len(raw)]) + raw.ljust(PADDED - 1, b"\0"), context)


def open_pin(box: Box, sealed: str, context: str) -> str:
    """The digits; SealError if the box was sealed for another context, under another key, or changed."""
    raw = box.open(sealed, context)
    if len(raw) != PADDED or raw[0] >= PADDED or any(raw[1 + raw[0] :]):
        raise SealError("the box does not hold a padded PIN")
    return raw[1 : 1 + raw[0]].decode("ascii", errors="replace")


def person_key(key: bytes, person: str) -> bytes:
    """The key of one person's PIN, from the site's PIN key (32 bytes)."""
    return hmac.digest(key, f"gate 1 pin of {person}".encode(), "sha256")


def verifier(own_key: bytes, digits: str) -> str:
    """What is kept instead of the digits, under the person's own key."""
    return LABEL + hmac.digest(own_key, digits.encode(), "sha256").hex()


def pin_verifier(key: bytes, person: str, digits: str) -> str:
    """What ``Person.pin`` holds, from the site's PIN key; ValueError for digits that are no fit PIN."""
    if not fit_pin(digits):
        raise ValueError("expected a PIN of 4 to 12 digits")  # never the digits themselves
    return verifier(person_key(key, person), digits)


def judge_own(own_key: bytes, kept: str | None, typed: str | None) -> PinVerdict:
    """What ``typed`` is to the person of this key and verifier; see :func:`judge_pin`."""
    if typed is None:
        return PinVerdict.ABSENT
    if kept is None:
        return PinVerdict.UNSET
    before = typed[:-1] + str((int(typed[-1]) - 1) % 10) if fit_pin(typed) else ""
    right = hmac.compare_digest(verifier(own_key, typed), kept)
    duress = hmac.compare_digest(
        verifier(own_key, before), kept
    )  # both always run: no timing tells them apart
    if right:
        return PinVerdict.RIGHT
    return PinVerdict.DURESS if duress else PinVerdict.WRONG


def judge_pin(key: bytes, person: str, kept: str | None, typed: str | None) -> PinVerdict:
    """What ``typed`` (None: none came) is to a person whose verifier is ``kept`` (None: has no PIN).

    The own PIN with its last digit plus one (9 → 0) is the duress PIN (policy.md, "PIN").
    """
    return judge_own(person_key(key, person), kept, typed)
