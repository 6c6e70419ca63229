"""Permits to carry things in or out: applied for, judged by the zone's owner, compared at the desk; the lockers."""
