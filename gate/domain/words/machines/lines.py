"""Wires and connections, whatever is spoken on them: drivers.transport, and what the operating system says."""

from __future__ import annotations

from collections.abc import Mapping

SUMMARIES: Mapping[str, str] = {
    "{why} (and {n} faults before it)": "{why}（此前另有 {n} 次故障）",
    "{why} (and {n} more since)": "{why}（此后又有 {n} 次）",
}
"""What the drivers' summaries add; looked for before all else."""

LINES: Mapping[str, str] = {
    "no answer within {n} s": "{n} 秒内无应答",
    "no answer within {n} s, {m} times": "{n} 秒内无应答，共 {m} 次",
    "no connection within {n} s": "{n} 秒内未能连接",
    "no address within {n} s": "{n} 秒内未解析到地址",
    "{n} bytes wait unsent; nobody takes them": "{n} 字节未能发出，对方不接收",
    "lost ({why})": "连接中断（{why}）",
    "end of file": "对方已关闭",
    "closed by the other side": "对方已关闭",
    "closed": "已关闭",
    "stopped": "已停止",
    "not open": "未打开",
    "not connected": "未连接",
    "the port refuses these settings ({why})": "串口不支持这些参数（{why}）",
    "no such port": "没有此串口",
    "no permission for it": "没有访问权限",
    "busy": "正被占用",
    "in use by another program": "正被其他程序使用",
    "the driver ended": "驱动程序已退出",
    # the operating system's: strerror(3), glibc's wording
    "[Errno {n}] {why}": "{why}（系统错误 {n}）",
    "Connection refused": "连接被拒绝",
    "Connection reset by peer": "连接被对方重置",
    "Connection timed out": "连接超时",
    "Broken pipe": "连接已断开",
    "No route to host": "无法到达主机",
    "Network is unreachable": "网络不可达",
    "Input/output error": "输入/输出错误",
    "No such file or directory": "没有此文件或设备",
    "No such device": "没有此设备",
    "Permission denied": "权限不足",
    "No space left on device": "磁盘空间已满",
    "Name or service not known": "无法解析主机名",
    "Temporary failure in name resolution": "暂时无法解析主机名",
}

WRAPPERS: Mapping[str, str] = {
    "line {line}: {why}": "线路 {line}：{why}",
    "output {output}: {why}": "输出 {output}：{why}",
    "reader {word}": "读卡器 {word}",
    "{word} bytes": "{word} 字节",
    "{word} digits": "{word} 位数字",
    "{word}: {why}": "{word}：{why}",
    "expected {wanted}, came {found}": "应为 {wanted}，收到 {found}",
}
"""What holds another sentence or a quantity; looked for after all else."""
