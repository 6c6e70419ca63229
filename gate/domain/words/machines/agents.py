"""Agents, the engine's store and door commands: gate.edge, gate.engine, and the last words left with the broker."""

from __future__ import annotations

from collections.abc import Mapping

AGENTS: Mapping[str, str] = {
    # why an agent decides alone, or no longer
    "the broker cannot be reached": "无法连接消息服务器",
    "the engine answers and has recorded all events": "引擎已恢复应答，事件已全部记录",
    # who is gone
    "the agent is gone": "代理已断线",
    "the engine is gone": "引擎已断线",
    "the camera process is gone": "摄像机程序已断线",
    "the store is away": "数据库不可用",
    "the store is away: {why}": "数据库不可用：{why}",
    "waits for the store: {why}": "正在等待数据库：{why}",
    # events
    "the disk takes no events: they are in memory alone": "磁盘无法写入事件，事件仅存于内存",
    "the agent's spool was full": "代理的事件缓存已满",
    # door commands and keys of readers
    "epoch {epoch}; the newest is {newest}": "第 {epoch} 任引擎的命令，现任为第 {newest} 任",
    "carried out before": "已执行过",
    "the portal is not this agent's": "此门不归该代理管理",
    "a pulse of {n} s is not allowed": "不允许 {n} 秒的开锁时间",
    "sent {n} s ago": "{n} 秒前发出",
    "no such read in the last minute": "一分钟内没有此次刷卡",
    "the read was at another portal": "该次刷卡在另一扇门",
    "the agent answered alone": "代理已自行答复",
    "released before": "此前已开锁",
    "{n} ms after the read; {allowed} ms allowed": "刷卡后已过 {n} 毫秒，限 {allowed} 毫秒",
    "this agent gives no keys": "该代理不能下发密钥",
    "a fault of the agent; its log says which": "代理发生故障，详见其日志",
    # heads of the record
    "expected a head of {origin}, got one of {found}": "应为 {origin} 的记录头，收到 {found} 的",
    "the record became shorter": "记录变短了",
    "the record of this size was another one": "同样长度的记录与此前不同",
    "the record does not continue the one seen before": "记录与此前所见的不连续",
    "it is not signed by the key whose turn it was": "未由当期密钥签名",
    "expected keys of {origin}, got those of {found}": "应为 {origin} 的密钥，收到 {found} 的",
    "the keys that sign the record are not those that were known": "为记录签名的密钥与已知的不同",
}
