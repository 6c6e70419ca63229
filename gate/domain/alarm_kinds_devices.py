"""Alarms about devices, agents and the engine: texts in both languages, data only."""

from __future__ import annotations

from gate.domain.alarm_kind import (
    FALSE,
    FAULT,
    HIGH,
    INTRUSION,
    LOW,
    MEDIUM,
    MINUTE,
    OF_DEVICES,
    RESOLVED,
    TEST,
    AlarmKind,
)
from gate.domain.text import Text

DEVICES = (
    AlarmKind(
        id="device_offline",
        priority=MEDIUM,
        respond_within=10 * MINUTE,
        codes=OF_DEVICES,
        name=Text(
            "Device offline",
            "设备离线",
        ),
        cause=Text(
            "The device does not answer.",
            "设备无应答。",
        ),
        consequence=Text(
            "Its doors or pictures are blind or run alone.",
            "相关门或画面失去监控，或独立运行。",
        ),
        first_action=Text(
            "Check power and network; post a guard where a restricted door is blind.",
            "检查电源与网络；重要的门失去监控时派人值守。",
        ),
    ),
    AlarmKind(
        id="power",
        priority=MEDIUM,
        respond_within=10 * MINUTE,
        codes=OF_DEVICES,
        name=Text(
            "Power supply",
            "电源异常",
        ),
        cause=Text(
            "Mains failed: the cabinet runs on its battery.",
            "市电中断，控制箱由电池供电。",
        ),
        consequence=Text(
            "Doors fall to their state without power when the battery is empty.",
            "电池耗尽后，门将处于断电状态。",
        ),
        first_action=Text(
            "Find out how long the battery lasts; call maintenance.",
            "确认电池可用时间；通知维修。",
        ),
    ),
    AlarmKind(
        id="battery",
        priority=MEDIUM,
        respond_within=10 * MINUTE,
        codes=OF_DEVICES,
        name=Text(
            "Battery low",
            "电池电量低",
        ),
        cause=Text(
            "The cabinet's battery is low or broken.",
            "控制箱电池电量低或故障。",
        ),
        consequence=Text(
            "If mains fail, its doors fall to their state without power at once.",
            "市电中断时，相关的门将立即处于断电状态。",
        ),
        first_action=Text(
            "Call maintenance; have the battery changed.",
            "通知维修，更换电池。",
        ),
    ),
    AlarmKind(
        id="osdp_downgrade",
        priority=HIGH,
        respond_within=2 * MINUTE,
        codes=(RESOLVED, INTRUSION, FAULT, FALSE, TEST),
        name=Text(
            "Attack on a reader's line",
            "读卡器线路遭攻击",
        ),
        cause=Text(
            "Somebody on the line tried to be taken for the reader without its key.",
            "有人在线路上试图不凭密钥冒充读卡器。",
        ),
        consequence=Text(
            "Nothing of it was believed; but somebody is at the wires.",
            "系统未予采信，但有人在接触线路。",
        ),
        first_action=Text(
            "Send a guard to the reader; look for a box on its wires.",
            "派保安查看该读卡器，检查线路上是否有外接装置。",
        ),
    ),
    AlarmKind(
        id="wire_tamper",
        priority=HIGH,
        respond_within=2 * MINUTE,
        codes=(INTRUSION, RESOLVED, FAULT, FALSE, TEST),
        name=Text(
            "Input's wire tampered with",
            "输入线路被破坏",
        ),
        cause=Text(
            "A supervised wire is cut, bridged, or has another resistance than it was built with.",
            "受监控的线路被剪断、短接，或阻值与安装时不同。",
        ),
        consequence=Text(
            "What hangs on it is unknown: an opening would not be seen.",
            "该线路上的状态未知，开门将无法察觉。",
        ),
        first_action=Text(
            "Send a guard to the door or cabinet; have the wire measured.",
            "派保安到该门或控制箱处，测量线路。",
        ),
    ),
    AlarmKind(
        id="pack_drift",
        priority=MEDIUM,
        respond_within=30 * MINUTE,
        momentary=True,
        codes=(RESOLVED, FAULT, FALSE, TEST),
        name=Text(
            "Agent would have decided otherwise",
            "代理判定不一致",
        ),
        cause=Text(
            "An agent's own answer to a read differs from the engine's.",
            "代理对刷卡的判定与引擎不同。",
        ),
        consequence=Text(
            "If the engine fails, this agent decides wrongly.",
            "引擎失效时，该代理将作出错误判定。",
        ),
        first_action=Text(
            "Tell the administrator; doors are decided by the engine meanwhile.",
            "通知管理员；期间由引擎判定。",
        ),
    ),
    AlarmKind(
        id="invariant_broken",
        priority=HIGH,
        respond_within=60 * MINUTE,
        codes=(RESOLVED, FALSE, TEST),
        name=Text(
            "Invariant broken",
            "不变式被破坏",
        ),
        cause=Text(
            "A grant, a visit or a person's file opened a way that the site file rules out.",
            "某项授权、来访或人员档案打开了站点文件禁止的通路。",
        ),
        consequence=Text(
            "Somebody can reach, or cannot leave, a zone against the site's own rule.",
            "有人能够进入或无法离开某区域，违反本站点的规则。",
        ),
        first_action=Text(
            "Open Policy from the page of zones; end the grant or visit of the person who is named there.",
            "在区域页面打开策略；终止其中所列人员的授权或来访。",
        ),
    ),
    AlarmKind(
        id="clock_drift",
        priority=LOW,
        respond_within=60 * MINUTE,
        codes=(RESOLVED, FAULT, TEST),
        name=Text(
            "Clock drifts",
            "时钟偏差",
        ),
        cause=Text(
            "An agent's clock differs from the engine's by more than a second.",
            "代理时钟与引擎相差超过一秒。",
        ),
        consequence=Text(
            "Schedules and the order of events become doubtful.",
            "时间表与事件顺序不再可靠。",
        ),
        first_action=Text(
            "Have the time source of the cabinet checked.",
            "检查控制箱的时间源。",
        ),
    ),
    AlarmKind(
        id="agent_alone",
        priority=MEDIUM,
        respond_within=15 * MINUTE,
        codes=OF_DEVICES,
        name=Text(
            "Agent decides alone",
            "代理独立运行",
        ),
        cause=Text(
            "An agent does not hear the engine and decides by its pack.",
            "代理与引擎失联，按本地策略包判定。",
        ),
        consequence=Text(
            "Its offline rights end with each zone's lease.",
            "离线权限将随各区域租期结束。",
        ),
        first_action=Text(
            "Check network and engine before the leases end.",
            "在租期结束前检查网络与引擎。",
        ),
    ),
    AlarmKind(
        id="record_refused",
        priority=HIGH,
        respond_within=15 * MINUTE,
        momentary=True,
        codes=(RESOLVED, FAULT, FALSE, TEST),
        name=Text(
            "Agent refuses the record",
            "代理拒认记录",
        ),
        cause=Text(
            "An agent keeps a signed head of the record that the record no longer continues.",
            "代理保存的签名树头与当前记录不再一致。",
        ),
        consequence=Text(
            "Events were removed or changed, or an old database was brought back.",
            "事件被删除或篡改，或恢复了旧数据库。",
        ),
        first_action=Text(
            "Touch nothing; have the auditor run gate audit verify with the agent's head.",
            "保持现状；请审计员用该代理保存的树头运行 gate audit verify。",
        ),
    ),
    AlarmKind(
        id="record_broken",
        priority=HIGH,
        respond_within=15 * MINUTE,
        codes=(RESOLVED, INTRUSION, FAULT, FALSE, TEST),
        name=Text(
            "Record is not what was sealed",
            "记录与封存时不一致",
        ),
        cause=Text(
            "The record was verified, and something in it was altered, removed, inserted or reordered.",
            "校验发现记录中有内容被篡改、删除、插入或调换顺序。",
        ),
        consequence=Text(
            "What the record says from there on proves nothing until it is explained.",
            "在查明原因之前，该处之后的记录不足为证。",
        ),
        first_action=Text(
            "Change nothing; call the auditor, who finds the event on the page of heads.",
            "保持现状；通知审计员，在树头页面查看相关事件。",
        ),
    ),
    AlarmKind(
        id="spool_failed",
        priority=HIGH,
        respond_within=15 * MINUTE,
        codes=OF_DEVICES,
        name=Text(
            "Agent cannot keep events",
            "代理无法保存事件",
        ),
        cause=Text(
            "The disk of the cabinet's computer is full, read-only or gone.",
            "控制箱计算机的磁盘已满、只读或失效。",
        ),
        consequence=Text(
            "If the database goes too, restricted zones there refuse entry; a power cut loses events.",
            "如数据库也不可用，该处涉密区域将拒绝进入；断电将丢失事件。",
        ),
        first_action=Text(
            "Have the disk freed or replaced; do not restart the agent.",
            "清理或更换磁盘；不要重启代理。",
        ),
    ),
    AlarmKind(
        id="cannot_record",
        priority=HIGH,
        respond_within=5 * MINUTE,
        codes=OF_DEVICES,
        name=Text(
            "Nothing can be recorded",
            "无法记录",
        ),
        cause=Text(
            "The database is away, and agents keep events meanwhile.",
            "数据库不可用，事件暂存于代理。",
        ),
        consequence=Text(
            "Restricted zones refuse entry once agents are full.",
            "代理存满后，涉密区域将拒绝进入。",
        ),
        first_action=Text(
            "Call the administrator; do not restart agents.",
            "通知管理员；不要重启代理。",
        ),
    ),
)
