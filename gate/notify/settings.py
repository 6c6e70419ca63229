"""``notify.toml`` of the data folder: how mail leaves, where the desk and managers are told, how links begin.

Addresses with passwords in them do not stand in the file: ``env:NAME`` or ``file:PATH`` says where they do.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from gate.notify.printing import printer_of

KEYS = frozenset({"console", "mail", "desk", "managers", "language", "printer"})


class SettingsInvalid(ValueError):
    """Says which file and key, what was expected and what came; never an address that holds a secret."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """``mail``: an address of apprise to which ``to=`` is added, "" for no mail. ``desk``, ``managers``: addresses.

    ``printer``: of labels, ``folder:PATH`` or ``lp:QUEUE``; "" for none.
    """

    console: str
    mail: str = field(default="", repr=False)
    desk: tuple[str, ...] = field(default=(), repr=False)
    managers: tuple[str, ...] = field(default=(), repr=False)
    language: str = "en"
    printer: str = ""


def read_settings(path: Path, environment: Mapping[str, str]) -> Settings:
    """The settings of the file. SettingsInvalid, or OSError where it cannot be read."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsInvalid(f"{path}: expected TOML: {error}") from error
    unknown = sorted(set(raw) - KEYS)
    if unknown:
        raise SettingsInvalid(f"{path}: expected the keys {', '.join(sorted(KEYS))}; got {unknown[0]!r}")
    language = raw.get("language", "en")
    if language not in ("en", "zh"):
        raise SettingsInvalid(f"{path}: language: expected en or zh; got {language!r}")
    return Settings(
        console=_console(path, raw.get("console")),
        mail=_address(path, "mail", raw.get("mail", ""), environment) if raw.get("mail") else "",
        desk=_addresses(path, "desk", raw, environment),
        managers=_addresses(path, "managers", raw, environment),
        language=language,
        printer=_printer(path, raw.get("printer", "")),
    )


def _printer(path: Path, value: object) -> str:
    try:
        printer_of(value if isinstance(value, str) else "?")
    except ValueError as error:
        raise SettingsInvalid(f"{path}: printer: {error}; got {value!r}") from error
    return str(value)


def _console(path: Path, value: object) -> str:
    parts = urlsplit(value) if isinstance(value, str) else None
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
        raise SettingsInvalid(f"{path}: console: expected https://… as visitors reach it; got {value!r}")
    return str(value).rstrip("/")


def _addresses(
    path: Path, key: str, raw: Mapping[str, Any], environment: Mapping[str, str]
) -> tuple[str, ...]:
    values = raw.get(key, [])
    if not isinstance(values, list):
        raise SettingsInvalid(f"{path}: {key}: expected a list of addresses")
    return tuple(_address(path, key, value, environment) for value in values)


def _address(path: Path, key: str, value: object, environment: Mapping[str, str]) -> str:
    if not isinstance(value, str):
        raise SettingsInvalid(f"{path}: {key}: expected an address")
    if value.startswith("env:"):
        name = value.removeprefix("env:")
        if not environment.get(name):
            raise SettingsInvalid(f"{path}: {key}: expected the environment variable {name}; it is not set")
        return environment[name]
    if value.startswith("file:"):
        return Path(value.removeprefix("file:")).read_text(encoding="utf-8").strip()
    if urlsplit(value).password:
        raise SettingsInvalid(f"{path}: {key}: no password here: write env:NAME or file:PATH")
    return value
