"""Words of the page on which whoever held a badge is compared with its owner, in both languages."""

from __future__ import annotations

from typing import Final

from gate.domain.text import Text

WORDS: Final = {
    "title": Text("Pictures at readers", "读卡抓拍核对"),
    "lead": Text(
        "Compare whoever held the badge with its owner. Faces deceive: where it matters, ask something as well.",
        "请核对持卡人与卡主是否为同一人。面容容易误判：重要场合请再询问核实。",
    ),
    "doors": Text("Doors", "门"),
    "at_reader": Text("At the reader", "读卡时抓拍"),
    "enrolled": Text("The badge's owner", "卡主照片"),
    "no_photo": Text("No photo of this person is kept.", "未存有此人照片。"),
    "photo_hidden": Text("Your role may not see this photo.", "您的角色无权查看此照片。"),
    "unknown": Text("Unknown card: nobody to compare with.", "未知卡：无可核对的人员。"),
    "same": Text("Same person", "是本人"),
    "other": Text("Another person: suspend the badge", "非本人：停用此卡"),
    "no_right": Text("Your role may not suspend badges.", "您的角色无权停用卡。"),
    "judged_same": Text("Same person", "已确认为本人"),
    "judged_other": Text("Another person; the badge was suspended", "非本人，卡已停用"),
    "by": Text("by", "操作人："),
    "none": Text("No pictures at readers in the last twelve hours.", "最近十二小时没有读卡抓拍。"),
    "no_rule": Text(
        "No camera of the site has a rule “verify” for a door.",
        "本站点没有摄像机配置“verify”（读卡抓拍）规则。",
    ),
    "gone": Text("There is no such picture any more.", "该抓拍已不存在。"),
    "new": Text("1 new", "1 条新抓拍"),
    "many": Text("{n} new", "{n} 条新抓拍"),
}
