"""Read-only questions to the store: what pages, API and command line see. Answers are plain frozen rows.

The facts themselves (alarms, portals, visits, departures, ...) come as the domain's own records; lists that join
several come as the small rows of this package. Nothing here can write: the connection itself refuses.
"""

from gate.store.read.event_rows import EventFilter, EventPage, EventRow
from gate.store.read.people_rows import PersonLine, PersonPage, VisitCounts, VisitLine
from gate.store.read.reader import Reader, open_reader

__all__ = [
    "EventFilter",
    "EventPage",
    "EventRow",
    "PersonLine",
    "PersonPage",
    "Reader",
    "VisitCounts",
    "VisitLine",
    "open_reader",
]
