"""People against their site and each other."""

from __future__ import annotations

from gate.domain.card import CardNumber
from gate.domain.credential import CredentialState
from gate.domain.person import Person
from gate.domain.site import Site
from gate.site.faults import Faults
from gate.site.finding import Path
from gate.site.hardware_facts import formats
from gate.site.read_people import PeopleFile


def check_people(site: Site, file: PeopleFile, faults: Faults) -> None:
    """Cards that match alike, cards that no reader reads, approvers that are nobody, ids that clash."""
    _alike(file, faults)
    _readable(site, file, faults)
    _approvers(file, faults)
    _ids(site, file, faults)


def _alike(file: PeopleFile, faults: Faults) -> None:
    taken: dict[CardNumber, tuple[str, Path]] = {}
    for person in file.people:
        for credential in person.credentials:
            if credential.state is not CredentialState.ACTIVE:
                continue
            place = file.places["credentials", credential.id]
            other, before = taken.setdefault(credential.card, (credential.id, place))
            if other != credential.id:
                line = faults.line(before)
                got = f"{credential.card}, which {other} in line {line} has"
                faults.error((*place, "number"), "a card that no other active credential matches", got)


def _readable(site: Site, file: PeopleFile, faults: Faults) -> None:
    readable = frozenset().union(*(formats(site, device) for device in site.devices))
    if not readable or not all(device.profile for device in site.devices.values()):
        return
    for person in file.people:
        for credential in person.credentials:
            if credential.card.format not in readable:
                listed = ", ".join(sorted(readable))
                place = (*file.places["credentials", credential.id], "format")
                faults.warn(
                    place,
                    f"a format that a reader of the site reads ({listed})",
                    f'"{credential.card.format}"',
                )


def _approvers(file: PeopleFile, faults: Faults) -> None:
    """A warning: who approved may have left since."""
    everybody = {person.id for person in file.people}
    for person in file.people:
        for position, membership in enumerate(person.memberships):
            approver = membership.approved_by
            if approver is not None and approver not in everybody:
                place = (*file.places["people", person.id], "groups", position, "approved_by")
                faults.warn(place, "a person of the file", f'"{approver}"')


def _ids(site: Site, file: PeopleFile, faults: Faults) -> None:
    """Decisions name grants, denies and visits alike."""
    named = {rule.id for group in site.groups.values() for rule in group.grants}
    named |= {rule.id for group in site.groups.values() for rule in group.denies}
    for person in file.people:
        _clash(person, named, file, faults)


def _clash(person: Person, named: set[str], file: PeopleFile, faults: Faults) -> None:
    for visit in person.visits:
        if visit.id in named:
            place = (*file.places["visits", visit.id], "id")
            faults.error(place, "an id that no grant or deny has", f'"{visit.id}"')
