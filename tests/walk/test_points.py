"""What has to be tried at a cabinet, read off the site file."""

from dataclasses import replace

import pytest

from gate.domain.walk import WalkPart, points_of
from tests.edge.bench import example_site

AGENT = "cabinet-1"


def test_every_reader_lock_contact_and_button_of_the_example_is_a_point() -> None:
    site = example_site()
    ids = [point.id for point in points_of(site, AGENT)]
    assert len(set(ids)) == len(ids)
    for portal in site.portals.values():
        assert f"lock {portal.id}" in ids
        assert (f"contact {portal.id}" in ids) == (portal.contact is not None)
        assert (f"rex {portal.id}" in ids) == (portal.rex is not None)
        for reader in filter(None, (portal.reader_in, portal.reader_out)):
            assert f"reader {reader}" in ids
            assert (f"keypad {reader}" in ids) == site.devices[reader].keypad
    assert ids[-1] == "input cabinet-1 tamper", "the cabinet comes last"


def test_doors_that_share_a_fire_contact_are_tried_together() -> None:
    fires = [point for point in points_of(example_site(), AGENT) if point.name == "fire"]
    assert [point.portals for point in fires] == [("front-door", "office-door")]


def test_only_osdp_readers_tell_of_their_case() -> None:
    site = example_site()
    cases = {
        point.subject
        for point in points_of(site, AGENT)
        if point.part is WalkPart.INPUT and point.name == "tamper"
    }
    osdp = {device.id for device in site.devices.values() if site.lines[device.line].protocol == "osdp"}
    assert cases == osdp | {AGENT}


def test_another_agents_doors_are_not_its() -> None:
    site = example_site()
    other = replace(site.agents[AGENT], id="cabinet-2", inputs={})
    assert points_of(replace(site, agents={**site.agents, "cabinet-2": other}), "cabinet-2") == ()
    with pytest.raises(KeyError):
        points_of(site, "cabinet-9")
