"""Why the bits of a card are no card's: drivers.wiegand."""

from __future__ import annotations

from collections.abc import Mapping

CARDS: Mapping[str, str] = {
    "no format has {n} bits": "没有 {n} 位的卡格式",
    "{n} bits are no card's": "{n} 位不是卡的数据",
    "{n} bits fit {formats}: the profile must name the one in use": (
        "{n} 位同时符合 {formats}：须在设备档案中指定所用格式"
    ),
    "{word1} and {word2}": "{word1}、{word2}",
    "{word1} and {word2} and {word3}": "{word1}、{word2}、{word3}",
    "bits {n} to {m} are {found}, not the fixed {wanted}": "第 {n} 至 {m} 位为 {found}，应固定为 {wanted}",
    "odd parity at bit {n} is wrong": "第 {n} 位奇校验错误",
    "even parity at bit {n} is wrong": "第 {n} 位偶校验错误",
    "check byte at bit {n} is wrong": "第 {n} 位起的校验字节错误",
    "the check byte is wrong": "校验字节错误",
    "the check character at the end is wrong": "末尾的校验字符错误",
    "odd parity of character {n} is wrong": "第 {n} 个字符奇校验错误",
    "character {n} is {found}, expected {wanted}": "第 {n} 个字符为 {found}，应为 {wanted}",
    "a digit": "数字",
}
