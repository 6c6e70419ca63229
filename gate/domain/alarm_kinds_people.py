"""Alarms about people and badges: texts in both languages, data only."""

from __future__ import annotations

from datetime import timedelta

from gate.domain.alarm_kind import (
    FALSE,
    HANDED_OVER,
    HIGH,
    LOW,
    MEDIUM,
    MINUTE,
    MISUSE,
    OF_PEOPLE,
    RESOLVED,
    TEST,
    AlarmKind,
)
from gate.domain.text import Text

PEOPLE = (
    AlarmKind(
        id="duress",
        priority=HIGH,
        respond_within=timedelta(0),
        silent=True,
        momentary=True,
        codes=(RESOLVED, FALSE, HANDED_OVER, TEST),
        name=Text(
            "Duress",
            "胁迫报警",
        ),
        cause=Text(
            "Somebody typed the duress PIN: the door behaved as always.",
            "有人输入了胁迫密码，门照常动作。",
        ),
        consequence=Text(
            "A person is being forced to open.",
            "有人被胁迫开门。",
        ),
        first_action=Text(
            "Do not call the door. Watch silently; call the police.",
            "不要呼叫门口。静默监视；报警。",
        ),
    ),
    AlarmKind(
        id="revoked_badge",
        priority=HIGH,
        respond_within=2 * MINUTE,
        momentary=True,
        codes=OF_PEOPLE,
        name=Text(
            "Revoked badge used",
            "使用已注销证卡",
        ),
        cause=Text(
            "A badge that was revoked was held to a reader.",
            "有人使用已注销的证卡。",
        ),
        consequence=Text(
            "A person without rights is at the door.",
            "无权人员在门口。",
        ),
        first_action=Text(
            "Compare the photo with the live picture; take the badge.",
            "对照照片与实时画面；收回证卡。",
        ),
    ),
    AlarmKind(
        id="lost_badge",
        priority=HIGH,
        respond_within=2 * MINUTE,
        momentary=True,
        codes=OF_PEOPLE,
        name=Text(
            "Lost badge used",
            "使用已挂失证卡",
        ),
        cause=Text(
            "A badge that was reported lost was held to a reader.",
            "有人使用已挂失的证卡。",
        ),
        consequence=Text(
            "Its finder or thief is at the door.",
            "拾获者或盗用者在门口。",
        ),
        first_action=Text(
            "Compare the photo with the live picture; take the badge.",
            "对照照片与实时画面；收回证卡。",
        ),
    ),
    AlarmKind(
        id="denied_repeat",
        priority=MEDIUM,
        respond_within=3 * MINUTE,
        momentary=True,
        codes=OF_PEOPLE,
        name=Text(
            "Denied again and again",
            "多次被拒",
        ),
        cause=Text(
            "A reader denied five times within two minutes.",
            "同一读卡器两分钟内拒绝五次。",
        ),
        consequence=Text(
            "Somebody tries badges or PINs, or does not know where he may go.",
            "有人在试卡或试密码，或不清楚自己的权限。",
        ),
        first_action=Text(
            "Look at the camera; speak to the person.",
            "查看摄像机；询问该人员。",
        ),
    ),
    AlarmKind(
        id="lone_occupant",
        priority=HIGH,
        respond_within=2 * MINUTE,
        codes=(RESOLVED, MISUSE, FALSE, TEST),
        name=Text(
            "One person alone in a two-person zone",
            "双人区域内仅一人",
        ),
        cause=Text(
            "The second last left, or came in by hand.",
            "倒数第二人已离开，或有人自行进入。",
        ),
        consequence=Text(
            "Nobody watches whoever is left.",
            "留下的人无人监督。",
        ),
        first_action=Text(
            "Have the person accompanied or called out.",
            "派人陪同，或请其离开。",
        ),
    ),
    AlarmKind(
        id="watchlist_hit",
        priority=HIGH,
        respond_within=2 * MINUTE,
        codes=OF_PEOPLE,
        name=Text(
            "Visitor inside may be on a watchlist",
            "在内来访者疑似在关注名单上",
        ),
        cause=Text(
            "A list changed, or was compared again, while the visitor was inside.",
            "来访者在内期间，名单发生变更或重新比对。",
        ),
        consequence=Text(
            "Somebody may be inside who should not be let in, or not without an escort.",
            "不应放行或须陪同的人员可能已在内。",
        ),
        first_action=Text(
            "Open the visit, judge the hit; have the escort stay with the visitor.",
            "打开该来访记录并判定；要求陪同人不得离开来访者。",
        ),
    ),
    AlarmKind(
        id="item_missing",
        priority=MEDIUM,
        respond_within=15 * MINUTE,
        codes=OF_PEOPLE,
        name=Text(
            "A visitor's thing is missing",
            "来访者携带物品缺失",
        ),
        cause=Text(
            "What was declared on the way in was not there on the way out.",
            "入内时申报的物品离开时不在。",
        ),
        consequence=Text(
            "A device may have stayed inside, or a locker was opened.",
            "设备可能遗留在内，或寄存柜被打开。",
        ),
        first_action=Text(
            "Keep the visitor at the desk; search where he was.",
            "请来访者留在前台；在其到过之处查找。",
        ),
    ),
    AlarmKind(
        id="overstay",
        priority=LOW,
        respond_within=15 * MINUTE,
        codes=(RESOLVED, MISUSE, FALSE, TEST),
        name=Text(
            "Visitor past the end of the visit",
            "访客逾期未离",
        ),
        cause=Text(
            "The visit ended 20 minutes ago, host and desk were reminded, and nobody checked him out.",
            "访问结束已20分钟，已提醒被访人和前台，仍未签出。",
        ),
        consequence=Text(
            "A visitor may be inside without leave.",
            "访客可能未经许可仍在内。",
        ),
        first_action=Text(
            "Call the host; look for the visitor.",
            "联系被访人；寻找访客。",
        ),
    ),
)
