"""PINs as digits: which are fit, which one signals duress, and how one that was typed compares.

Pure and in constant time for digits of one length. Where the digits are kept, and for how long, is left to
whoever has them: the policy itself only sees a :class:`~gate.domain.decision.PinVerdict`.
Policy.md, "PIN": the own PIN with its last digit plus one (9 -> 0) is the duress PIN, judged as right.
"""

from __future__ import annotations

from hmac import compare_digest

from gate.domain.decision import PinVerdict

LEAST_DIGITS = 4
MOST_DIGITS = 12


def fit_pin(digits: str) -> bool:
    """True for 4 to 12 ASCII digits."""
    return LEAST_DIGITS <= len(digits) <= MOST_DIGITS and digits.isascii() and digits.isdigit()


def pin_context(identity: str, reader: str) -> str:
    """What a sealed PIN is bound to: the event (``src/boot/seq``) that carries it, and its reader.

    A box copied into another read does not open there.
    """
    return f"pin {identity} {reader}"


def duress_pin(digits: str) -> str:
    """The PIN that signals duress: last digit plus one, 9 wraps to 0. ValueError for what is no PIN."""
    if not fit_pin(digits):
        raise ValueError(
            f"expected a PIN of {LEAST_DIGITS} to {MOST_DIGITS} digits"
        )  # never the digits themselves
    return digits[:-1] + str((int(digits[-1]) + 1) % 10)


def judge_digits(own: str, typed: str) -> PinVerdict:
    """What ``typed`` is to somebody whose PIN is ``own``. Both comparisons always run: no timing tells them apart."""
    given = typed.encode()
    right = compare_digest(own.encode(), given)
    duress = compare_digest(duress_pin(own).encode(), given)
    if right:
        return PinVerdict.RIGHT
    return PinVerdict.DURESS if duress else PinVerdict.WRONG
