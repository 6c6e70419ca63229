"""The texts of messages, in English and 简体中文."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from gate.domain.site import Site
from gate.domain.text import Text
from gate.domain.visit import VisitState
from gate.domain.visit_file import VisitFile
from gate.notify import wanted, watched
from gate.notify.calendar import invitation
from gate.notify.queue import Recipient

WITH_CALENDAR = frozenset({wanted.INVITED, wanted.CHANGED, wanted.CANCELLED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is sent. ``calendar``: an iCalendar object, None for none."""

    subject: str
    body: str
    calendar: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a message is made of. ``links`` by name; names of people in the recipient's language; ``lists``: watchlists
    that the visitor is on."""

    file: VisitFile
    visitor: str
    host: str
    language: str
    links: Mapping[str, str]
    lists: tuple[str, ...] = ()


SUBJECTS: Mapping[tuple[str, bool], Text] = {
    (wanted.ASKED, False): Text("Approval: visit of {visitor}", "待审批：{visitor}来访"),
    (wanted.INVITED, True): Text("Your visit to {site}", "您到{site}的来访"),
    (wanted.CHANGED, True): Text("Your visit to {site} was changed", "您到{site}的来访有变更"),
    (wanted.CANCELLED, True): Text("Your visit to {site} is cancelled", "您到{site}的来访已取消"),
    (wanted.APPROVED, False): Text("Visit of {visitor}: approved", "{visitor}来访：已批准"),
    (wanted.REJECTED, False): Text("Visit of {visitor}: rejected", "{visitor}来访：已驳回"),
    (wanted.CANCELLED, False): Text("Visit of {visitor}: cancelled", "{visitor}来访：已取消"),
    (wanted.ARRIVED, False): Text(
        "{visitor} is waiting for you at the desk", "{visitor}已到前台，正在等候您"
    ),
    (wanted.REFUSED, False): Text("{visitor} was refused at the desk", "{visitor}被前台拒绝入内"),
    (wanted.OVERSTAY, False): Text("{visitor} is past the end of the visit", "{visitor}已超过来访时间"),
    (watched.WATCHED, False): Text("{visitor} is on your watchlist", "{visitor}在您负责的关注名单上"),
}
"""By kind, and whether the visitor himself reads it."""

TIMES = Text("From {starts} to {ends}, {zones}.", "时间：{starts} 至 {ends}，区域：{zones}。")
HOST = Text("Host: {host}.", "被访人：{host}。")
PURPOSE = Text("Purpose: {purpose}.", "事由：{purpose}。")
WHY = Text("Reason: {why}.", "原因：{why}。")
LINES: Mapping[str, Text] = {
    "page": Text(
        "Please complete your visit here, and bring the document that you name: {page}",
        "请在此补全来访信息，并携带所填证件：{page}",
    ),
    "coming": Text("Say whether you are coming: {coming}", "请答复是否前来：{coming}"),
    "approvals": Text("Decide here: {approvals}", "请在此审批：{approvals}"),
}
LISTS = Text("Watchlist: {lists}.", "关注名单：{lists}。")
_AHEAD = Text("The visitor has not come yet.", "来访者尚未到达。")
WHERE: Mapping[VisitState, Text] = {
    VisitState.SUBMITTED: _AHEAD,
    VisitState.APPROVED: _AHEAD,
    VisitState.ARRIVED: Text("The visitor is waiting at the desk.", "来访者正在前台等候。"),
    VisitState.CHECKED_IN: Text("The visitor is inside.", "来访者已进入。"),
}
LATE = Text(
    "Nobody has checked the visitor out. Please bring him to the desk.", "尚未签离，请陪同来访者到前台办理。"
)


def compose(kind: str, to_kind: Recipient, told: Told, site: Site, now: datetime) -> Message:
    """The message of this kind for this recipient."""
    to_visitor = to_kind is Recipient.VISITOR
    values = _values(told, site)
    subject = SUBJECTS[kind, to_visitor].in_language(told.language).format(**values)
    body = "\n".join(text.in_language(told.language).format(**values) for text in _parts(kind, told))
    calendar = None
    if to_visitor and kind in WITH_CALENDAR:
        calendar = invitation(
            told.file,
            site=site.id,
            place=values["site"],
            summary=f"{values['site']} · {told.host}",
            made_at=now,
            cancelled=kind == wanted.CANCELLED,
        )
    return Message(subject=subject, body=body, calendar=calendar)


def _parts(kind: str, told: Told) -> list[Text]:
    parts = [TIMES, HOST]
    if told.file.purpose:
        parts.append(PURPOSE)
    if told.file.why and kind in (wanted.REJECTED, wanted.CANCELLED, wanted.REFUSED):
        parts.append(WHY)
    if kind == watched.WATCHED:
        parts += [LISTS, WHERE[told.file.visit.state or VisitState.APPROVED]]
    if kind == wanted.OVERSTAY:
        parts.append(LATE)
    parts += [text for name, text in LINES.items() if name in told.links]
    return parts


def _values(told: Told, site: Site) -> dict[str, str]:
    zone = ZoneInfo(site.calendar.timezone)
    visit = told.file.visit
    names = [site.zones[each].name.in_language(told.language) for each in visit.zones if each in site.zones]
    return {
        "visitor": told.visitor,
        "host": told.host,
        "site": site.name.in_language(told.language),
        "starts": visit.starts.astimezone(zone).strftime("%Y-%m-%d %H:%M"),
        "ends": visit.ends.astimezone(zone).strftime("%Y-%m-%d %H:%M"),
        "zones": ("、" if told.language == "zh" else ", ").join(names),
        "purpose": told.file.purpose,
        "why": told.file.why,
        "lists": ("、" if told.language == "zh" else ", ").join(told.lists),
        **told.links,
    }
