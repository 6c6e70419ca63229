"""The object under ``set``: one change, and nothing beside it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from gate.domain.credential import CredentialState
from gate.policy.line import Forgive, Said, SetCredential, SetDay, SetLockdown, SetThreat
from gate.policy.line_values import LineFault, Object, only, shown, text_of, texts_of
from gate.policy.timetable import day_code


def read_set(row: Object) -> Said:
    """The change; LineFault if there is none, or more than one."""
    kinds = [key for key in _READERS if key in row]
    if len(kinds) != 1:
        raise LineFault(f"set: expected one of {', '.join(_READERS)}; got {' and '.join(kinds) or 'none'}")
    return _READERS[kinds[0]](row)


def _lockdown(row: Object) -> SetLockdown:
    only(row, "set", ("lockdown",))
    return SetLockdown(targets=texts_of(row["lockdown"], "set.lockdown"), active=True)


def _lift(row: Object) -> SetLockdown:
    only(row, "set", ("lift",))
    return SetLockdown(targets=texts_of(row["lift"], "set.lift"), active=False)


def _credential(row: Object) -> SetCredential:
    only(row, "set", ("credential", "state"))
    credential = text_of(row["credential"], "set.credential")
    try:
        return SetCredential(credential=credential, state=CredentialState(text_of(row["state"], "set.state")))
    except ValueError as error:
        words = ", ".join(state.value for state in CredentialState)
        raise LineFault(f"set.state: expected one of {words}; got {shown(row['state'])}") from error


def _threat(row: Object) -> SetThreat:
    only(row, "set", ("threat", "zones"))
    level = None if row["threat"] is None else text_of(row["threat"], "set.threat")
    return SetThreat(level=level, zones=texts_of(row["zones"], "set.zones"))


def _forgive(row: Object) -> Forgive:
    only(row, "set", ("forgive",))
    return Forgive(person=text_of(row["forgive"], "set.forgive"))


def _day(row: Object) -> SetDay:
    only(row, "set", ("day", "as"))
    written, as_ = text_of(row["day"], "set.day"), text_of(row["as"], "set.as")
    try:
        day_code(as_)
        return SetDay(day=date.fromisoformat(written), as_=as_)
    except ValueError as error:
        raise LineFault(f"set: expected a date and what it counts as: {error}") from error


_READERS: dict[str, Callable[[Object], Said]] = {
    "lockdown": _lockdown,
    "lift": _lift,
    "credential": _credential,
    "threat": _threat,
    "forgive": _forgive,
    "day": _day,
}
