"""Door panels and turnstiles: drivers.panel, uhppote, zkteco and turnstile."""

from __future__ import annotations

from collections.abc import Mapping

PANELS: Mapping[str, str] = {
    "a card at reader {n}, which no site file names": "读卡器 {n} 有人刷卡，但站点文件中没有它",
    "expected a Wiegand 26 number as facility and five digits, came {found}": (
        "应为 Wiegand 26 卡号（设施码加五位数字），收到 {found}"
    ),
    "{n} cards are stored in the controller: {more}": (
        "控制器中存有 {n} 张卡：与 Gate 失联时它会自行为这些卡开门，应为零张（gate panel erase）"
    ),
    "expected serial number {n}, came {m}": "序列号应为 {n}，收到 {m}",
    "{n} events while the controller was not heard; nothing was done about them": (
        "控制器失联期间有 {n} 条事件，未作处理"
    ),
    "{n} events while the panel was not heard; nothing was done about them": (
        "控制器失联期间有 {n} 条事件，未作处理"
    ),
    "the controller opened door {n} by itself, by reason {why}": "控制器自行打开了门 {n}，原因码 {why}",
    "the panel opened door {n} by itself (event {m}): it must have no users": (
        "控制器自行打开了门 {n}（事件 {m}）：其中不得存有用户"
    ),
    "a card at door {n}, at {at}: too long ago to act on": "门 {n} 于 {at} 的刷卡，时间已久，不再处理",
    "the controller refuses {word}": "控制器拒绝执行 {word}",
    "the controller refuses to open door {n}": "控制器拒绝打开门 {n}",
    "door control: expected {wanted}, came {found}": "门控方式：应为 {wanted}，收到 {found}",
    "the delay of door {n} is not known yet": "门 {n} 的开锁时间尚未获知",
    "the controller cannot end a hold when the host dies; a pulse it can": (
        "主机失联时控制器不能结束保持开锁，只能计时开锁"
    ),
    "the panel cannot end a hold when the host dies; a pulse it can": (
        "主机失联时控制器不能结束保持开锁，只能计时开锁"
    ),
    "the controller's pulse switches its relay on; an off pulse it cannot time": (
        "控制器的脉冲只能接通继电器，不能计时断开"
    ),
    "the panel's pulse switches its relay on; an off pulse it cannot time": (
        "控制器的脉冲只能接通继电器，不能计时断开"
    ),
    "expected a pulse of up to {most} s, came {n} s": "脉冲时间应不超过 {most} 秒，收到 {n} 秒",
    "expected a panel with {n} locks, came one with {m}": "控制器应有 {n} 把锁，实际为 {m}",
    "no number": "未给出数目",
    "expected session {n}, came {m}": "会话应为 {n}，收到 {m}",
    "command {n}: error {m}": "命令 {n}：错误 {m}",
    "without a number": "（无编号）",
    "an answer {n} that nobody waits for": "收到无人等待的应答 {n}",
    "no frame begins with {bytes}": "没有以 {bytes} 开头的帧",
    "a byte outside of a frame: {byte}": "帧外字节：{byte}",
    "a frame without a meaning that is known ({what})": "含义未知的帧（{what}）",
    "a barrier frees one passage; it can neither be held nor take one back": (
        "闸机每次放行一人，不能保持开启，也不能收回"
    ),
    "the barrier refuses": "闸机拒绝执行",
    # what stands in frames
    "expected 55AAAA55 at byte {n}": "字节 {n} 处应为 55AAAA55",
    "expected 55 at the end, came {found}": "结尾应为 55，收到 {found}",
    "expected 17 at the start (19 of an event), came {found}": "开头应为 17（事件为 19），收到 {found}",
    "expected 00 00 at byte 2, came {found}": "字节 2 处应为 00 00，收到 {found}",
    "no function {word}": "没有功能 {word}",
    "no value {word}": "缺少 {word}",
    "byte {n}, {field}: {why}": "字节 {n}，{field}：{why}",
    "a number below {n}": "小于 {n} 的数",
    "00 or 01": "00 或 01",
    "decimal digits": "十进制数字",
    "a time of day": "时刻",
    "a date or time": "日期或时间",
    "an IPv4 address": "IPv4 地址",
}
