"""Cameras: drivers.camera and gate.roots.camera_events."""

from __future__ import annotations

from collections.abc import Mapping

CAMERAS: Mapping[str, str] = {
    "the picture stands still": "画面冻结",
    "the picture moves again": "画面恢复活动",
    "{n} pictures a second": "每秒 {n} 帧",
    "{n} pictures a second, usually {usual}": "每秒 {n} 帧，平时为 {usual} 帧",
    "changed its picture from {before} to {now}: learning anew": "画面尺寸从 {before} 变为 {now}：重新学习场景",
    "the clock jumped by {n} s; hold times are not affected": "时钟跳变 {n} 秒；不影响持续时间的计算",
    "sends a picture that cannot be analysed: {why}": "发来无法分析的画面：{why}",
    "sees too few edges: tamper can tell only black, glare, freezing and loss": (
        "画面中轮廓太少：只能识别全黑、强光、冻结和信号丢失"
    ),
    "rule {word} does not run: it needs {why}": "规则 {word} 未运行：需要{why}",
    "a person model (gate camera model install)": "已安装的人员识别模型",
    "a newer Gate (known kinds: {kinds})": "更新版本的 Gate（已知类型：{kinds}）",
    "a line": "一条线",
    "a time (after)": "时长",
    "a count, or max_occupancy of its zone": "人数，或所属区域的人数上限",
    "the person model cannot be used: {why}": "人员识别模型无法使用：{why}",
    "expected an ONNX model, came {path}: {why}": "应为 ONNX 模型，收到 {path}：{why}",
    "expected a model file, came {path}: no such file": "应为模型文件，收到 {path}：没有此文件",
    "it is empty": "模型为空",
    "expected a YOLOX model of {n} × {m}: {why}": "应为 {n} × {m} 的 YOLOX 模型：{why}",
    "expected a YOLOX model of {n} × {m} with output {shape}, came {found}": (
        "应为 {n} × {m}、输出为 {shape} 的 YOLOX 模型，收到 {found}"
    ),
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
