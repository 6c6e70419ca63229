"""Alarms about doors and cameras: texts in both languages, data only."""

from __future__ import annotations

from datetime import timedelta

from gate.domain.alarm_kind import (
    FALSE,
    HANDED_OVER,
    HIGH,
    INTRUSION,
    MEDIUM,
    MINUTE,
    MISUSE,
    OF_DEVICES,
    OF_DOORS,
    RESOLVED,
    TEST,
    AlarmKind,
)
from gate.domain.text import Text

DOORS = (
    AlarmKind(
        id="forced_open",
        priority=HIGH,
        respond_within=MINUTE,
        codes=OF_DOORS,
        name=Text(
            "Door forced",
            "强行开门",
        ),
        cause=Text(
            "The door opened without a badge, a request to exit or an unlock.",
            "门在无刷卡、无出门请求、无开锁命令时打开。",
        ),
        consequence=Text(
            "Somebody may be inside without leave.",
            "可能有人未经许可进入。",
        ),
        first_action=Text(
            "Look at the camera, send a guard, close the door.",
            "查看摄像机，派保安到场，关门。",
        ),
    ),
    AlarmKind(
        id="held_open",
        priority=MEDIUM,
        respond_within=3 * MINUTE,
        codes=OF_DOORS,
        name=Text(
            "Door held open",
            "门开启超时",
        ),
        cause=Text(
            "The door stood open past its time.",
            "门开启时间超过规定。",
        ),
        consequence=Text(
            "Anybody can walk in.",
            "任何人都可能进入。",
        ),
        first_action=Text(
            "Have the door closed; find what holds it.",
            "关门，并查明门被何物挡住。",
        ),
    ),
    AlarmKind(
        id="contact_unknown",
        priority=MEDIUM,
        respond_within=10 * MINUTE,
        codes=OF_DEVICES,
        name=Text(
            "Door contact tells nothing",
            "门磁无信号",
        ),
        cause=Text(
            "The contact's wire or controller does not answer.",
            "门磁线路或控制器无应答。",
        ),
        consequence=Text(
            "An open door would not be seen.",
            "门被打开也无法得知。",
        ),
        first_action=Text(
            "Look at the door; check controller and wire.",
            "查看该门；检查控制器与线路。",
        ),
    ),
    AlarmKind(
        id="key_used",
        priority=MEDIUM,
        respond_within=5 * MINUTE,
        codes=OF_DOORS,
        name=Text(
            "Mechanical key used",
            "使用机械钥匙",
        ),
        cause=Text(
            "The lock was opened by its key, past the system.",
            "有人绕过系统，用机械钥匙开锁。",
        ),
        consequence=Text(
            "Whoever went in was neither checked nor recorded.",
            "进入者未经核验，也无记录。",
        ),
        first_action=Text(
            "Find out who has the key and why it was used.",
            "查明持钥匙人及使用原因。",
        ),
    ),
    AlarmKind(
        id="tamper",
        priority=HIGH,
        respond_within=MINUTE,
        codes=OF_DOORS,
        name=Text(
            "Tampering",
            "防拆报警",
        ),
        cause=Text(
            "A case was opened, or a supervised wire changed its resistance.",
            "设备外壳被打开，或受监控线路的阻值改变。",
        ),
        consequence=Text(
            "Somebody may be working at locks or keys.",
            "可能有人在破坏门锁或密钥。",
        ),
        first_action=Text(
            "Send a guard to the cabinet or reader.",
            "派保安到控制箱或读卡器处。",
        ),
    ),
    AlarmKind(
        id="fire",
        priority=HIGH,
        respond_within=timedelta(0),
        codes=(RESOLVED, FALSE, TEST, HANDED_OVER),
        name=Text(
            "Fire alarm",
            "火警",
        ),
        cause=Text(
            "The fire alarm system released the doors.",
            "消防系统已释放门锁。",
        ),
        consequence=Text(
            "People leave; doors stand unlocked.",
            "人员疏散，门处于释放状态。",
        ),
        first_action=Text(
            "Follow the evacuation plan; start the muster.",
            "按疏散预案行动；开始清点人员。",
        ),
    ),
    AlarmKind(
        id="camera_intrusion",
        priority=HIGH,
        respond_within=MINUTE,
        codes=(RESOLVED, INTRUSION, MISUSE, FALSE, HANDED_OVER, TEST),
        name=Text(
            "Movement in an armed zone",
            "布防区域内有移动",
        ),
        cause=Text(
            "A camera saw movement where nobody should be.",
            "摄像机在无人区域发现移动。",
        ),
        consequence=Text(
            "Somebody may be inside.",
            "可能有人入内。",
        ),
        first_action=Text(
            "Look at the picture; send two guards.",
            "查看画面；派两名保安到场。",
        ),
    ),
    AlarmKind(
        id="camera_tamper",
        priority=HIGH,
        respond_within=2 * MINUTE,
        codes=OF_DOORS,
        name=Text(
            "Camera covered or moved",
            "摄像机被遮挡或移动",
        ),
        cause=Text(
            "The picture is covered, blinded, moved, out of focus or frozen.",
            "画面被遮挡、强光致盲、移位、失焦或冻结。",
        ),
        consequence=Text(
            "The camera no longer sees its zone.",
            "摄像机无法看到所监视的区域。",
        ),
        first_action=Text(
            "Send a guard to the camera; look at the pictures before.",
            "派保安到摄像机处；回看此前画面。",
        ),
    ),
)
