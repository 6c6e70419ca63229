"""Why the engine refused, in Chinese too. The engine says it in English; what is not in this table stays so."""

from __future__ import annotations

import re

from gate.domain.text import Text
from web.words.desk_whys import DESK_WHYS

_WHYS: tuple[tuple[str, Text], ...] = (
    (r"its cause is not over", Text("its cause is not over yet", "报警原因尚未消除")),
    (r"nobody acknowledged it", Text("nobody has acknowledged it yet", "尚未有人确认")),
    (r"a note is owed", Text("a note is owed", "必须填写说明")),
    (
        r"a roll over the same zones is open already",
        Text(
            "a roll call over the same zones is open already: mark people there",
            "同一区域的点名已在进行，请直接在其中标记",
        ),
    ),
    (r"no open roll '(.+)'", Text("the roll call has ended", "点名已经结束")),
    (r"seen by (.+) already", Text("{1} has seen this person already", "{1} 已经见到此人")),
    (r"the person is not on the roll", Text("the person is not on the roll call", "点名名单中没有此人")),
    (
        r"somebody is missing: say what is known",
        Text("somebody is missing: write what is known of them", "仍有人员未找到，请写明所知情况"),
    ),
    (r"no zone '(.+)' in the house", Text("there is no zone {1} in the house", "楼内没有区域 {1}")),
    (r"a reason is owed", Text("a reason is owed", "必须填写原因")),
    (
        r"it happened again: revision (\d+), you saw (\d+)",
        Text(
            "it has happened again since (occurrence {1}); look at it and acknowledge that",
            "此后又发生了（第 {1} 次），请查看后再确认",
        ),
    ),
    (
        r"expected an end within (\d+) hours from now",
        Text("the end must be within {1} hours from now", "结束时间须在现在起 {1} 小时以内"),
    ),
    (r"nothing holds the door unlocked", Text("nothing holds the door unlocked", "此门并未保持开锁")),
    (
        r"the door is (\w+): it cannot be held unlocked now",
        Text("as the door stands now it cannot be held unlocked", "此门目前的状态不能保持开锁"),
    ),
    (
        r"no hold into (\S+) \((\w+)\): everybody who enters must be known",
        Text(
            "no hold into {1}: everybody who enters must be known", "不得对 {1} 保持开锁：进入者必须逐一识别"
        ),
    ),
    (
        r"threat level (.+) is set: clear it first",
        Text("threat level {1} is set: clear it first", "已设置威胁等级 {1}，请先解除"),
    ),
    (
        r"expected a day from yesterday to (\d+) days ahead, got (\S+)",
        Text("the day must be from yesterday to {1} days ahead", "日期须在昨天至今后 {1} 天之间"),
    ),
    (r"locked down: lift it first", Text("locked down: lift that first", "已封锁，请先解除")),
    (
        r"the visit is (\w+), not submitted",
        Text("nothing waits for an approval here any more", "此来访已无待审批事项"),
    ),
    (
        r"the visit is (\w+): it has begun or is over",
        Text("the visit has begun or is over", "来访已开始或已结束"),
    ),
    (r"the visit is (\w+): nobody waits", Text("nobody waits at the desk for you", "前台没有来访者在等候您")),
    (
        r"the visit was changed: edition (\d+), you saw (\d+)",
        Text("the visit was changed meanwhile: look at it again", "来访信息已被更改，请重新查看"),
    ),
    (
        r"who submitted or hosts a visit does not approve it",
        Text("who submitted or hosts a visit does not approve it", "申请人和被访人不得审批该来访"),
    ),
    (
        r"who submitted a visit waives nothing of it",
        Text("who submitted a visit waives nothing of it", "申请人不得豁免该来访的要求"),
    ),
    (
        r"you have approved another step of this visit",
        Text("you have approved another step of this visit", "您已审批过该来访的另一步骤"),
    ),
    (r"a manager is asked", Text("a manager is asked, not you", "须由主管审批")),
    (r"the host is asked", Text("the host is asked, not you", "须由被访人答复")),
    (r"(.+) is asked", Text("{1} is asked, not you", "须由{1}审批")),
    (r"a host invites to himself alone", Text("you invite to yourself alone", "只能邀请访问您本人")),
    (
        r"for a classified zone the guard is another than who submitted or approved the visit",
        Text(
            "for a classified zone another guard hands out the badge than who submitted or approved",
            "涉密区域来访须由申请人和审批人以外的警卫发卡",
        ),
    ),
    (r"missing or over: (.+)", Text("missing or over: {1}", "缺少或已过期：{1}")),
    (r"(.+) is not missing", Text("{1} is not missing", "{1}并不缺少")),
    (
        r"the visit begins more than two hours from now",
        Text("the visit begins more than two hours from now", "距来访开始尚有两小时以上"),
    ),
    (r"the visitor has no badge", Text("the visitor has no badge", "来访者未持卡")),
    (
        r"the replacement is the lost badge itself",
        Text("that is the lost badge itself: take another", "这就是挂失的卡，请换一张"),
    ),
    (r"nobody said what became of (.+)", Text("nobody said what became of {1}", "尚未说明{1}的去向")),
    (r"(.+) is no longer open", Text("{1} is not open any more: look again", "{1}已不在列，请重新查看")),
    (r"the exit is not unknown", Text("it is known how that visit ended", "该来访去向已明确")),
    (
        r"nobody is signed out without evidence",
        Text("nobody is signed out without evidence", "无依据不得签离"),
    ),
    (
        r"expected at most (\d+) visits; got (\d+)",
        Text("at most {1} visits at once; these are {2}", "一次最多{1}次来访，现有{2}次"),
    ),
    (r"visitor (\d+): expected a name", Text("visitor {1}: a name is needed", "第{1}位来访者：须填写姓名")),
    (
        r"visitor (\d+): expected a company",
        Text("visitor {1}: a company is needed", "第{1}位来访者：须填写单位"),
    ),
    (r"expected times that do not overlap", Text("the times overlap", "时间相互重叠")),
    (r"the visit is over", Text("the visit is over", "来访时间已过")),
    (r"the visit is (\w+), not approved", Text("the visit is {1}, not approved", "来访未获批准")),
    (r"the visit is (\w+), not checked in", Text("the visit is {1}, not checked in", "来访者未在内")),
    *DESK_WHYS,
    (r"the badge was returned already", Text("the badge was returned already", "来访卡已收回")),
    (r"the person has left( already)?", Text("the person has left already", "此人已离职")),
    (r"(.+) has left", Text("{1} has left the company", "{1}已离职")),
    (
        r"the card (\S+) is active for (.+) \(\S+\)",
        Text("the card {1} is active for {2}: take another", "卡 {1} 正由{2}使用，请换一张"),
    ),
    (r"no person '?([^']*)'?", Text("there is no such person", "没有此人")),
    (r"no visit '?([^']*)'?", Text("there is no such visit", "没有此来访")),
    (
        r"nothing can be recorded now: the store is away",
        Text("nothing can be recorded now", "数据库不可用，暂时无法记录"),
    ),
    (r"needs the right (\w+)", Text("needs the right {1}", "需要权限 {1}")),
    (r"sign-in", Text("at sign-in", "登录时")),
    (r"no open alarm '?([^']*)'?", Text("the alarm is closed already", "该报警已关闭")),
)
_PATTERNS = tuple((re.compile(pattern), text) for pattern, text in _WHYS)


def why(said: str, language: str) -> str:
    """The engine's words as the operator reads them."""
    for pattern, text in _PATTERNS:
        found = pattern.fullmatch(said)
        if found:
            words = text.in_language(language)
            for number, group in enumerate(found.groups(), start=1):
                words = words.replace(f"{{{number}}}", group)
            return words
    return said
