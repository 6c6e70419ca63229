"""Reads profiles by id from the files beside this module."""

from __future__ import annotations

import tomllib
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from firmware_profiles.schema import Profile

FOLDER = Path(__file__).parent


class ProfileError(ValueError):
    """A profile that is not there or not right; the message says which, where and what was expected."""


def profile_ids() -> tuple[str, ...]:
    """Ids of all profiles, sorted."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


@cache
def load_profile(profile_id: str) -> Profile:
    """The profile of that id. Raises :class:`ProfileError`, with the nearest name for a misspelt one."""
    known = profile_ids()
    if profile_id not in known:
        near = get_close_matches(profile_id, known, n=1)
        hint = f"; did you mean {near[0]!r}?" if near else f"; known are {', '.join(known)}"
        raise ProfileError(f"no profile {profile_id!r}{hint}")
    return read_profile(FOLDER / f"{profile_id}.toml")


def read_profile(path: Path) -> Profile:
    """The profile in a file anywhere. Raises :class:`ProfileError` naming each wrong field."""
    try:
        return Profile.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ProfileError(f"{path.name}: {error}") from error
    except ValidationError as error:
        faults = "; ".join(_fault(dict(item)) for item in error.errors())
        raise ProfileError(f"{path.name}: {faults}") from error


def _fault(item: dict[str, object]) -> str:
    place = item["loc"] if isinstance(item["loc"], tuple) else ()
    return f"{'.'.join(str(step) for step in place) or 'profile'}: {item['msg']}"
