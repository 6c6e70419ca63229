"""Door controllers by Modbus: drivers.modbus."""

from __future__ import annotations

from collections.abc import Mapping

MODBUS: Mapping[str, str] = {
    "no answer": "无应答",
    "refused with exception {n} ({why})": "拒绝请求，异常码 {n}（{why}）",
    # the exception codes of MODBUS Application Protocol V1.1b3, clause 7
    "illegal function": "不支持的功能",
    "illegal address": "地址无效",
    "illegal value": "数值无效",
    "device failure": "设备故障",
    "acknowledged, busy": "已受理，正忙",
    "memory parity": "存储器校验错误",
    "gateway path": "网关路径不可用",
    "gateway target silent": "网关下的设备无应答",
    "unknown": "未知",
    # answers that do not fit
    "{n} bytes before the answer: {bytes}": "应答前有 {n} 字节多余数据：{bytes}",
    "an answer from address {n} to a request for {m}": "向地址 {m} 请求，由地址 {n} 应答",
    "{n} bytes that are no answer: {bytes}": "收到 {n} 字节，不构成应答：{bytes}",
    "{n} bytes that are no Modbus TCP: {bytes}": "收到 {n} 字节，不是 Modbus TCP：{bytes}",
    "a late answer to an earlier request": "对此前请求的迟到应答",
    "an answer of function {n} with {length} bytes to a request of {m}": (
        "请求功能 {m}，收到功能 {n} 的应答（{length} 字节）"
    ),
    "the echo of a write differs": "写入的回显不一致",
    "the echo of a write differs: expected {wanted}": "写入的回显不一致：应为 {wanted}",
    "{n} values came, expected {m}": "收到 {n} 个值，应为 {m} 个",
    # outputs
    "output {n} is still on after its pulse: check its pulse width and count": (
        "输出 {n} 在脉冲结束后仍为接通：请检查脉冲宽度和计数"
    ),
    "line {line} has no device {device}": "线路 {line} 上没有设备 {device}",
    "the device cannot time a pulse": "该设备不能自行计时脉冲",
    "the device cannot time an off pulse": "该设备不能自行计时断开脉冲",
    "expected a pulse of up to {most}, came {length}": "脉冲时间应不超过 {most}，收到 {length}",
    "a {model} cannot end a hold when the host dies": "{model} 在主机失联时不能结束保持开锁",
    "the device has no outputs": "该设备没有输出",
    "expected output {n} to {m}, came {found}": "输出应为 {n} 至 {m}，收到 {found}",
    # required settings
    "a required setting had been changed: {why}": "必需的参数曾被更改：{why}",
    "{name} was {was}, set to {now}": "{name}原为 {was}，已改为 {now}",
    "{name} is {now}, must be {wanted}, and {hindrance}: {why}": (
        "{name}为 {now}，必须为 {wanted}，且{hindrance}：{why}"
    ),
    "is not Gate's to set": "不能由 Gate 更改",
    "cannot be set": "无法更改",
    "{name} cannot be verified ({error}): {why}": "无法核实{name}（{error}）：{why}",
}
