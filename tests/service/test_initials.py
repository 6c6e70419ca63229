"""How a desk finds people."""

import pytest

from gate.domain.person import Person
from gate.service.initials import initials_of


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Chen Wei", "cw"),
        ("陈伟", "cw"),
        ("Ana  María Souza", "ams"),
        ("张 敏", "zm"),
        ("Łódź", "ł"),
        ("", ""),
    ],
)
def test_initials(name: str, initials: str) -> None:
    assert initials_of(Person(id="p", name=name)) == initials
