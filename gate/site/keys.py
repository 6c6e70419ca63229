"""Every key of a site file, table by table. docs/site-file.md says what each means."""

from __future__ import annotations

from gate.site.table import Keys

SECTIONS = (
    "zones",
    "schedules",
    "groups",
    "threat_levels",
    "portals",
    "interlocks",
    "agents",
    "lines",
    "devices",
    "cameras",
    "visitor_types",
    "invariants",
)
"""The arrays of tables whose entries have an id."""

TOP = Keys(("site", "zones"), ("bus", "store", "retention", *SECTIONS[1:]))
SITE = Keys(
    ("id", "timezone"), ("name", "holidays", "decision_timeout", "pin_tries", "pin_block", "verify_record_at")
)
BUS = Keys((), ("url",))
STORE = Keys((), ("url",))
RETENTION = Keys((), ("movements", "visits", "images", "alarms", "people", "audit"))

ZONE = Keys(
    ("id",),
    (
        "level",
        "name",
        "outside",
        "parent",
        "owner",
        "min_clearance",
        "min_assurance",
        "prerequisites",
        "factors",
        "two_person",
        "min_occupancy",
        "max_occupancy",
        "occupancy",
        "anti_passback",
        "anti_passback_after",
        "banned_devices",
        "visitors",
        "escort_window",
        "escort_ratio",
        "lease",
        "armed",
        "instructions",
    ),
)
ARMED = Keys(("schedule",))

SCHEDULE = Keys(("id", "windows"), ("on_holiday", "on_swapped_workday"))
WINDOW = Keys(("days", "from", "to"))
HOLIDAY_WINDOW = Keys(("from", "to"))

GROUP = Keys(("id",), ("name", "grants", "denies", "escort", "responders", "passback_exempt"))
GRANT = Keys(("id", "zones", "schedule"), ("from", "until", "reason", "approved_by"))
DENY = Keys(("id", "zones", "schedule"), ("from", "until", "reason"))
THREAT_LEVEL = Keys(("id",), ("factors", "groups"))

PORTAL = Keys(
    ("id", "between", "lock", "egress"),
    (
        "name",
        "readers",
        "contact",
        "rex",
        "fire",
        "accessible",
        "key",
        "reader_tamper",
        "held_open",
        "unlock",
        "cameras",
    ),
)
READERS = Keys((), ("in", "out"))
LOCK = Keys(("device", "output", "wiring", "release", "mode"))
POINT = Keys(("device", "input", "wiring"))
HELD_OPEN = Keys(("after",), ("warn_before",))
UNLOCK = Keys(("schedule",), ("first_person",))
INTERLOCK = Keys(("id", "portals"))

AGENT_INPUTS = ("tamper", "mains", "battery")
AGENT = Keys(("id",), AGENT_INPUTS)
LINE = Keys(("id", "agent", "url", "protocol"))
DEVICE = Keys(("id", "profile", "line"), ("address", "secure", "keypad"))

CAMERA = Keys(("id", "url", "zone"), ("rules", "privacy"))
CAMERA_RULE = Keys(("kind",), ("zone", "portal", "line", "polygon", "after", "schedule", "count"))

VISITOR_TYPE = Keys(
    ("id",),
    ("name", "asks", "requires", "approve_from", "highest", "escorted", "longest", "retention"),
)

INVARIANT = Keys(("id",), ("never", "always"))
NEVER = Keys(("who", "reaches"), ("unescorted",))
ALWAYS = Keys(("who", "from", "reaches", "by"))
WHO = Keys((), ("lacks", "below", "not_in", "person"))

OF_SECTION = {
    "zones": ZONE,
    "schedules": SCHEDULE,
    "groups": GROUP,
    "threat_levels": THREAT_LEVEL,
    "portals": PORTAL,
    "interlocks": INTERLOCK,
    "agents": AGENT,
    "lines": LINE,
    "devices": DEVICE,
    "cameras": CAMERA,
    "visitor_types": VISITOR_TYPE,
    "invariants": INVARIANT,
}

ALL = {
    "": TOP,
    "site": SITE,
    "bus": BUS,
    "store": STORE,
    "retention": RETENTION,
    **OF_SECTION,
    "zones.armed": ARMED,
    "schedules.windows": WINDOW,
    "schedules.on_holiday": HOLIDAY_WINDOW,
    "groups.grants": GRANT,
    "groups.denies": DENY,
    "portals.readers": READERS,
    "portals.lock": LOCK,
    "portals.contact": POINT,
    "portals.held_open": HELD_OPEN,
    "portals.unlock": UNLOCK,
    "cameras.rules": CAMERA_RULE,
    "invariants.never": NEVER,
    "invariants.always": ALWAYS,
    "invariants.who": WHO,
}
"""Tables by where they stand."""
