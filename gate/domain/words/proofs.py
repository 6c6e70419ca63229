"""What the prover says of invariants, ways and people (gate.policy.prove.words)."""

from __future__ import annotations

from collections.abc import Mapping

from gate.domain.person import PersonKind
from gate.domain.text import Text

NEVER = Text("never {who} reaches {zone}", "{who}不得进入 {zone}")
NEVER_ALONE = Text("never {who} reaches {zone} without escort", "{who}无人陪同时不得进入 {zone}")
ALWAYS = Text("always from {start} to {zone} without the system", "从 {start} 无须系统许可即可到达 {zone}")
ALWAYS_ALL = Text(
    "always from every zone to {zone} without the system", "从任何区域无须系统许可即可到达 {zone}"
)

WHO: Mapping[str, Text] = {
    "anyone": Text("anyone", "任何人"),
    "visitor": Text("visitor", "来访者"),
}
LACKS = Text("anyone who lacks {x}", "缺少{x}者")
BELOW = Text("anyone below {x}", "涉密等级低于“{x}”者")
NOT_IN = Text("anyone not in {x}", "不在权限组 {x} 的人员")

PROVED = Text("proved", "成立")
BREACHED = Text("BREACHED", "不成立")
OTHERS = Text("and {people}", "另有 {people}")
MORE = Text("{who} and {count} more", "{who} 等 {all} 人")

KINDS: Mapping[PersonKind, Text] = {
    PersonKind.EMPLOYEE: Text("employee", "员工"),
    PersonKind.CONTRACTOR: Text("contractor", "承包商人员"),
    PersonKind.VISITOR: Text("visitor", "来访者"),
}
THINKABLE: Mapping[str, Text] = {
    "any visitor": Text("any visitor", "任一来访者"),
    "anybody": Text("anybody", "任何人"),
    "anybody below ": Text("anybody below {x}", "任一涉密等级低于“{x}”者"),
    "anybody without ": Text("anybody without {x}", "任一缺少{x}者"),
    "anybody not in ": Text("anybody not in {x}", "任一不在权限组 {x} 的人员"),
    "a visit": Text("a visit", "某次来访"),
    "an escort": Text("an escort", "陪同人"),
    "a second person": Text("a second person", "第二人"),
}
"""Those who stand for many (gate.policy.prove.abstract), by name; one with a blank at its end goes on."""

GRANT = Text("grant {id}", "授权 {id}")
VISIT = Text("visit {id}", "来访单 {id}")
BY_HAND: Mapping[str, Text] = {
    "exit": Text("exit", "刷卡离开"),
    "handle": Text("by handle", "用把手"),
    "button": Text("by button", "按出门按钮"),
    "unlocked": Text("stands unlocked", "门按时段常开"),
}
ESCORTED = Text("escorted by {person}", "由 {person} 陪同")
TOGETHER = Text("together with {person}", "与 {person} 一同")
COMPANY = Text("while somebody is inside", "须室内有人")
DEPOSITED = Text("banned things deposited", "违禁物品已寄存")

NO_ENTRY = Text("no entry", "不得进入")
NOBODY = Text("nobody who could go along", "无人可以同行")
NEEDS = Text("needs {things}", "还需：{things}")
NEEDED: Mapping[str, Text] = {
    "PIN": Text("PIN", "密码"),
    "biometric": Text("biometric", "生物特征验证"),
    "an escort": Text("an escort", "陪同人"),
    "a second person": Text("a second person", "第二人"),
    "company": Text("company", "室内另有一人"),
    "banned things deposited": DEPOSITED,
}
NO_WAY = Text("no way leads there", "没有通路可达")

NO_WAY_OUT = Text(
    "anyone, at any time: from {zone} one {reached} by handle or hard-wired button{onward}{also}",
    "任何人在任何时间：从 {zone} 用把手或硬接线按钮{reached}{onward}{also}",
)
COMES_TO = Text("comes to {zones} only", "只能到达 {zones}")
COMES_NOWHERE = Text("comes nowhere", "无法到达任何区域")
ONWARD = Text("; on from there: {doors}", "；再往前：{doors}")
NO_PORTAL_ON = Text("; no portal leads on from there", "；再无门可走")
ALSO_STUCK = Text(" (also stuck: {zones})", "（同样出不去：{zones}）")

PORTAL_BY_SCHEDULE = Text("{portal}, by schedule alone:", "{portal}，仅按时段：")
UNPUBLISHED = Text(
    "-- {year}: its holidays are not published yet; what is said of it can still change",
    "-- {year} 年的节假日安排尚未公布，以下内容可能变化",
)
UNLOCKED: Mapping[str, Text] = {
    "yes": Text("unlocked", "常开"),
    "once_first_person_came": Text("unlocked once the first person came", "首人到达后常开"),
}
NOBODY_ENTERS = Text("nobody", "无人")
KEPT_OUT = Text(" (never {groups})", "（{groups} 除外）")
NO_READER = Text("no reader of an entry", "没有进门读卡器")
HOLIDAY = Text("holiday", "节假日")
SWAPPED = Text("swapped workday", "调休上班")

INVARIANTS_BREACHED = Text("{count} of {all} invariants breached", "{all} 条不变式中有 {count} 条不成立")
NO_INVARIANTS = Text("no invariants to prove", "没有需要证明的不变式")
ONE_PROVED = Text("the invariant proved", "该不变式成立")
ALL_PROVED = Text("every one of {all} invariants proved", "{all} 条不变式全部成立")
FOR_THINKABLE = Text("for everybody whom the site file could describe", "对站点文件所能描述的所有人")
FOR_ONE = Text("for 1 person", "对 1 人")
FOR_PEOPLE = Text("for {people} people", "对 {people} 人")
SCOPE = Text("{file}: {outcome} ({scope}; policy {policy})", "{file}：{outcome}（{scope}；策略 {policy}）")
