"""Judges all profiles: ``python -m firmware_profiles.lint`` prints findings and exits 1 if there are any.

The schema refuses what cannot be read; the linter finds what can be read and is still wrong or careless.
"""

from __future__ import annotations

import sys
from pathlib import Path

from firmware_profiles.load import FOLDER, ProfileError, read_profile
from firmware_profiles.modbus import ModbusFacts
from firmware_profiles.schema import Profile


def lint(folder: Path = FOLDER) -> list[str]:
    """Findings over all profiles of a folder, sorted by file."""
    findings = []
    for path in sorted(folder.glob("*.toml")):
        try:
            profile = read_profile(path)
        except ProfileError as error:
            findings.append(str(error))
            continue
        findings += [f"{path.name}: {finding}" for finding in judge(profile, path.stem)]
    return findings


def judge(profile: Profile, stem: str) -> list[str]:
    """What is wrong with one profile; ``stem``: its file's name without the ending."""
    checks = [
        (profile.id != stem, f"id is {profile.id!r}, expected the file's name {stem!r}"),
        (not profile.quirks, "no quirks: every device has some; say which were looked for"),
        (not profile.installer, "nothing for the installer: say what cannot be checked over the wire"),
        (
            profile.wiring.bus != "Ethernet" and profile.serial is None,
            f"bus {profile.wiring.bus} but no [serial] with its factory baud rate",
        ),
        (
            profile.wiring.bus == "Ethernet" and not (profile.wiring.tcp_port or profile.wiring.udp_port),
            "bus Ethernet but no tcp_port or udp_port",
        ),
        (
            profile.addresses is not None and profile.addresses[0] > profile.addresses[1],
            "addresses: first is after last",
        ),
        (
            profile.serial is not None
            and bool(profile.serial.bauds)
            and profile.serial.baud not in profile.serial.bauds,
            "serial: the factory baud rate is not among the bauds",
        ),
        (
            profile.protocol not in {"serial-reader", "turnstile"} and profile.addresses is None,
            "a bus device without addresses",
        ),
        (_unnamed_format(profile), "serial_reader.card_format is none of card_formats"),
    ]
    findings = [text for wrong, text in checks if wrong]
    return findings + (_modbus(profile, profile.modbus) if profile.modbus else [])


def _unnamed_format(profile: Profile) -> bool:
    facts = profile.serial_reader
    return facts is not None and bool(facts.card_format) and facts.card_format not in profile.card_formats


def _modbus(profile: Profile, facts: ModbusFacts) -> list[str]:
    lockable = bool(profile.outputs) and (facts.pulse is not None or facts.hold != "none")
    switched = facts.outputs is not None or facts.commands is not None
    checks = [
        (
            bool(profile.inputs) != (facts.inputs is not None or facts.supervised is not None),
            "inputs are counted but modbus.inputs or .supervised does not say where they are, or the other way round",
        ),
        (
            bool(profile.outputs) != switched,
            "outputs are counted but modbus does not say how they are switched, or the other way round",
        ),
        (
            bool(profile.outputs) and lockable == bool(facts.no_lock),
            "outputs that can neither pulse nor hold open no door: say why in no_lock, and only there",
        ),
        (
            facts.reply_timeout_ms * facts.misses > 3000,
            "a dead device would be noticed only after more than 3 s",
        ),
        (
            facts.supervised is not None and not any("ohm" in note for note in profile.wiring.notes),
            "supervised inputs, but no wiring note names the resistors that their windows hold for",
        ),
        (_pulse_among_outputs(profile, facts), "pulse.on_first lies among the outputs"),
        (
            facts.hold == "watchdog" and not (facts.required_settings or _mentions_watchdog(profile)),
            "hold = 'watchdog', but neither a required setting nor a note to the installer sets it",
        ),
    ]
    return [text for wrong, text in checks if wrong]


def _pulse_among_outputs(profile: Profile, facts: ModbusFacts) -> bool:
    """A pulse that is started by a coil must have coils of its own."""
    if (
        facts.pulse is None
        or facts.outputs is None
        or facts.pulse.method not in {"flash-value", "start-coil"}
    ):
        return False
    return abs(facts.outputs.first - facts.pulse.on_first) < profile.outputs


def _mentions_watchdog(profile: Profile) -> bool:
    return any("watchdog" in note.lower() for note in profile.installer)


def main() -> int:
    """Print findings; 1 if there are any."""
    findings = lint()
    for finding in findings:
        sys.stdout.write(finding + "\n")
    sys.stdout.write(f"{len(list(FOLDER.glob('*.toml')))} profiles, {len(findings)} findings\n")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
