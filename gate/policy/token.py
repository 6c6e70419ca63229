"""A credential as the rules see it, with what holds of its holder around the instant asked for last."""

from __future__ import annotations

from datetime import datetime

from gate.domain.credential import Credential, CredentialState
from gate.domain.level import Assurance
from gate.policy.holder import Holder, Stay
from gate.policy.instant import FIRST, LAST, micros, reached

_ACTIVE = CredentialState.ACTIVE


class Token:
    """A credential and whose it is; neither changes. ``since`` <= at < ``until`` is the span that was looked at last,
    in which nothing of the person begins or ends; none at first. In it hold

    - ``groups``: the mask of the groups that the person is in, and ``running``: the person's visits;
    - ``against``: state of the credential and validity of the person, reasons at an entry and notes at an exit, sorted;
    - ``plain``: nothing against it, no visit and no visitor, so that the groups say what there is to say of the person.
    """

    __slots__ = (
        "against",
        "assurance",
        "groups",
        "holder",
        "id",
        "plain",
        "running",
        "since",
        "state",
        "until",
    )
    against: tuple[str, ...]
    groups: int
    plain: bool
    running: tuple[Stay, ...]

    def __init__(self, holder: Holder, id: str, state: CredentialState, assurance: Assurance | int) -> None:
        self.holder = holder
        self.id = id
        self.state = state
        self.assurance = assurance
        self.since, self.until = LAST, FIRST

    def look(self, at: datetime) -> None:
        """Work out what holds at an instant, and from when until when. To be called outside of the span looked at."""
        holder, t = self.holder, micros(at)
        since, until = holder.lasts(t)
        self.since, self.until = reached(since), reached(until)
        self.groups = holder.groups_at(t)
        self.running = tuple(stay for stay in holder.stays if stay.starts <= t < stay.ends)
        state = () if self.state is _ACTIVE else (f"credential_{self.state.value}",)
        self.against = state if holder.starts <= t < holder.ends else (*state, "person_not_valid")
        self.plain = not (self.against or self.running or holder.visitor)

    @property
    def credential(self) -> Credential:
        """The whole credential."""
        return next(each for each in self.holder.person.credentials if each.id == self.id)


def token_of(holder: Holder, credential: Credential) -> Token:
    """A credential of that holder, compiled."""
    return Token(holder, credential.id, credential.state, credential.assurance)
