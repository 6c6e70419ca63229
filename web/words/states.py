"""States of doors, alarms, visits, credentials and agents: the word, the icon, and how it looks.

``tone`` is a class of the style sheet: ``calm`` is grey, for what is normal; the others are for what is not. An icon
and a word always stand beside a colour.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gate.domain.alarm import AlarmState
from gate.domain.credential import CredentialState
from gate.domain.door_state import Commanded, Contact, DoorState
from gate.domain.level import Classification, Clearance
from gate.domain.person import PersonKind
from gate.domain.rights import Role
from gate.domain.text import Text
from gate.domain.visit import Items, VisitState
from gate.notify.queue import Delivery, Recipient


@dataclass(frozen=True, slots=True)
class Look:
    """How a state is shown."""

    text: Text
    icon: str
    tone: str = "calm"


DOORS: Mapping[DoorState, Look] = {
    DoorState.SECURE: Look(Text("Secure", "关闭锁定"), "lock"),
    DoorState.RELEASED: Look(Text("Released", "已开锁"), "unlock", "info"),
    DoorState.OPEN: Look(Text("Open", "开启"), "door-open", "info"),
    DoorState.HELD_WARN: Look(Text("Held open, warning", "开门将超时"), "clock", "warn"),
    DoorState.HELD: Look(Text("Held open", "开门超时"), "clock", "alarm"),
    DoorState.FORCED: Look(Text("Forced open", "强行开启"), "bolt", "alarm"),
    DoorState.UNLOCKED: Look(Text("Unlocked", "常开"), "unlock", "warn"),
    DoorState.LOCKDOWN: Look(Text("Locked down", "封锁"), "shield", "warn"),
    DoorState.UNKNOWN: Look(Text("Unknown", "未知"), "question", "unknown"),
}

CONTACTS: Mapping[Contact, Text] = {
    Contact.CLOSED: Text("closed", "关闭"),
    Contact.OPEN: Text("open", "打开"),
    Contact.TAMPER: Text("tampered", "被破坏"),
    Contact.UNKNOWN: Text("unknown", "未知"),
}

COMMANDED: Mapping[Commanded, Text] = {
    Commanded.LOCKED: Text("locked", "锁定"),
    Commanded.RELEASED: Text("released", "开锁"),
    Commanded.HELD: Text("held unlocked", "保持开锁"),
}

ALARMS: Mapping[AlarmState, Look] = {
    AlarmState.UNACKNOWLEDGED: Look(Text("Unacknowledged", "未确认"), "bell", "alarm"),
    AlarmState.ACKNOWLEDGED: Look(Text("Acknowledged, still active", "已确认，仍在持续"), "eye", "warn"),
    AlarmState.RETURNED_UNACKNOWLEDGED: Look(Text("Over, unacknowledged", "已恢复，未确认"), "bell", "warn"),
    AlarmState.RETURNED: Look(Text("Over, to be closed", "已恢复，待关闭"), "check"),
    AlarmState.CLOSED: Look(Text("Closed", "已关闭"), "check"),
}

PRIORITIES: Mapping[int, Text] = {
    1: Text("High", "高"),
    2: Text("Medium", "中"),
    3: Text("Low", "低"),
}

VISITS: Mapping[VisitState, Look] = {
    VisitState.DRAFT: Look(Text("Draft", "草稿"), "note"),
    VisitState.SUBMITTED: Look(Text("Awaits approval", "待审批"), "clock", "warn"),
    VisitState.APPROVED: Look(Text("Expected", "预约"), "calendar"),
    VisitState.ARRIVED: Look(Text("Waiting at the desk", "在前台等候"), "clock", "info"),
    VisitState.CHECKED_IN: Look(Text("Checked in", "已登记入内"), "badge", "ok"),
    VisitState.CHECKED_OUT: Look(Text("Checked out", "已签离"), "exit"),
    VisitState.CLOSED: Look(Text("Closed", "已结束"), "check"),
    VisitState.REJECTED: Look(Text("Rejected", "已驳回"), "cross", "warn"),
    VisitState.CANCELLED: Look(Text("Cancelled", "已取消"), "cross"),
    VisitState.NO_SHOW: Look(Text("Did not come", "未到访"), "question"),
    VisitState.REFUSED: Look(Text("Refused at the desk", "前台拒绝"), "cross", "warn"),
}

ITEMS: Mapping[Items, Text] = {
    Items.OPEN: Text("Not asked yet", "尚未询问"),
    Items.NONE: Text("Carries none", "未携带"),
    Items.DEPOSITED: Text("Deposited at the desk", "已寄存前台"),
}

CREDENTIALS: Mapping[CredentialState, Look] = {
    CredentialState.ACTIVE: Look(Text("Active", "有效"), "check"),
    CredentialState.SUSPENDED: Look(Text("Suspended", "停用"), "pause", "warn"),
    CredentialState.LOST: Look(Text("Lost", "挂失"), "question", "warn"),
    CredentialState.EXPIRED: Look(Text("Expired", "过期"), "clock", "warn"),
    CredentialState.REVOKED: Look(Text("Revoked", "注销"), "cross", "warn"),
    CredentialState.RETURNED: Look(Text("Returned", "已退还"), "check"),
}

TOKENS: Mapping[str, Text] = {
    "card": Text("card", "卡片"),
    "fob": Text("fob", "钥匙扣"),
    "pool": Text("visitor's badge", "来访卡"),
    "qr": Text("QR pass", "二维码凭证"),
    "pin": Text("PIN", "密码"),
}
"""What a credential is, where its kind is one of these; a site may have others, by their own names."""

KINDS: Mapping[PersonKind, Text] = {
    PersonKind.EMPLOYEE: Text("Employee", "员工"),
    PersonKind.CONTRACTOR: Text("Contractor", "外协人员"),
    PersonKind.VISITOR: Text("Visitor", "来访者"),
}

CLEARANCES: Mapping[Clearance, Text] = {
    Clearance.NONE: Text("None", "非涉密"),
    Clearance.GENERAL: Text("General", "一般涉密"),
    Clearance.IMPORTANT: Text("Important", "重要涉密"),
    Clearance.CORE: Text("Core", "核心涉密"),
}

LEVELS: Mapping[Classification, Text] = {
    Classification.PUBLIC: Text("Public", "公开"),
    Classification.INTERNAL: Text("Internal", "内部"),
    Classification.CONFIDENTIAL: Text("Confidential", "秘密"),
    Classification.SECRET: Text("Secret", "机密"),
    Classification.TOP_SECRET: Text("Top secret", "绝密"),
}

ROLES: Mapping[Role, Text] = {
    Role.GUARD: Text("Guard", "值班保安"),
    Role.MANAGER: Text("Security manager", "安保主管"),
    Role.HR: Text("HR", "人事"),
    Role.AUDITOR: Text("Auditor", "审计员"),
    Role.HOST: Text("Host", "被访员工"),
    Role.VISITOR: Text("Visitor", "来访者"),
    Role.KIOSK: Text("Kiosk", "自助登记机"),
    Role.SYSTEM: Text("System", "系统"),
}

MODES: Mapping[str, Text] = {
    "host": Text("with the engine", "联机"),
    "alone": Text("deciding alone", "独立判定"),
}

DOOR_ANSWERS: Mapping[str, Look] = {
    "done": Look(Text("Done", "已执行"), "check", "ok"),
    "failed": Look(Text("The device refused", "设备拒绝"), "cross", "alarm"),
    "offline": Look(Text("The device does not answer", "设备无应答"), "offline", "alarm"),
    "late": Look(Text("Came too late, not carried out", "已超时，未执行"), "clock", "warn"),
    "repeated": Look(Text("Was carried out before", "此前已执行"), "check"),
    "old_epoch": Look(
        Text("From an engine that was replaced, not carried out", "来自已被替换的引擎，未执行"),
        "cross",
        "warn",
    ),
}

PASSAGES: Mapping[str, Text] = {
    "entered": Text("went in", "进入"),
    "exited": Text("went out", "离开"),
    "no_entry": Text("did not go through", "未通过"),
    "uncertain": Text("may have gone through", "可能已通过"),
}

ID_KINDS: Mapping[str, Text] = {
    "id_card": Text("Identity card", "居民身份证"),
    "passport": Text("Passport", "护照"),
    "licence": Text("Driving licence", "驾驶证"),
    "other": Text("Other document", "其他证件"),
}

DELIVERIES: Mapping[Delivery, Look] = {
    Delivery.QUEUED: Look(Text("Queued", "排队中"), "clock"),
    Delivery.RETRIED: Look(Text("Failed, will be tried again", "发送失败，将重试"), "clock", "warn"),
    Delivery.SENT: Look(Text("Sent", "已发送"), "check"),
    Delivery.FAILED: Look(Text("Not delivered", "未送达"), "cross", "alarm"),
    Delivery.MOOT: Look(Text("Not needed any more", "已无需发送"), "check"),
}

MESSAGES: Mapping[str, Text] = {
    "approval_asked": Text("Asks for an approval", "请求审批"),
    "invited": Text("Invitation", "邀请函"),
    "changed": Text("Change of the visit", "变更通知"),
    "approved": Text("Approved", "批准通知"),
    "rejected": Text("Rejected", "驳回通知"),
    "cancelled": Text("Cancelled", "取消通知"),
    "arrived": Text("Arrived", "到访通知"),
    "refused": Text("Refused", "拒绝通知"),
    "overstay": Text("Past the end of the visit", "逾期通知"),
    "watched": Text("To the owner of a watchlist", "关注名单负责人通知"),
}

RECIPIENTS: Mapping[Recipient, Text] = {
    Recipient.VISITOR: Text("the visitor", "来访者"),
    Recipient.PERSON: Text("an employee", "员工"),
    Recipient.DESK: Text("the desk", "前台"),
    Recipient.MANAGERS: Text("security managers", "安保主管"),
}

REQUIREMENTS: Mapping[str, Text] = {
    "insurance": Text("Insurance", "保险"),
    "induction": Text("Safety induction", "安全培训"),
    "agreement": Text("Agreement", "保密协议"),
    "training:secrecy": Text("Secrecy training", "保密培训"),
    "vetting": Text("Vetting", "身份审查"),
}
