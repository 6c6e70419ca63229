"""Everything that happened, in the past tense. ``Event`` is the whole set; the bus and the log know no other.

Who sent it, when and in which order is the envelope's; a body says what. Ids are those of the site file and the store.
"""

from __future__ import annotations

from gate.domain.agent_events import (
    AgentStarted,
    ContactChanged,
    CredentialPresented,
    DeviceHealthChanged,
    DoorCommandAnswered,
    EventsDropped,
    InputChanged,
    LockSensed,
    ModeChanged,
    OwnAnswer,
    PackTaken,
    RevocationTaken,
    RexPressed,
    WireFaulted,
)
from gate.domain.camera_events import CameraSaw, ClipKept
from gate.domain.desk_events import DeskEvent
from gate.domain.engine_events import (
    AccessDecided,
    AlarmAcknowledged,
    AlarmClosed,
    AlarmRaised,
    AlarmReturned,
    CommandRecorded,
    ConfigurationPublished,
    CredentialStateChanged,
    EngineStarted,
    LockdownChanged,
    PassageEnded,
    PersonChanged,
    PersonDeparted,
    PortalChanged,
    RecordsErased,
    RevocationProved,
    VisitChanged,
    VisitorDayClosed,
    VisitReminded,
    WalkTested,
)
from gate.domain.key_events import KeyEvent, SearchKeyTaken
from gate.domain.roll_events import PersonMarked, RollCalled, RollEnded, RollEvent
from gate.domain.seal_events import SealEvent
from gate.domain.verification import RecordVerified

__all__ = [
    "AccessDecided",
    "AgentStarted",
    "AlarmAcknowledged",
    "AlarmClosed",
    "AlarmRaised",
    "AlarmReturned",
    "CameraSaw",
    "ClipKept",
    "CommandRecorded",
    "ConfigurationPublished",
    "ContactChanged",
    "CredentialPresented",
    "CredentialStateChanged",
    "DeviceHealthChanged",
    "DoorCommandAnswered",
    "EngineStarted",
    "Event",
    "EventsDropped",
    "InputChanged",
    "LockSensed",
    "LockdownChanged",
    "ModeChanged",
    "OwnAnswer",
    "PackTaken",
    "PassageEnded",
    "PersonChanged",
    "PersonDeparted",
    "PersonMarked",
    "PortalChanged",
    "RecordVerified",
    "RecordsErased",
    "RevocationProved",
    "RevocationTaken",
    "RexPressed",
    "RollCalled",
    "RollEnded",
    "SearchKeyTaken",
    "VisitChanged",
    "VisitReminded",
    "VisitorDayClosed",
    "WalkTested",
    "WireFaulted",
]

Event = (
    CredentialPresented
    | ContactChanged
    | RexPressed
    | LockSensed
    | InputChanged
    | DeviceHealthChanged
    | WireFaulted
    | DoorCommandAnswered
    | RevocationTaken
    | PackTaken
    | AgentStarted
    | ModeChanged
    | EventsDropped
    | CameraSaw
    | ClipKept
    | AccessDecided
    | PassageEnded
    | PortalChanged
    | AlarmRaised
    | AlarmReturned
    | AlarmAcknowledged
    | AlarmClosed
    | CommandRecorded
    | CredentialStateChanged
    | PersonChanged
    | PersonDeparted
    | RevocationProved
    | VisitChanged
    | VisitReminded
    | VisitorDayClosed
    | LockdownChanged
    | DeskEvent
    | RollEvent
    | WalkTested
    | RecordsErased
    | RecordVerified
    | SealEvent
    | KeyEvent
    | EngineStarted
    | ConfigurationPublished
)
