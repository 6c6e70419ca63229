"""Rules of cameras that only the rest of the site can judge."""

from __future__ import annotations

from gate.site.draft import Draft


def check_cameras(draft: Draft) -> None:
    """A crowd has a number: the rule's own, or how many its zone takes."""
    for camera in draft.site.cameras.values():
        for position, rule in enumerate(camera.rules):
            zone = draft.site.zones.get(rule.zone or camera.zone)
            at = draft.at("cameras", camera.id, "rules")
            if (
                rule.kind == "crowding"
                and rule.count is None
                and zone is not None
                and zone.max_occupancy is None
            ):
                expected = "a rule 'crowding' with count, or a zone with max_occupancy"
                draft.faults.error((*at, position), expected, f"neither, for zone {zone.id!r}")
