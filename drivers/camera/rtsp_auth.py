"""Who asks an RTSP server for its stream: Basic and Digest as in HTTP (RFC 2326 §16, RFC 2617, SHA-256 of RFC 7616).

Pure: a challenge and credentials in, the value of ``Authorization`` out. Nothing here is ever logged.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

_PAIR: Final = re.compile(r'(\w+)=(?:"([^"]*)"|([^\s,]+))')
_HASHES: Final[dict[str, Callable[[bytes], str]]] = {
    "MD5": lambda data: hashlib.md5(data, usedforsecurity=False).hexdigest(),
    "SHA-256": lambda data: hashlib.sha256(data).hexdigest(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """A camera's user and password."""

    user: str
    password: str = field(repr=False)


def answer_to(
    challenges: Sequence[str], who: Credentials, method: str, uri: str, cnonce: str = ""
) -> str | None:
    """The ``Authorization`` for the best of the challenges (``WWW-Authenticate``); None where none is known.

    ``cnonce``: random text of this client, used where the server asks for ``qop``.
    """
    digests = [each for each in challenges if each.lower().startswith("digest ")]
    for challenge in sorted(digests, key=lambda each: "sha-256" not in each.lower()):
        if (answer := _digest(pairs_of(challenge), who, method, uri, cnonce)) is not None:
            return answer
    if any(each.lower().startswith("basic") for each in challenges):
        return "Basic " + base64.b64encode(f"{who.user}:{who.password}".encode()).decode()
    return None


def pairs_of(header: str) -> dict[str, str]:
    """``name="value"`` and ``name=value`` of a header, names in small letters."""
    return {found[1].lower(): found[2] or found[3] or "" for found in _PAIR.finditer(header)}


def response_to(asked: dict[str, str], who: Credentials, method: str, uri: str) -> str | None:
    """RFC 2617 §3.2.2.1: the ``response`` for what was asked (realm, nonce; with ``qop`` cnonce and nc as well).

    None for an algorithm that is not known here.
    """
    digest = _HASHES.get(asked.get("algorithm", "MD5").upper())
    if digest is None:
        return None
    first = digest(f"{who.user}:{asked.get('realm', '')}:{who.password}".encode())
    second = digest(f"{method}:{uri}".encode())
    middle = [asked.get("nonce", "")]
    if asked.get("qop"):
        middle += [asked.get("nc", ""), asked.get("cnonce", ""), asked["qop"]]
    return digest(":".join([first, *middle, second]).encode())


def _digest(asked: dict[str, str], who: Credentials, method: str, uri: str, cnonce: str) -> str | None:
    offered = asked.get("qop")
    said: dict[str, str] = {
        key: value for key, value in asked.items() if key in ("realm", "nonce", "algorithm", "opaque")
    }
    if offered is not None:
        if "auth" not in re.split(r"[\s,]+", offered):
            return None
        said |= {"qop": "auth", "nc": "00000001", "cnonce": cnonce}
    response = response_to(said, who, method, uri)
    if response is None:
        return None
    bare = {"qop", "nc", "algorithm"}  # these go without quotation marks, RFC 7616 §3.4
    said = {"username": who.user, **said, "uri": uri, "response": response}
    return "Digest " + ", ".join(
        f"{key}={value}" if key in bare else f'{key}="{value}"' for key, value in said.items()
    )
