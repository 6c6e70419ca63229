"""Agreements (保密承诺书): a text with a version in each language, and what was signed under it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

AGREEMENT = "agreement"
"""The prerequisite that a signed agreement is to the policy."""


class SignedBy(StrEnum):
    """How a signature was given."""

    DRAWN = "drawn"
    TYPED = "typed"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementText:
    """One version in one language. ``sha256`` is over the text's UTF-8; a version is never changed."""

    id: str
    version: int
    language: str
    title: str
    text: str
    sha256: str
    published_by: str
    published_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """A signature as it was given: which text by its hash, drawn (``drawing``: SHA-256 of the picture) or typed.

    ``refused_why`` with ``signed`` False: it was shown and not signed. ``witness`` is the operator at the desk.
    """

    id: str
    visit: str
    person: str
    version: int
    language: str
    text_sha256: str
    signed: bool
    method: SignedBy | None = None
    typed_name: str = ""
    drawing: str = ""
    refused_why: str = ""
    witness: str = ""
    at: datetime
