"""People against their site and each other."""

from __future__ import annotations

from gate.domain.card import CardNumber
from gate.domain.credential import CredentialState
from gate.domain.invariant import Never
from gate.domain.person import Person
from gate.domain.site import Site
from gate.site.draft import Draft
from gate.site.faults import Faults
from gate.site.finding import Path
from gate.site.hardware_facts import formats
from gate.site.read_people import PeopleFile
from gate.site.values import nearest


def check_cards(file: PeopleFile, faults: Faults) -> None:
    """Two active credentials that match alike: nobody could say who reads."""
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


def check_people(site: Site, file: PeopleFile, faults: Faults) -> None:
    """Cards that no reader reads, hosts, escorts and approvers that are nobody, ids that clash."""
    _readable(site, file, faults)
    _companions(file, faults)
    _approvers(file, faults)
    _ids(site, file, faults)


def check_persons(draft: Draft, file: PeopleFile) -> None:
    """The persons that the site file names."""
    everybody = _everybody(file)
    for zone in draft.site.zones.values():
        if zone.owner is not None:
            _somebody(draft.faults, draft.at("zones", zone.id, "owner"), zone.owner, everybody)
    for invariant in draft.site.invariants:
        if invariant.who.person is not None:
            kind = "never" if isinstance(invariant, Never) else "always"
            place = draft.at("invariants", invariant.id, kind, "who", "person")
            _somebody(draft.faults, place, invariant.who.person, everybody)


def _somebody(faults: Faults, place: Path, name: str, everybody: tuple[str, ...]) -> None:
    if name not in everybody:
        listed = f" ({', '.join(everybody)})" if len(everybody) <= 8 else ""
        faults.error(place, f"a person of the people file{listed}", f'"{name}"', nearest(name, everybody))


def _everybody(file: PeopleFile) -> tuple[str, ...]:
    return tuple(own for kind, own in file.places if kind == "people")


def _companions(file: PeopleFile, faults: Faults) -> None:
    everybody = _everybody(file)
    known = dict.fromkeys(everybody)
    for person in file.people:
        for visit in person.visits:
            place = file.places["visits", visit.id]
            if visit.host is not None and visit.host not in known:
                _somebody(faults, (*place, "host"), visit.host, everybody)
            for position, escort in enumerate(visit.escorts):
                if escort not in known:
                    _somebody(faults, (*place, "escorts", position), escort, everybody)


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
    everybody = set(_everybody(file))
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
