"""The map: every zone and door of the site, each door with its state, and the chosen one's panel."""

import re

from tests.web.desk import Desk


def door(page: str, id: str) -> str:
    """The door's element on the map."""
    found = re.search(rf'<a class="map-door[^"]*" id="map-{id}".*?</a>', page, re.DOTALL)
    assert found is not None, id
    return found.group()


def test_every_zone_and_door_in_the_pages_language(desk: Desk) -> None:
    page = desk.browser("wang.fang", "zh").get("/map").get_data(as_text=True)
    site = desk.console.site
    for zone in site.zones.values():
        assert f'class="map-name">{zone.name.zh}<' in page
    for portal in site.portals.values():
        assert (portal.name.zh or portal.name.en) in door(page, portal.id)
    assert "请在地图上选择一扇门" in page


def test_a_door_is_shown_as_the_list_shows_it(desk: Desk) -> None:
    guard = desk.browser("wang.fang")
    page, part = guard.get("/map").text, guard.get("/map/picture").text
    for portal in desk.console.site.portals:
        assert door(page, portal) == door(part, portal)
        listed = re.search(rf'<li class="door (tone-[a-z]+( abnormal)?)" id="door-{portal}">', page)
        assert listed is not None
        assert f'class="map-door {listed.group(1)}"' in door(page, portal)


def test_the_chosen_door_has_its_panel(desk: Desk) -> None:
    guard = desk.browser("wang.fang")
    page = guard.get("/map?door=lab-door").text
    side = page[page.index('id="map-side"') : page.index("</aside>", page.index('id="map-side"'))]
    assert "Lab door" in side
    assert 'href="/doors/lab-door"' in side
    assert guard.get("/map?door=nowhere").status_code == 404


def test_hr_sees_no_doors(desk: Desk) -> None:
    assert desk.browser("liu.yang").get("/map").status_code == 403
