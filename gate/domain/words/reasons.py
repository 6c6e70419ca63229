"""Every reason and note of the policy as a sentence that a guard can tell the person in front of the door."""

from __future__ import annotations

from collections.abc import Mapping

from gate.domain.text import Text

REASONS: Mapping[str, Text] = {
    "unknown_credential": Text("No such card is known here", "系统中没有这张卡"),
    "credential_suspended": Text("The card is suspended", "该卡已停用"),
    "credential_lost": Text("The card was reported lost", "该卡已挂失"),
    "credential_revoked": Text("The card was revoked", "该卡已注销"),
    "credential_expired": Text("The card has expired", "该卡已过期"),
    "credential_returned": Text("The card was given back and belongs to nobody", "该卡已退还，目前无人持有"),
    "credential_too_weak": Text(
        "This kind of card is too easy to copy for the zone", "此类卡易被复制，达不到该区域的要求"
    ),
    "person_not_valid": Text(
        "The person's time here has not begun or is over", "此人的有效期尚未开始或已结束"
    ),
    "no_grant": Text("Nothing allows this person into the zone", "此人没有进入该区域的授权"),
    "outside_schedule": Text("Allowed here, but not at this time", "有授权，但不在允许的时段内"),
    "denied_by_rule": Text("A rule forbids it", "有规则明确禁止进入"),
    "clearance_too_low": Text(
        "The person's clearance is too low for the zone", "此人的涉密等级低于该区域的要求"
    ),
    "prerequisite_missing": Text("Missing: {x}", "缺少：{x}"),
    "prerequisite_expired": Text("Expired: {x}", "已过期：{x}"),
    "visitors_never": Text("Visitors never enter this zone", "该区域不接待来访者"),
    "escort_required": Text("A visitor needs an escort here", "来访者须有人陪同"),
    "factor_missing": Text("Also needed: {x}", "还需要：{x}"),
    "wrong_pin": Text("The PIN was wrong", "密码错误"),
    "pin_blocked": Text("Too many wrong PINs; blocked for a while", "密码错误次数过多，暂时锁定"),
    "biometric_no_match": Text("The biometric check did not match", "生物特征不匹配"),
    "passback": Text(
        "By the records the person is not on this side of the door", "按记录此人不在门的这一侧（防反传）"
    ),
    "items_open": Text(
        "The visitor's devices were not asked about or deposited", "来访者携带的设备尚未询问或寄存"
    ),
    "occupancy_full": Text("The zone is full", "该区域人数已满"),
    "two_person": Text("A second authorised person must present a card", "须由第二名有权人员一同刷卡"),
    "min_occupancy": Text(
        "Nobody may stay inside alone; both must leave together", "区域内不得单人停留，须两人一同离开"
    ),
    "interlock": Text("The other door of the lock is not closed", "联锁的另一道门尚未关闭"),
    "lockdown": Text("Locked down", "已封锁"),
    "threat_level": Text("Threat level {x} keeps this group out", "威胁等级“{x}”期间该组人员不得进入"),
    "lease_ended": Text("The door has been without the engine for too long", "该门脱离引擎的时间已超过租期"),
    "cannot_record": Text(
        "Nothing can record the entry, and this zone needs a record", "无法记录，而该区域必须留有记录"
    ),
    # notes: they deny nothing
    "passback_soft": Text(
        "By the records the person was not on this side of the door", "按记录此人不在门的这一侧（仅提示）"
    ),
    "duress": Text("Duress PIN", "胁迫密码"),
    "lone_occupant": Text("Somebody is left alone inside", "有人独自留在区域内"),
}

PARAMETERS: Mapping[str, Text] = {
    "pin": Text("PIN", "密码"),
    "biometric": Text("biometric check", "生物特征验证"),
    "agreement": Text("signed agreement", "保密协议"),
    "vetting": Text("vetting", "背景审查"),
    "training:secrecy": Text("secrecy training", "保密培训"),
    "elevated": Text("elevated", "提高"),
    "high": Text("high", "高"),
}
"""What stands after the colon of a reason, where it is a known word; others are shown as the site file has them."""


def reason(code: str, language: str) -> str:
    """The sentence of ``code`` or ``code:parameter``; a code that nobody put into words is shown as it is."""
    word, _, parameter = code.partition(":")
    text = REASONS.get(word)
    if text is None:
        return code
    return text.in_language(language).replace("{x}", parameter_word(parameter, language))


def parameter_word(parameter: str, language: str) -> str:
    """``training:secrecy`` as ``secrecy training``."""
    known = PARAMETERS.get(parameter)
    return known.in_language(language) if known else parameter
