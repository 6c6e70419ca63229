"""``gate profile``: what is known of device models."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from firmware_profiles.lint import lint as judge_all
from firmware_profiles.load import ProfileError, load_profile, profile_ids
from firmware_profiles.schema import Profile
from gate.roots.shape import UserError, new_app

app = new_app("Device profiles: facts of each model, with their sources.")


@app.command("list")
def list_profiles(
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object a profile")] = False,
) -> None:
    """List all profiles."""
    for profile in map(load_profile, profile_ids()):
        typer.echo(_line_json(profile) if as_json else _line(profile))


@app.command()
def show(
    profile: Annotated[str, typer.Argument(metavar="PROFILE")],
    as_json: Annotated[bool, typer.Option("--json", help="the whole profile as JSON")] = False,
) -> None:
    """Show one profile: what an installer must know of it."""
    try:
        found = load_profile(profile)
    except ProfileError as error:
        raise UserError(str(error)) from error
    typer.echo(found.model_dump_json(exclude_none=True) if as_json else "\n".join(_sheet(found)))


@app.command()
def lint() -> None:
    """Judge all profiles; exit 1 if there is a finding."""
    findings = judge_all()
    for finding in findings:
        typer.echo(finding)
    typer.echo(f"{len(profile_ids())} profiles, {len(findings)} findings")
    if findings:
        raise typer.Exit(1)


def _line(profile: Profile) -> str:
    points = f"{profile.inputs} in, {profile.outputs} out" if profile.kind == "io" else _reads(profile)
    name = f"{profile.manufacturer} {profile.model}"
    return f"{profile.id:<38} {profile.protocol:<14} {points:<28} {profile.verified:<10} {name}"


def _line_json(profile: Profile) -> str:
    keys = ("id", "kind", "protocol", "manufacturer", "model", "verified", "inputs", "outputs")
    return json.dumps({key: getattr(profile, key) for key in keys}, ensure_ascii=False)


def _reads(profile: Profile) -> str:
    more = f" +{len(profile.card_formats) - 2}" if len(profile.card_formats) > 2 else ""
    keys = {"none": "", "optional": ", keys?", "always": ", keys"}[profile.keypad]
    return (", ".join(profile.card_formats[:2]) + more + keys).lstrip(", ")


def _sheet(profile: Profile) -> list[str]:
    serial = profile.serial
    rate = f", {serial.baud} baud {serial.bits}{serial.parity}{serial.stop}" if serial else ""
    port = f", TCP port {profile.wiring.tcp_port}" if profile.wiring.tcp_port else ""
    lines = [
        f"{profile.id}: {profile.manufacturer} {profile.model}",
        f"firmware: {profile.firmware}",
        f"verified: {profile.verified}",
        f"wiring: {profile.wiring.bus}{rate}{port}",
        *(f"  {note}" for note in profile.wiring.notes),
    ]
    if profile.kind == "reader":
        lines.append(f"reads: {', '.join(profile.card_formats) or 'keys'} ({profile.assurance})")
    else:
        lines += [f"points: {profile.inputs} inputs, {profile.outputs} outputs", *_doors(profile)]
    lines += ["for the installer:", *(f"  {note}" for note in profile.installer)]
    lines += ["quirks:", *(f"  {quirk.what}: {quirk.comment}" for quirk in profile.quirks)]
    return [*lines, "sources:", *(f"  {source}" for source in profile.sources)]


def _doors(profile: Profile) -> list[str]:
    facts = profile.modbus
    if facts is None or not profile.outputs:
        return []
    if facts.no_lock:
        return [f"no lock on its outputs: {facts.no_lock}"]
    pulse = f"pulse: {facts.pulse.method}, steps of {facts.pulse.unit_ms} ms" if facts.pulse else "no pulse"
    required = [f"  must be {setting.value}: {setting.name}" for setting in facts.required_settings]
    return [f"{pulse}; a longer hold is ended by: {facts.hold}", *required]
