"""Names for ids, in the language of the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from gate.client import PersonLine
from gate.domain.alarm import Alarm
from gate.domain.person import Person
from gate.domain.site import Site
from gate.domain.text import Text
from web.words.kinds import kind_name

MADE = re.compile(r"[a-z]-?[0-9a-f]{8,}")
"""Ids that the engine makes: nobody can read them."""


class Names:
    """Knows the site and the people it was given; an id of which it knows nothing is shown as it is."""

    def __init__(
        self,
        site: Site,
        people: Mapping[str, PersonLine],
        language: str,
        alarms: Mapping[str, Alarm] | None = None,
    ) -> None:
        """``people`` by id; visits whose visitor is known may stand among them."""
        self._site = site
        self._people = people
        self._alarms = alarms or {}
        self.language = language

    def portal(self, id: str) -> str:
        """A door."""
        portal = self._site.portals.get(id)
        return self._named(id, portal.name if portal else None)

    def zone(self, id: str) -> str:
        """A zone; ``outside`` has a word of its own where the site file gives none."""
        zone = self._site.zones.get(id)
        if zone is not None and zone.outside and zone.name.en == id:
            return Text("Outside", "室外").in_language(self.language)
        return self._named(id, zone.name if zone else None)

    def zones(self, ids: Iterable[str]) -> str:
        """Several zones as one text."""
        return ("、" if self.language.startswith("zh") else ", ").join(self.zone(each) for each in ids)

    def people(self, ids: Iterable[str]) -> str:
        """Several people as one text."""
        return ("、" if self.language.startswith("zh") else ", ").join(self.person(each) for each in ids)

    def portals(self, ids: Iterable[str]) -> str:
        """Several doors as one text."""
        return ("、" if self.language.startswith("zh") else ", ").join(self.portal(each) for each in ids)

    def group(self, id: str) -> str:
        """An access group."""
        group = self._site.groups.get(id)
        return self._named(id, group.name if group else None)

    def person(self, id: str) -> str:
        """A person."""
        line = self._people.get(id)
        return person_name(line, self.language) if line else id

    def known(self, id: str) -> bool:
        """Whether there is a person of that id."""
        return id in self._people

    def reader(self, id: str) -> str:
        """A reader by the door it stands at; a reader of no door by its own id."""
        for portal in self._site.portals.values():
            if id in (portal.reader_in, portal.reader_out):
                return self.portal(portal.id)
        return id

    def device(self, id: str) -> str:
        """A device by what it is and where it stands; its id where no door tells it apart."""
        for portal in self._site.portals.values():
            if id in (portal.reader_in, portal.reader_out):
                way = READER_IN if id == portal.reader_in else READER_OUT
                return f"{self.portal(portal.id)} · {way.in_language(self.language)}"
        if id in self._site.cameras:
            return f"{CAMERA.in_language(self.language)} {id}"
        if id in self._site.agents:
            return f"{AGENT.in_language(self.language)} {id}"
        if id not in self._site.devices:
            return id
        doors = any(portal.lock.device == id for portal in self._site.portals.values())
        return f"{(CONTROLLER if doors else DEVICE).in_language(self.language)} {id}"

    def alarm(self, id: str) -> str:
        """An alarm by its kind and what it is about; "" where nothing is known of it."""
        alarm = self._alarms.get(id)
        return f"{kind_name(alarm.kind, self.language)} · {self.anything(alarm.subject)}" if alarm else ""

    def anything(self, id: str) -> str:
        """Whatever an event or alarm is about; a made-up id of which nothing is known says nothing: ""."""
        if id in self._site.portals:
            return self.portal(id)
        if id in self._site.zones:
            return self.zone(id)
        if id in self._people:
            return self.person(id)
        if id in self._site.devices or id in self._site.cameras or id in self._site.agents:
            return self.device(id)
        owner, slash, terminal = id.partition("/")
        if slash and not self.alarm(id):  # an input of a door, device or cabinet
            return f"{self.anything(owner)} · {input_name(terminal).in_language(self.language)}"
        return self.alarm(id) or ("" if MADE.fullmatch(id) else id)

    def _named(self, id: str, name: Text | None) -> str:
        if name is None:
            return id
        text = name.in_language(self.language)
        return text if text != id else spelt_out(id)


def person_name(who: PersonLine | Person, language: str) -> str:
    """The name as its readers write it."""
    return Text(who.name, who.name_zh).in_language(language)


READER_IN = Text("reader on the way in", "进门读卡器")
READER_OUT = Text("reader on the way out", "出门读卡器")
CONTROLLER = Text("Controller", "控制器")
DEVICE = Text("Device", "设备")
CAMERA = Text("Camera", "摄像机")
AGENT = Text("Agent", "代理")

INPUTS: Mapping[str, Text] = {
    "rex": Text("exit button", "出门按钮"),
    "accessible": Text("accessible exit button", "无障碍出门按钮"),
    "fire": Text("fire input", "消防输入"),
    "tamper": Text("tamper switch", "防拆开关"),
    "reader_tamper": Text("reader's tamper loop", "读卡器防拆线"),
    "mains": Text("mains input", "市电输入"),
    "battery": Text("battery input", "电池输入"),
    "key": Text("key contact", "钥匙触点"),
}


def input_name(name: str) -> Text:
    """What an input is; one of which nothing is known by its own name."""
    return INPUTS.get(name, Text(name))


def spelt_out(id: str) -> str:
    """``front-door`` as ``Front door``."""
    words = id.replace("-", " ").replace("_", " ")
    return words[:1].upper() + words[1:]
