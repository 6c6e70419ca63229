"""Why the engine refused something at the desk, as the operator reads it."""

from __future__ import annotations

from gate.domain.text import Text

DESK_WHYS: tuple[tuple[str, Text], ...] = (
    (
        r"somebody else changed the visit meanwhile: look again",
        Text(
            "somebody else changed the visit meanwhile: look again, nothing of theirs was overwritten",
            "其他人刚刚修改了此来访：请重新查看，对方的修改未被覆盖",
        ),
    ),
    (
        r"the visit is (\w+), not before its check-in",
        Text("the visitor has been checked in or the visit is over", "已办理入内或来访已结束"),
    ),
    (r"nobody has approved the visit", Text("nobody has approved the visit", "来访尚未获批准")),
    (r"the visit does not take place", Text("the visit does not take place", "来访已取消")),
    (r"the host has left the company", Text("the host has left the company", "被访人已离职")),
    (r"the document has expired", Text("the document has expired", "证件已过期")),
    (
        r"the document is not read",
        Text("these zones ask for a document that is read", "所访区域要求读取证件"),
    ),
    (
        r"the visitor is held: he is on a watchlist",
        Text("the visitor is held: he may be on a watchlist", "来访者疑似在关注名单上，已拦下"),
    ),
    (
        r"somebody must look at a possible hit on a watchlist",
        Text("somebody must look at a possible hit on a watchlist", "须先判定疑似名单命中"),
    ),
    (
        r"the visitor is on a watchlist and is not let in",
        Text("the visitor is on a watchlist and is not let in", "来访者在关注名单上，禁止入内"),
    ),
    (
        r"the visitor is not screened",
        Text("the visitor is not compared with the watchlists yet", "尚未与关注名单比对"),
    ),
    (
        r"there is a newer agreement: (?:it is not signed|show it, and ask again)",
        Text("there is a newer agreement: show it and have it signed", "保密协议有新版本：请出示并签署"),
    ),
    (
        r"the visitor refused to sign the agreement",
        Text("the visitor refused to sign the agreement", "来访者拒绝签署保密协议"),
    ),
    (
        r"a banned thing is in the visitor's hands",
        Text("a banned thing is still in the visitor's hands", "禁带物品仍在来访者手中"),
    ),
    (
        r"a watchlist demands an escort and none is named",
        Text("a watchlist demands an escort and none is named", "关注名单要求陪同，但未指定陪同人"),
    ),
    (r"an escort must be named", Text("an escort must be named", "须指定陪同人")),
    (
        r"a hold is lifted by whoever keeps the lists: .+",
        Text(
            "a hold is lifted by whoever keeps the lists, not at the desk", "拦下的来访者只能由名单管理人放行"
        ),
    ),
    (r"the hit was judged already", Text("the hit was judged already", "该命中已判定")),
    (
        r"locker (.+) is taken",
        Text("locker {1} is taken by another visitor", "寄存柜 {1} 已被其他来访者使用"),
    ),
    (
        r"(\w+) is banned there: a locker, a permit, or a seal .+",
        Text(
            "it is banned there: a locker, a permit, or a seal over what it can do",
            "该区域禁带：须寄存、凭许可，或封贴相关功能",
        ),
    ),
    (
        r"what leaves for good leaves once: a lasting permit is for the way in",
        Text("a lasting permit is for the way in", "长期许可仅适用于携入"),
    ),
    (
        r"a visitor's permit is for one visit",
        Text("a visitor's permit is for one visit", "来访者的许可仅限一次来访"),
    ),
    (
        r"a host applies for himself and for his own visitors",
        Text("a host applies for himself and for his own visitors", "员工只能为本人或本人的来访者申请"),
    ),
    (
        r"expected an end after the start and after now, within a year",
        Text(
            "the end must be after the start, ahead of now, and within a year",
            "结束时间须晚于开始时间和当前时间，且不超过一年",
        ),
    ),
    (
        r"the permit is (\w+): the thing did not come in under it",
        Text("the thing did not come in under this permit", "该物品未凭此许可携入"),
    ),
    (r"no permit '?([^']*)'?", Text("there is no such permit", "没有此许可")),
    (r"the permit is somebody else's", Text("the permit is somebody else's", "该许可属于他人")),
    (r"the permit is (\w+), not approved", Text("the permit is not approved", "该许可未获批准")),
    (r"the permit is (\w+): it was judged already", Text("the permit was judged already", "该许可已审批")),
    (r"the permit does not hold now", Text("the permit does not hold now", "该许可当前无效")),
    (r"the permit is for the way (\w+)", Text("the permit is for the other way", "该许可方向不符")),
    (
        r"the serial number differs from (?:the permit's|the one noted on the way in)",
        Text(
            "the serial number differs from the one that was noted: look at the thing again",
            "序列号与登记不符：请再次核对实物",
        ),
    ),
    (
        r"the thing is (\w+): it (?:is in no locker|was not inside)",
        Text("the thing is not where that would have it", "物品状态不符"),
    ),
    (r"nobody judges his own application", Text("nobody judges his own application", "不得审批本人的申请")),
    (r"the zone answers to (.+)", Text("the zone answers to {1}", "该区域由{1}负责")),
    (
        r"nobody answers for (.+): the site file names no owner",
        Text("nobody answers for {1}", "{1}没有责任人"),
    ),
    (
        r"the agreement reads so already",
        Text("the agreement reads so already: nothing was published", "协议内容未变，未发布新版本"),
    ),
    (
        r"the list has entries: what it does with them stays; make another list",
        Text(
            "the list has entries: what it asks for stays; make another list",
            "名单已有条目，用途不可更改；请新建名单",
        ),
    ),
    (r"no watchlist '?([^']*)'?", Text("there is no such watchlist", "没有此名单")),
    (r"no entry '?([^']*)'?", Text("there is no such entry", "没有此条目")),
    (r"expected a review date that is ahead", Text("the review date must be ahead", "复核日期须在将来")),
    (r"expected a name for the list", Text("the list needs a name", "名单须有名称")),
    (
        r"(en|zh): expected a title and a text of at most (\d+) characters",
        Text(
            "each language needs a title and a text of at most {2} characters",
            "每种语言须有标题和不超过 {2} 字的正文",
        ),
    ),
    (
        r"expected one wording a language, of .+",
        Text("write the agreement in one language at least", "请至少填写一种语言的协议"),
    ),
    (r"expected at most (\d+) characters of .+", Text("at most {1} characters", "最多 {1} 个字符")),
    (r"expected at most (\d+) things", Text("at most {1} things", "最多 {1} 件物品")),
)
"""(pattern of the engine's words, the page's)"""
