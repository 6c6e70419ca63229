"""What a type of visitors asks for and nobody has given: one answer for the engine, the forms and the check-in."""

from __future__ import annotations

from collections.abc import Mapping

from gate.domain.visitor_type import AskedField, VisitorType

Given = Mapping[AskedField, str]
"""What was given, by field; a document by anything that shows that one is known. Fields left out are not judged."""


def unanswered(kind: VisitorType, given: Given) -> tuple[AskedField, ...]:
    """Fields of ``given`` that the type asks for and that are empty or blank, in a form's order."""
    return tuple(
        field for field in AskedField if field in kind.asks and field in given and not given[field].strip()
    )
