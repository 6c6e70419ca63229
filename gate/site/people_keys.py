"""Every key of a people file, object by object. docs/site-file.md says what each means."""

from __future__ import annotations

from gate.site.table import Keys

TOP = Keys(("people",))
PERSON = Keys(
    ("id",),
    (
        "name",
        "name_zh",
        "kind",
        "clearance",
        "from",
        "until",
        "groups",
        "prerequisites",
        "credentials",
        "visits",
        "pin",
        "extended_time",
        "company",
        "department",
    ),
)
MEMBERSHIP = Keys(("id",), ("membership", "reason", "approved_by", "from", "until"))
CREDENTIAL = Keys(("id", "format", "number"), ("kind", "facility", "assurance", "state"))
VISIT = Keys(("id", "from", "until", "zones"), ("host", "escorts", "state", "items"))
