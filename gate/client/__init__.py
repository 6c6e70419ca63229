"""What console, API and command line see of a site: commands with receipts, read-only queries, hints.

Promises that nothing here decides or writes facts: the engine does both.
"""

from gate.bus.topics import ENGINE
from gate.client.client import Client, new_id
from gate.client.errors import ClientError, EngineSilent, FactsAway
from gate.client.feed import Feed, Hinted, Listener, Missed, Signal
from gate.client.happening import Happening, HappeningPage
from gate.client.queries import Queries, open_queries
from gate.store.read import EventFilter, PersonLine, PersonPage, VisitCounts, VisitLine
from gate.store.read.day_rows import DayGroup, DayList
from gate.store.read.desk_rows import DeskPage, FoundVisit, ListLine, PermitsOf
from gate.store.read.head_rows import HeadLine
from gate.store.read.muster_rows import MusterLine
from gate.store.read.passages import GrantUse, PassageRow
from gate.store.read.posture_rows import Posture
from gate.store.read.roll_rows import RollPerson, RollSheet

__all__ = [
    "ENGINE",
    "Client",
    "ClientError",
    "DayGroup",
    "DayList",
    "DeskPage",
    "EngineSilent",
    "EventFilter",
    "FactsAway",
    "Feed",
    "FoundVisit",
    "GrantUse",
    "Happening",
    "HappeningPage",
    "HeadLine",
    "Hinted",
    "ListLine",
    "Listener",
    "Missed",
    "MusterLine",
    "PassageRow",
    "PermitsOf",
    "PersonLine",
    "PersonPage",
    "Posture",
    "Queries",
    "RollPerson",
    "RollSheet",
    "Signal",
    "VisitCounts",
    "VisitLine",
    "new_id",
    "open_queries",
]
