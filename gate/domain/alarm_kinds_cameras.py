"""Alarms about people whom cameras see: texts in both languages, data only."""

from __future__ import annotations

from gate.domain.alarm_kind import (
    FALSE,
    HANDED_OVER,
    HIGH,
    INTRUSION,
    MEDIUM,
    MINUTE,
    MISUSE,
    RESOLVED,
    TEST,
    AlarmKind,
)
from gate.domain.text import Text

OF_SIGHT = (RESOLVED, INTRUSION, MISUSE, FALSE, HANDED_OVER, TEST)

CAMERAS = (
    AlarmKind(
        id="tailgate",
        priority=HIGH,
        respond_within=MINUTE,
        momentary=True,
        codes=OF_SIGHT,
        name=Text(
            "Tailgating",
            "尾随通行",
        ),
        cause=Text(
            "A camera saw more people walk through the door than were let through.",
            "摄像机发现通过该门的人数多于获准人数。",
        ),
        consequence=Text(
            "Somebody is on the other side whom nobody let in or out.",
            "有人未经许可通过该门。",
        ),
        first_action=Text(
            "Look at the picture; send a guard to find the person.",
            "查看画面；派保安找到该人员。",
        ),
    ),
    AlarmKind(
        id="camera_wrong_way",
        priority=MEDIUM,
        respond_within=2 * MINUTE,
        momentary=True,
        codes=OF_SIGHT,
        name=Text(
            "Somebody goes the wrong way",
            "有人逆向通行",
        ),
        cause=Text(
            "A camera saw somebody cross a line against its direction.",
            "摄像机发现有人逆向越线。",
        ),
        consequence=Text(
            "Somebody comes in by a way out.",
            "有人从出口进入。",
        ),
        first_action=Text(
            "Look at the picture; stop the person.",
            "查看画面；拦下该人员。",
        ),
    ),
    AlarmKind(
        id="camera_loitering",
        priority=MEDIUM,
        respond_within=5 * MINUTE,
        codes=OF_SIGHT,
        name=Text(
            "Somebody lingers",
            "有人徘徊",
        ),
        cause=Text(
            "Somebody has stayed in a camera's area past its time.",
            "有人在监视区域内停留超过规定时间。",
        ),
        consequence=Text(
            "Somebody may wait for a door to open, or watch it.",
            "可能有人在等候开门或窥探。",
        ),
        first_action=Text(
            "Look at the picture; ask the person what he waits for.",
            "查看画面；询问该人员停留原因。",
        ),
    ),
    AlarmKind(
        id="camera_crowding",
        priority=MEDIUM,
        respond_within=5 * MINUTE,
        codes=OF_SIGHT,
        name=Text(
            "Too many people",
            "人员过多",
        ),
        cause=Text(
            "A camera counts more people in its area than may be there.",
            "摄像机发现区域内人数超过上限。",
        ),
        consequence=Text(
            "Ways out may be blocked; some may be there without leave.",
            "通道可能受阻；可能有人未经许可进入。",
        ),
        first_action=Text(
            "Look at the picture; clear the area.",
            "查看画面；疏导人员。",
        ),
    ),
)
