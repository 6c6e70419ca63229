"""Readers and doors that cannot keep what their zone promises."""

from __future__ import annotations

from gate.domain.level import Assurance, Classification
from gate.domain.portal import Portal
from gate.domain.zone import Factor
from gate.site.draft import Draft
from gate.site.hardware_facts import best_assurance, has_keypad
from gate.site.ways import Read, asked_assurance, asked_factors, entry_reads, is_exit, reads


def check_entry(draft: Draft) -> None:
    """Keypads, strength of tokens, secure channels, unlock schedules, and readers that serve one portal."""
    for read in reads(draft.site):
        if not read.is_exit:
            _keypad(draft, read)
            _channel(draft, read)
    for zone in draft.site.zones:
        _assurance(draft, zone)
    for portal in draft.site.portals.values():
        _unlock(draft, portal)
    _shared(draft)


def _keypad(draft: Draft, read: Read) -> None:
    device = draft.site.devices[read.reader]
    at = draft.at("devices", read.reader)
    if (
        Factor.PIN in asked_factors(draft.site, read.target)
        and not has_keypad(device)
        and draft.faults.sure(*at)
    ):
        draft.faults.error(
            draft.at("portals", read.portal.id, "readers", read.key),
            f"a reader with keypad: {read.target} asks for a PIN",
            f"{read.reader} ({device.profile}) without keypad = true",
        )


def _channel(draft: Draft, read: Read) -> None:
    device = draft.site.devices[read.reader]
    line = draft.site.lines.get(device.line)
    level = draft.site.zones[read.target].level
    if _too_weak(draft, read.reader, asked_assurance(draft.site, read.target)):
        return  # says more, and is said already
    if line and line.protocol == "osdp" and not device.secure and level >= Classification.CONFIDENTIAL:
        at = draft.at("devices", read.reader)
        if draft.faults.sure(*at, "secure"):
            draft.faults.warn(
                at, f"secure = true at the way into {read.target} ({level.word})", "OSDP in clear text"
            )


def _assurance(draft: Draft, zone: str) -> None:
    asked = asked_assurance(draft.site, zone)
    entries = entry_reads(draft.site, zone)
    weak = [read for read in entries if _too_weak(draft, read.reader, asked)]
    if not weak:
        return
    expected = f"a reader that can tell a {asked.word} credential from a copy: {zone} asks for one"
    for read in weak:
        at = draft.at("portals", read.portal.id, "readers", read.key)
        got = f"{read.reader} ({draft.site.devices[read.reader].profile}), which reads bare numbers"
        if len(weak) == len(entries):
            draft.faults.error(at, expected, got)
        else:
            draft.faults.warn(at, expected, got)


def _too_weak(draft: Draft, reader: str, asked: Assurance) -> bool:
    best = best_assurance(draft.site.devices[reader])
    return best is not None and best < asked


def _unlock(draft: Draft, portal: Portal) -> None:
    if portal.unlock is None:
        return
    at = draft.at("portals", portal.id, "unlock")
    zones = [draft.site.zones[zone] for zone in portal.between if zone in draft.site.zones]
    for target, source in (zones, zones[::-1]) if len(zones) == 2 else ():
        if target.level >= Classification.CONFIDENTIAL and not is_exit(draft.site, source.id, target.id):
            draft.faults.error(
                at,
                f"no unlock schedule into {target.id} ({target.level.word})",
                "a door that stands open by schedule",
            )
    if portal.unlock.first_person and portal.reader_in is None and draft.faults.sure(*at[:2], "readers"):
        draft.faults.error(
            (*at, "first_person"), "readers.in, where the first person would read", "no such reader"
        )


def _shared(draft: Draft) -> None:
    used: dict[str, str] = {}
    for portal in draft.site.portals.values():
        for key, reader in (("in", portal.reader_in), ("out", portal.reader_out)):
            if reader is None:
                continue
            here = f"{portal.id}, {key}"
            if reader in used:
                at = draft.at("portals", portal.id, "readers", key)
                draft.faults.error(at, "a reader of its own", f'"{reader}", used at {used[reader]}')
            used.setdefault(reader, here)
