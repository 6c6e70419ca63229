"""Judges all profiles: ``python -m firmware_profiles.lint`` prints findings and exits 1 if there are any.

The schema refuses what cannot be read; the linter finds what can be read and is still wrong or careless.
"""

from __future__ import annotations

import sys
from pathlib import Path

from firmware_profiles.load import FOLDER, ProfileError, read_profile
from firmware_profiles.modbus import BitArea, ModbusFacts
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
            profile.wiring.bus == "Ethernet" and profile.wiring.tcp_port is None,
            "bus Ethernet but no tcp_port",
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
        (profile.protocol != "serial-reader" and profile.addresses is None, "a bus device without addresses"),
    ]
    findings = [text for wrong, text in checks if wrong]
    return findings + (_modbus(profile, profile.modbus) if profile.modbus else [])


def _modbus(profile: Profile, facts: ModbusFacts) -> list[str]:
    findings = []
    if profile.inputs and facts.inputs is None:
        findings.append("inputs are counted but modbus.inputs does not say where they are")
    if profile.outputs and facts.pulse is None and facts.hold == "none":
        findings.append("outputs that can neither pulse nor hold: such a device opens no door")
    if facts.pulse is not None and _overlap(facts.outputs, facts.pulse.on_first, profile.outputs):
        findings.append("pulse.on_first lies among the outputs")
    if facts.reply_timeout_ms * facts.misses > 3000:
        findings.append("a dead device would be noticed only after more than 3 s")
    return findings


def _overlap(area: BitArea, first: int, count: int) -> bool:
    return abs(area.first - first) < count


def main() -> int:
    """Print findings; 1 if there are any."""
    findings = lint()
    for finding in findings:
        sys.stdout.write(finding + "\n")
    sys.stdout.write(f"{len(list(FOLDER.glob('*.toml')))} profiles, {len(findings)} findings\n")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
