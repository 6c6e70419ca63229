"""Types of events as a filter or a heading calls them."""

from __future__ import annotations

from collections.abc import Mapping

from gate.domain.text import Text

EVENTS: Mapping[str, Text] = {
    "AccessDecided": Text("Access decided", "通行判定"),
    "PassageEnded": Text("Passage", "通行结果"),
    "PortalChanged": Text("Door state", "门状态"),
    "AlarmRaised": Text("Alarm raised", "报警"),
    "AlarmReturned": Text("Alarm over", "报警恢复"),
    "AlarmAcknowledged": Text("Alarm acknowledged", "报警确认"),
    "AlarmClosed": Text("Alarm closed", "报警关闭"),
    "CommandRecorded": Text("Operator's command", "操作员指令"),
    "DoorCommandAnswered": Text("Door's answer", "门控应答"),
    "VisitChanged": Text("Visit", "来访"),
    "VisitReminded": Text("Overstay reminder", "逾期提醒"),
    "VisitorDayClosed": Text("Visitors' day closed", "来访日结"),
    "PersonChanged": Text("Person changed", "人员变更"),
    "PersonDeparted": Text("Person left the company", "人员离职"),
    "RevocationTaken": Text("Revocation sworn", "注销确认"),
    "RevocationProved": Text("Revocation proved", "注销证明"),
    "CredentialStateChanged": Text("Card state", "卡状态"),
    "LockdownChanged": Text("Lockdown", "封锁"),
    "CameraSaw": Text("Camera", "摄像机"),
    "DeviceHealthChanged": Text("Device health", "设备状态"),
    "ModeChanged": Text("Agent's mode", "代理模式"),
    "WireFaulted": Text("Wire faults", "线路故障"),
    "WalkTested": Text("Walk-test", "现场走查"),
    "EventsDropped": Text("Events dropped", "事件丢弃"),
    "AgentStarted": Text("Agent started", "代理启动"),
    "PackTaken": Text("Pack taken", "策略包生效"),
    "EngineStarted": Text("Engine started", "引擎启动"),
    "CredentialPresented": Text("Card presented", "刷卡"),
    "ContactChanged": Text("Door contact", "门磁"),
    "RexPressed": Text("Exit button", "出门按钮"),
    "LockSensed": Text("Lock sensed", "锁状态"),
    "InputChanged": Text("Input", "输入信号"),
}

COMMANDS: Mapping[str, Text] = {
    "MomentaryUnlock": Text("unlock once", "瞬时开锁"),
    "LockDown": Text("lock down", "封锁"),
    "LiftLockdown": Text("lift lockdown", "解除封锁"),
    "SetThreatLevel": Text("set threat level", "设置威胁等级"),
    "ForgivePassback": Text("forgive passback", "重置防反传"),
    "AcknowledgeAlarm": Text("acknowledge alarm", "确认报警"),
    "CloseAlarm": Text("close alarm", "关闭报警"),
    "RegisterVisit": Text("register visit", "登记来访"),
    "CheckInVisit": Text("check in", "办理入内"),
    "CheckOutVisit": Text("check out", "办理签离"),
    "ReturnBadge": Text("take badge back", "收回来访卡"),
    "InviteVisitors": Text("invite visitors", "邀请来访"),
    "ApproveVisit": Text("approve visit", "批准来访"),
    "RejectVisit": Text("reject visit", "驳回来访"),
    "ChangeVisit": Text("change visit", "更改来访"),
    "CancelVisit": Text("cancel visit", "取消来访"),
    "CompleteVisit": Text("complete own particulars", "来访者补全信息"),
    "ArriveVisit": Text("arrived at the desk", "到达前台"),
    "RefuseVisit": Text("refuse at the desk", "前台拒绝"),
    "AnswerArrival": Text("host answers the arrival", "被访人答复到访"),
    "RecordPrerequisite": Text("record proof", "登记资质证明"),
    "RecordClearance": Text("record clearance", "登记涉密等级"),
    "WaiveRequirement": Text("waive a requirement", "豁免资质要求"),
    "LoseBadge": Text("lost badge", "来访卡挂失"),
    "CloseVisitorDay": Text("close the visitors' day", "来访日结"),
    "SettleExit": Text("settle an unknown exit", "确认去向"),
    "SetCredentialState": Text("set card state", "变更卡状态"),
    "DepartPerson": Text("leaves the company", "办理离职"),
    "AddMembership": Text("add to group", "加入组"),
    "EndMembership": Text("remove from group", "移出组"),
    "RecordWalkTest": Text("record walk-test", "记录现场走查"),
}

OUTCOMES: Mapping[str, Text] = {
    "done": Text("done", "已执行"),
    "refused": Text("refused", "被拒绝"),
    "invalid": Text("not possible", "无法执行"),
    "failed": Text("failed", "失败"),
}

REFUSALS: Mapping[str, Text] = {
    "wrong_password": Text("wrong password", "密码错误"),
    "locked_out": Text("too many wrong passwords", "密码错误次数过多"),
    "rate_limited": Text("too many attempts from this address", "该地址尝试过于频繁"),
    "csrf": Text("the form's token was missing or old", "表单令牌缺失或已失效"),
    "no_right": Text("the role does not carry the right", "该角色没有此权限"),
}
