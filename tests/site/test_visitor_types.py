"""Types of visitors in a site file: read, defaulted, and refused where they cannot be."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from gate.domain.level import Classification
from gate.domain.site import Site
from gate.domain.text import Text
from gate.domain.visitor_type import DEFAULT_TYPES, GUEST, AskedField, VisitorType
from tests.site.altered import HQ, check_text, told

INSPECTOR = """
[[visitor_types]]
id = "inspector"
name = { en = "Inspector", zh = "检查人员" }
asks = ["document", "purpose"]
requires = ["credentials-letter"]
approve_from = "internal"
highest = "confidential"
escorted = true
longest = "8h"
retention = "1y"
"""


def _site(folder: Path, more: str) -> Site:
    checked = check_text(folder, HQ + more)
    assert checked.site is not None, told(checked.findings)
    return checked.site


def test_a_file_that_names_none_has_those_that_come_with_gate(tmp_path: Path) -> None:
    assert _site(tmp_path, "").visitor_types == DEFAULT_TYPES


def test_every_key_is_read_and_guests_are_always_there(tmp_path: Path) -> None:
    types = _site(tmp_path, INSPECTOR).visitor_types
    assert list(types) == ["inspector", GUEST]
    assert types[GUEST] == DEFAULT_TYPES[GUEST]
    assert types["inspector"] == VisitorType(
        id="inspector",
        name=Text("Inspector", "检查人员"),
        asks=frozenset({AskedField.DOCUMENT, AskedField.PURPOSE}),
        requires=("credentials-letter",),
        approve_from=Classification.INTERNAL,
        highest=Classification.CONFIDENTIAL,
        escorted=True,
        longest=timedelta(hours=8),
        retention=timedelta(days=365),
    )


def test_guests_may_have_rules_of_their_own(tmp_path: Path) -> None:
    types = _site(tmp_path, '\n[[visitor_types]]\nid = "guest"\nasks = ["company"]\n').visitor_types
    assert types == {GUEST: VisitorType(id=GUEST, name=Text("Guest"), asks=frozenset({AskedField.COMPANY}))}


def test_a_change_of_a_type_is_another_configuration(tmp_path: Path) -> None:
    versions = {_site(tmp_path, more).version for more in ("", INSPECTOR, INSPECTOR.replace('"8h"', '"9h"'))}
    assert len(versions) == 3


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('"document", ', '"documents", ', "did you mean 'document'?"),
        ('longest = "8h"', 'longest = "32d"', 'at most "31d"'),
        ('retention = "1y"', 'retention = "1826d"', "at most as long as [retention] audit"),
        ('highest = "confidential"', 'highest = "secretive"', "did you mean 'secret'?"),
        ("escorted = true", 'escorted = "yes"', "expected true or false"),
        ("approve_from", "approve_form", "did you mean 'approve_from'?"),
    ],
)
def test_what_does_not_fit_is_named_with_its_place(tmp_path: Path, old: str, new: str, expected: str) -> None:
    checked = check_text(tmp_path, HQ + INSPECTOR.replace(old, new))
    assert checked.site is None
    assert [finding.path.startswith("visitor_types[0]") for finding in checked.findings] == [True]
    assert expected in told(checked.findings)


def test_spans_just_at_their_bounds_are_taken(tmp_path: Path) -> None:
    at_most = INSPECTOR.replace('"8h"', '"31d"').replace('"1y"', '"1825d"')  # audit is kept for 5y
    assert _site(tmp_path, at_most).visitor_types["inspector"].longest == timedelta(days=31)
