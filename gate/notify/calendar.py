"""A visit as an iCalendar object (RFC 5545), so that it stands in the visitor's calendar and leaves it again."""

from __future__ import annotations

from datetime import datetime

from icalendar import Calendar, Event

from gate.domain.visit_file import VisitFile


def invitation(
    file: VisitFile, *, site: str, place: str, summary: str, made_at: datetime, cancelled: bool
) -> bytes:
    """``METHOD:REQUEST`` or ``CANCEL``; the same UID with a higher SEQUENCE for each edition (RFC 5546 section 2.1.5).

    A cancellation outranks the edition that it cancels.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Gate//Visits//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if cancelled else "REQUEST")
    event = Event()
    event.add("uid", f"{file.visit.id}@{site}")
    event.add("sequence", file.edition + cancelled)
    event.add("dtstamp", made_at)
    event.add("dtstart", file.visit.starts)
    event.add("dtend", file.visit.ends)
    event.add("summary", summary)
    event.add("location", place)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    calendar.add_component(event)
    ics: bytes = calendar.to_ical()
    return ics
