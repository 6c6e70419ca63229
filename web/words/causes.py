"""Causes of alarms and of changes at doors, as the engine and the cameras name them."""

from __future__ import annotations

from collections.abc import Mapping

from gate.domain.text import Text

CAUSES: Mapping[str, Text] = {
    "force": Text("opened by force", "强行打开"),
    "bounce": Text("the contact bounced", "门磁抖动"),
    "rex_missed": Text("probably an exit whose button was not seen", "可能是未检测到出门按钮的正常离开"),
    "latch": Text("the latch did not catch", "锁舌未扣合"),
    "latch_missed": Text("the latch did not catch", "锁舌未扣合"),
    "granted": Text("a badge was granted", "刷卡通过"),
    "unlock": Text("unlocked by an operator", "操作员开锁"),
    "rex": Text("exit button", "出门按钮"),
    "fire": Text("fire release", "消防联动释放"),
    "closed": Text("the door closed", "门已关闭"),
    "opened": Text("the door opened", "门已打开"),
    "time": Text("the time ran out", "时限已到"),
    "lockdown": Text("lockdown", "封锁"),
    "offline": Text("the device does not answer", "设备无应答"),
    "intrusion": Text("movement where nobody should be", "无人区域内有移动"),
    "motion": Text("movement", "有移动"),
    "loitering": Text("somebody lingers", "有人徘徊"),
    "tailgate": Text("more people than badges", "尾随进入"),
    "tamper": Text("tampered with", "被破坏"),
    "covered": Text("the picture is covered", "画面被遮挡"),
    "blinded": Text("blinded by light", "被强光致盲"),
    "moved": Text("the camera was moved", "摄像机被移动"),
    "defocused": Text("out of focus", "画面失焦"),
    "frozen": Text("the picture stands still", "画面冻结"),
    "lost": Text("no picture", "无画面"),
}


def cause(word: str, language: str) -> str:
    """The cause in words; one that nobody put into words is shown as it is."""
    known = CAUSES.get(word)
    return known.in_language(language) if known else word
