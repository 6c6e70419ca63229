"""Causes of alarms and of changes at doors, as the engine and the cameras name them."""

from __future__ import annotations

from collections.abc import Mapping

from gate.domain.text import Text
from gate.domain.words.machines.said import machine_said
from web.words.names import Names
from web.words.ways import way

CAUSES: Mapping[str, Text] = {
    # doors: gate.policy.portal
    "force": Text("opened by force", "强行打开"),
    "handle_or_force": Text("by the handle from inside, or by force", "从内侧用把手打开，或强行打开"),
    "bounce": Text("the contact bounced", "门磁抖动"),
    "latch_not_caught": Text("the latch did not catch", "锁舌未扣合"),
    "found_open": Text("found open", "发现时已打开"),
    "held_warn": Text("will be an alarm soon", "即将报警"),
    "held": Text("open for too long", "开启时间过长"),
    "still_held": Text("still open", "仍未关闭"),
    "closed": Text("the door closed", "门已关闭"),
    "grant": Text("a badge was granted", "刷卡通过"),
    "exit": Text("somebody left", "有人离开"),
    "unlock": Text("unlocked by an operator", "操作员开锁"),
    "hold": Text("held unlocked", "保持开锁"),
    "hold_ended": Text("locked again", "重新上锁"),
    "schedule": Text("unlocked by schedule", "按时间表开锁"),
    "rex": Text("exit button", "出门按钮"),
    "fire": Text("fire release", "消防联动释放"),
    "key": Text("mechanical key", "机械钥匙"),
    "lockdown": Text("lockdown", "封锁"),
    "contact_unknown": Text("the contact tells nothing", "门磁无信号"),
    "contact_tamper": Text("the contact's wire was tampered with", "门磁线路被破坏"),
    "contact_short": Text("the contact's wire is bridged", "门磁线路被短接"),
    "contact_cut": Text("the contact's wire is cut", "门磁线路被剪断"),
    # inputs
    "tamper": Text("opened or tampered with", "被打开或破坏"),
    "record_altered": Text("the record is not what was sealed", "记录与封存时不一致"),
    "mains": Text("mains failed", "市电中断"),
    "battery": Text("battery low", "电池电量低"),
    "reader_tamper": Text("the reader was opened or torn off", "读卡器被打开或拆下"),
    "accessible": Text("accessible exit button", "无障碍出门按钮"),
    "osdp_downgrade": Text("somebody on the reader's line", "有人接入读卡器线路"),
    "wire_short": Text("the wire is bridged", "线路被短接"),
    "wire_cut": Text("the wire is cut", "线路被剪断"),
    "wire_tamper": Text("the wire has another resistance", "线路阻值异常"),
    # cameras: drivers.camera
    "intrusion": Text("movement where nobody should be", "无人区域内有移动"),
    "motion": Text("movement", "有移动"),
    "loitering": Text("somebody lingers", "有人徘徊"),
    "camera_tamper": Text("a lens covered, blinded, moved or out of focus", "镜头被遮挡、致盲、移位或失焦"),
    "tailgate": Text("more people than badges", "尾随进入"),
    "tailgate_in": Text("one more came in than was let in", "进入人数多于获准人数"),
    "tailgate_out": Text("one more left than was let out", "离开人数多于获准人数"),
    "line_in": Text("somebody went in over the line", "有人越线进入"),
    "line_out": Text("somebody came out over the line", "有人越线离开"),
    "line-crossing": Text("somebody crossed the line", "有人越线"),
    "wrong-way": Text("the wrong way", "逆向通行"),
    "person": Text("somebody is there", "有人"),
    "crowding": Text("too many people", "人员过多"),
    "verify": Text("picture at the reader", "读卡抓拍"),
    "covered": Text("the picture is covered", "画面被遮挡"),
    "blinded": Text("blinded by light", "被强光致盲"),
    "moved": Text("the camera was moved", "摄像机被移动"),
    "defocused": Text("out of focus", "画面失焦"),
    "frozen": Text("the picture stands still", "画面冻结"),
    "lost": Text("no picture", "无画面"),
}
_HOST = "host "


def cause(word: str, names: Names) -> str:
    """The cause in words: a machine's by its tables, reader, host and way by names; others stay as they are."""
    known = CAUSES.get(word)
    if known is not None:
        return known.in_language(names.language)
    if word.startswith(_HOST):
        return (
            f"{Text('host', '被访人').in_language(names.language)} {names.person(word.removeprefix(_HOST))}"
        )
    if (walked := way(word, names)) is not None:
        return walked
    said = machine_said(word, names.language)
    return said if said != word else names.reader(word)
