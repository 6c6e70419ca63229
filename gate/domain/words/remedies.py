"""Each remedy as a sentence, for the guard who tells it to the person at the door."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from gate.domain import remedy as r
from gate.domain.level import Assurance, Clearance
from gate.domain.text import Text
from gate.domain.words.reasons import parameter_word

CLEARANCES: Mapping[Clearance, Text] = {
    Clearance.NONE: Text("none", "非涉密"),
    Clearance.GENERAL: Text("general", "一般"),
    Clearance.IMPORTANT: Text("important", "重要"),
    Clearance.CORE: Text("core", "核心"),
}
ASSURANCES: Mapping[Assurance, Text] = {
    Assurance.COPYABLE: Text("of any kind", "任何类型"),
    Assurance.PROTECTED: Text("that answers a challenge", "防复制"),
    Assurance.PKI: Text("with a certificate", "带数字证书"),
}
COMPANIONS: Mapping[r.Companion, Text] = {
    r.Companion.SECOND: Text("as the second person", "作为第二人"),
    r.Companion.ESCORT: Text("as escort", "作为陪同人"),
    r.Companion.LEAVING: Text("to leave together", "一同离开"),
}
SENTENCES: Mapping[type[r.Remedy], Text] = {
    r.TypePin: Text("Type the right PIN", "输入正确的密码"),
    r.MatchBiometric: Text("Pass the biometric check", "通过生物特征验证"),
    r.UseCredential: Text("Present the other card, {credential}", "改刷另一张证卡 {credential}"),
    r.WaitFor: Text("Wait for {person} to read {comes_as}", "等待 {person} {comes_as}刷卡"),
    r.ComeAt: Text("Come at {at}", "请于 {at} 再来"),
    r.CloseDoor: Text("Close {portal} first", "先关闭 {portal}"),
    r.MakeRoom: Text("{count} of those inside {zone} leave", "{zone} 内有 {count} 人先离开"),
    r.SettleItems: Text(
        "The desk notes the visitor's devices on visit {visit}", "前台在来访单 {visit} 上登记所携设备"
    ),
    r.ApproveVisit: Text("Approve visit {visit}", "批准来访单 {visit}"),
    r.WidenVisit: Text("Add {zone} to visit {visit}", "在来访单 {visit} 中加入 {zone}"),
    r.IssueCredential: Text("Issue {person} a new card {assurance}", "为 {person} 换发新卡（{assurance}）"),
    r.Reinstate: Text("Make card {credential} active again", "重新启用证卡 {credential}"),
    r.SetPin: Text("Give {person} a PIN", "为 {person} 设置密码"),
    r.JoinGroup: Text("Add {person} to group {group}", "将 {person} 加入权限组 {group}"),
    r.LeaveGroup: Text(
        "Take {person} out of group {group}, whose rule {rule} forbids it",
        "将 {person} 移出权限组 {group}（其规则 {rule} 禁止进入）",
    ),
    r.KeepValid: Text("Let the time of {person} here cover {at}", "将 {person} 的有效期延至涵盖 {at}"),
    r.Obtain: Text(
        "{prerequisite} of {person}, good through {through} or later",
        "{person} 取得{prerequisite}，有效期至少到 {through}",
    ),
    r.RaiseClearance: Text("Clearance of {person}: {to} or higher", "{person} 的涉密等级定为“{to}”或更高"),
    r.Forgive: Text("Set the records of {person} right (forgive)", "更正 {person} 的位置记录（解除防反传）"),
    r.LiftLockdown: Text("Lift the lockdown of {target}", "解除对 {target} 的封锁"),
    r.ClearThreat: Text("End threat level {level} of {zone}", "解除 {zone} 的威胁等级“{level}”"),
    r.HearEngine: Text("The door's agent must hear the engine again", "门控代理须恢复与引擎的通信"),
    r.RecordAgain: Text("Recording must work again", "须恢复记录功能"),
}
NEW_VISIT = Text("A new visit of {person} that names {zone}", "为 {person} 新建包含 {zone} 的来访单")

FINAL: Mapping[str, Text] = {
    "unknown_credential": Text("Nothing helps with this card: nobody has it", "该卡无人持有，无法放行"),
    "visitors_never": Text(
        "Nothing helps: the site lets no visitor into this zone", "该区域不接待来访者，无法放行"
    ),
}
NO_REMEDY = Text("Nothing that Gate knows of lifts: {reason}", "系统中没有可解除此项的办法：{reason}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """How ids and instants are shown; as they are, and in UTC, unless somebody knows better."""

    person: Callable[[str], str] = str
    zone: Callable[[str], str] = str
    portal: Callable[[str], str] = str
    group: Callable[[str], str] = str
    instant: Callable[[datetime], str] = datetime.isoformat


PLAIN = Naming()


def remedy(what: r.Remedy, language: str, naming: Naming = PLAIN) -> str:
    """The sentence of a remedy."""
    text = SENTENCES[type(what)]
    if isinstance(what, r.WidenVisit) and what.visit is None:
        text = NEW_VISIT
    words = text.in_language(language)
    for name in type(what).__slots__:
        words = words.replace(f"{{{name}}}", _word(name, getattr(what, name), language, naming))
    return words


def final(reason: str, sentence: str, language: str) -> str:
    """Why nothing helps; ``sentence`` is that of the reason."""
    known = FINAL.get(reason)
    return (
        known.in_language(language)
        if known
        else NO_REMEDY.in_language(language).replace("{reason}", sentence)
    )


def _word(name: str, value: object, language: str, naming: Naming) -> str:  # noqa: C901 - one row a kind of value
    match value:
        case datetime():
            return naming.instant(value)
        case Clearance():
            return CLEARANCES[value].in_language(language)
        case Assurance():
            return ASSURANCES[value].in_language(language)
        case r.Companion():
            return COMPANIONS[value].in_language(language)
        case str() if name == "person":
            return naming.person(value)
        case str() if name == "zone":
            return naming.zone(value)
        case str() if name == "target":
            shown = naming.zone(value)
            return shown if shown != value else naming.portal(value)
        case str() if name == "portal":
            return naming.portal(value)
        case str() if name == "group":
            return naming.group(value)
        case str() if name in ("prerequisite", "level"):
            return parameter_word(value, language)
        case _:
            return str(value)
