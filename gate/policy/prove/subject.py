"""A person as the prover sees them: what never changes of them, and which zones they could ever be let into."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from gate.domain.credential import Credential, CredentialState
from gate.domain.person import Person
from gate.policy.configuration import Configuration
from gate.policy.holder import Holder, compile_person
from gate.policy.prove.static import Static


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Subject:
    """A compiled person. ``ever``: zones that an entry could let them into at some time, more rather than fewer.

    ``groups``: every group that they are in at some time. ``card``: the credential that enters most; None: they have no
    active one. ``known``: a credential of theirs, in whatever state, opens an exit.
    """

    holder: Holder
    groups: int
    card: Credential | None
    known: bool
    ever: int

    @property
    def id(self) -> str:
        """Id of the person."""
        return self.holder.person.id

    @property
    def facts(self) -> Hashable:
        """All that the rules see: people with the same facts are let in alike."""
        holder = self.holder
        prerequisites = tuple(sorted(holder.person.prerequisites.items(), key=str))
        assurance = None if self.card is None else self.card.assurance
        spans = (holder.starts, holder.ends, holder.timed, holder.stays)
        return (
            holder.visitor,
            holder.person.clearance,
            holder.groups,
            assurance,
            self.known,
            prerequisites,
            spans,
        )


def subject_of(person: Person, configuration: Configuration, static: Static) -> Subject:
    """The person, compiled."""
    holder = compile_person(person, configuration, 0)
    groups = holder.groups
    for membership in holder.timed:
        groups |= membership.bit
    card = _best(person)
    return Subject(
        holder=holder,
        groups=groups,
        card=card,
        known=bool(person.credentials),
        ever=0 if card is None else static.ever(holder, groups, card.assurance),
    )


def _best(person: Person) -> Credential | None:
    active = [each for each in person.credentials if each.state is CredentialState.ACTIVE]
    return max(active, key=lambda each: each.assurance, default=None)
