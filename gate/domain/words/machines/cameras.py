"""Cameras: drivers.camera and gate.roots.camera_events."""

from __future__ import annotations

from collections.abc import Mapping

CAMERAS: Mapping[str, str] = {
    "the picture stands still": "画面冻结",
    "the picture moves again": "画面恢复活动",
    "{n} pictures a second": "每秒 {n} 帧",
    "{n} pictures a second, usually {usual}": "每秒 {n} 帧，平时为 {usual} 帧",
    "the stream ended or stalled": "视频流已结束或停滞",
    "opens but sends no picture": "可以打开，但没有画面",
    "sends what are no pictures": "发来的不是画面",
    "cannot be decoded: {why}": "无法解码：{why}",
    "is not watched any more: {why}": "已停止监看：{why}",
    "does not open: {word} ({why})": "无法打开：{word}（{why}）",
    "does not open: {why}": "无法打开：{why}",
    "no video, or the user or password is wrong": "没有视频，或用户名、密码有误",
    "does not answer: {url}": "无应答：{url}",
    "refuses the user name or password: {url} ({status})": "用户名或密码被拒绝：{url}（{status}）",
    "has no stream at this address: {url} ({status})": "该地址没有视频流：{url}（{status}）",
    "refuses: {url} ({status})": "拒绝访问：{url}（{status}）",
    "expected an RTSP server at {url}, came {found}": "{url} 应为 RTSP 服务，收到 {found}",
    "expected rtsp, http, usb:N or a file, came {url}: no such file": (
        "应为 rtsp、http、usb:N 或文件，收到 {url}：没有此文件"
    ),
    "multipart/x-mixed-replace with a boundary": "带分界符的 multipart/x-mixed-replace",
    "expected a picture of at most {n} bytes, came {m} without an end": (
        "画面应不超过 {n} 字节，已收到 {m} 字节仍未结束"
    ),
}
