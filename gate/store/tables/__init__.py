"""The tables as typed mappings, one noun per file. Importing this package registers all of them."""

from gate.store.tables.agents import AgentRow, DeviceRow
from gate.store.tables.alarms import AlarmRow
from gate.store.tables.days import LogDayRow
from gate.store.tables.departures import DepartureAnswerRow, DepartureRow
from gate.store.tables.desk import (
    AgreementTextRow,
    CarriedItemRow,
    CarryPermitRow,
    DeskRecordRow,
    DismissalRow,
    SignatureRow,
    WatchEntryRow,
    WatchListRow,
)
from gate.store.tables.engine import ConfigurationRow, EpochRow, ReceiptRow
from gate.store.tables.events import EventRow, SourceRow
from gate.store.tables.people import (
    CredentialRow,
    MembershipRow,
    PersonHistoryRow,
    PersonRow,
    PrerequisiteRow,
)
from gate.store.tables.portals import PortalRow
from gate.store.tables.privacy import HoldRow, PrivateFieldRow
from gate.store.tables.redo import RedoneRow
from gate.store.tables.revocations import RevocationRow
from gate.store.tables.rolls import RollCallRow, RollLineRow
from gate.store.tables.seal import CheckpointRow, CountersignatureRow, SealFrontierRow, SealNodeRow
from gate.store.tables.visits import VisitRow
from gate.store.tables.world import WorldStateRow

__all__ = [
    "AgentRow",
    "AgreementTextRow",
    "AlarmRow",
    "CarriedItemRow",
    "CarryPermitRow",
    "CheckpointRow",
    "ConfigurationRow",
    "CountersignatureRow",
    "CredentialRow",
    "DepartureAnswerRow",
    "DepartureRow",
    "DeskRecordRow",
    "DeviceRow",
    "DismissalRow",
    "EpochRow",
    "EventRow",
    "HoldRow",
    "LogDayRow",
    "MembershipRow",
    "PersonHistoryRow",
    "PersonRow",
    "PortalRow",
    "PrerequisiteRow",
    "PrivateFieldRow",
    "ReceiptRow",
    "RedoneRow",
    "RevocationRow",
    "RollCallRow",
    "RollLineRow",
    "SealFrontierRow",
    "SealNodeRow",
    "SignatureRow",
    "SourceRow",
    "VisitRow",
    "WatchEntryRow",
    "WatchListRow",
    "WorldStateRow",
]
