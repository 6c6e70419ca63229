"""Databases, printers and mail servers: gate.store and gate.notify, and what those programs say themselves."""

from __future__ import annotations

from collections.abc import Mapping

PROGRAMS: Mapping[str, str] = {
    # SQLite's own words, sqlite3_errstr (https://www.sqlite.org/rescode.html)
    "database is locked": "数据库被锁定",
    "database or disk is full": "数据库或磁盘已满",
    "disk I/O error": "磁盘读写错误",
    "attempt to write a readonly database": "数据库为只读",
    "unable to open database file": "无法打开数据库文件",
    "database disk image is malformed": "数据库文件已损坏",
    "file is not a database": "文件不是数据库",
    "expected a database at {path}; there is none": "{path} 处没有数据库",
    # libpq's and psycopg's
    "connection failed: {why}": "连接失败：{why}",
    'connection to server at "{host}", port {port} failed: {why}': "无法连接服务器 {host} 端口 {port}：{why}",
    "failed to resolve host {host}: {why}": "无法解析主机 {host}：{why}",
    "consuming input failed: {why}": "读取数据库应答失败：{why}",
    "server closed the connection unexpectedly": "数据库服务器意外断开连接",
    "terminating connection due to administrator command": "管理员已终止数据库连接",
    "the connection is lost": "数据库连接已丢失",
    "the connection is closed": "数据库连接已关闭",
    # labels
    "its paper is gone: make a new label": "标签内容已清除，请重新制作",
    "there is no program {word}": "没有程序 {word}",
    "{word} did not answer within {n} s": "{word} 在 {n} 秒内无应答",
    "{word} ended with {n}": "{word} 已退出，返回码 {n}",
    # messages
    "expected an address that apprise knows; its scheme is {scheme}": "无法识别的发送地址，其类型为 {scheme}",
    "the {word} server did not take it": "{word} 服务器未接收",
}
