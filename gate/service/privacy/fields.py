"""Private fields: kept shut, and shown to one reader for a reason."""

from __future__ import annotations

from gate.domain.events import PersonChanged
from gate.domain.privacy_commands import KeepField, RevealField
from gate.domain.private_field import Private, PrivateField
from gate.service.change import Change
from gate.service.errors import NotThere, Refused
from gate.service.facts import Facts
from gate.service.vault import Vault

LONGEST = 400


def keep_field(facts: Facts, change: Change, ask: KeepField, vault: Vault) -> str:
    """Shut the value; the person's id."""
    _check(facts, ask.person, ask.name)
    if len(ask.value) > LONGEST:
        raise NotThere(f"expected at most {LONGEST} characters")
    shut(change, ask.person, ask.name, ask.value, vault)
    change.note(
        PersonChanged(person=ask.person, revision=facts.people[ask.person].revision, what=f"kept {ask.name}")
    )
    return ask.person


def shut(change: Change, person: str, name: str, value: str, vault: Vault) -> None:
    """Keep the value for a person who was checked; an empty one takes the field's content away."""
    plain = value.strip()
    change.keep(
        vault.shut(person, name, plain) if plain else PrivateField(person=person, name=name, sealed="")
    )


def reveal(facts: Facts, ask: RevealField, vault: Vault) -> tuple[str, str]:
    """The person's id, and the letter for the reader."""
    _check(facts, ask.person, ask.name)
    letter = vault.letter(ask.person, ask.name, ask.sealed, ask.address)
    if letter is None:
        raise Refused(
            "it does not open: it was sealed for another person or field, or under a key that is gone"
        )
    return ask.person, letter


def _check(facts: Facts, person: str, name: str) -> None:
    if person not in facts.people:
        raise NotThere(f"no person {person!r}")
    if name not in set(Private):
        raise NotThere(f"expected a field among {', '.join(Private)}; got {name!r}")
