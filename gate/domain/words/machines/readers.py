"""Readers on a serial line without OSDP: drivers.serial_reader."""

from __future__ import annotations

from collections.abc import Mapping

READERS: Mapping[str, str] = {
    "port open; the reader itself gives no sign of life": "端口已打开，读卡器本身不报告状态",
    "port open; the barrier itself gives no sign of life": "端口已打开，闸机本身不报告状态",
    "no tag": "没有标签",
    "{n} bytes outside of a frame": "{n} 字节不在帧内",
    "{n} bytes outside of a frame: {bytes}": "{n} 字节不在帧内：{bytes}",
    "half a frame: {n} bytes, then silence": "半帧：{n} 字节后中断",
    "half a frame: {n} bytes ({bytes} …), then silence": "半帧：{n} 字节（{bytes} …）后中断",
    "half a frame: {n} bytes, then a new one": "半帧：{n} 字节后又开始新帧",
    "{n} bytes without the end of a frame": "{n} 字节仍无帧尾",
    "{n} bytes without the end of a line, then silence": "{n} 字节无行尾，随后中断",
    "{n} digits without the end of a line, then silence": "{n} 位数字无行尾，随后中断",
    "{n} digits without the end of a line": "{n} 位数字仍无行尾",
    "expected {n} digits before the end of a line, came {m}": "行尾前应有 {n} 位数字，收到 {m} 位",
    "a line of {n} bytes; expected {m} at most": "一行 {n} 字节，应不超过 {m} 字节",
    "checksum {found}, expected {wanted}": "校验和为 {found}，应为 {wanted}",
    "CRC {found}, expected {wanted}": "CRC 为 {found}，应为 {wanted}",
    "length {n} and its check {m} do not add up to 0": "长度 {n} 与其校验 {m} 之和不为 0",
    "expected {bytes} at the end of the frame, came {found}": "帧尾应为 {bytes}，收到 {found}",
    "a tag of {n} bytes: its EPC's length is not what its PC says": "{n} 字节的标签：EPC 长度与 PC 所示不符",
    "the tag's CRC is {found}, expected {wanted}": "标签的 CRC 为 {found}，应为 {wanted}",
    "the tags do not fill their frame: is this a {model}?": "标签未填满帧：设备是否为 {model}？",
    "tags of type {n} are not read here: their number is not documented": (
        "不读取 {n} 类标签：其编号方式未公开"
    ),
    # what was expected
    "a key's burst": "按键脉冲",
    "byte {word}": "字节 {word}",
    "digits, * or #": "数字、* 或 #",
    "a card with a UID of 4, 7 or 10 bytes": "UID 为 4、7 或 10 字节的卡",
    "another target": "其他目标",
    "a number of {n} bytes": "{n} 字节的卡号",
    "hex digits": "十六进制数字",
    "hex digits in pairs": "成对的十六进制数字",
    "printable characters": "可打印字符",
    "other characters": "其他字符",
    "others": "其他字符",
    "five bytes and their check": "五字节及其校验",
    "expected {n} bits in {m} bytes, came {found} bytes": "应为 {m} 字节中的 {n} 位，收到 {found} 字节",
    "expected {n} bits and zeros after them, came ones": "{n} 位之后应为零，收到一",
}
