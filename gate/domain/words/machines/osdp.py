"""OSDP readers (IEC 60839-11-5): drivers.osdp."""

from __future__ import annotations

from collections.abc import Mapping

OSDP: Mapping[str, str] = {
    # how the reader stands
    "has not answered since the line was opened": "线路打开后一直无应答",
    "no good reply for {n} s": "{n} 秒内没有有效应答",
    "must be secure, and no key is kept for it": "必须使用安全通道，但没有它的密钥",
    "the reader demands a secure channel, and no key is kept for it ({why})": (
        "读卡器要求安全通道，但没有它的密钥（{why}）"
    ),
    "no such reader on the line": "线路上没有此读卡器",
    "NAK {n} ({why})": "否定应答 {n}（{why}）",
    "somebody else has the wire": "线路正被其他程序使用",
    "connecting again after {why}": "收到{why}后重新连接",
    "the line garbles what we send: {why}": "发出的数据在线路上受损：{why}",
    "a card or keys from before the connection came back were not counted: present them again": (
        "连接恢复前的刷卡或按键不计，请重新刷卡"
    ),
    "keys from a reader that has none by its configuration": "配置为无键盘的读卡器发来按键",
    "a key that its profile does not know": "设备档案中没有的按键",
    "the reader reports a power failure": "读卡器报告供电故障",
    # frames
    "expected a reply of {wanted}, came one of {found}": "应由 {wanted} 应答，却由地址 {found} 应答",
    "a command that this panel did not send: is a second panel on the line?": (
        "线路上有非本机发出的命令：是否接有第二台主机？"
    ),
    "expected a reply of sequence {n}, came {m}": "应答序号应为 {n}，收到 {m}",
    "reply {code} in clear text although the secure channel is up": "安全通道已建立，却收到明文应答 {code}",
    "expected {n} bytes, came {m}, then silence": "应为 {n} 字节，收到 {m} 字节后中断",
    "a header's 5": "帧头 5",
    "{n} bytes that begin no frame": "{n} 字节不构成帧的开头",
    "expected a length of {range}, came {n}": "长度应为 {range}，收到 {n}",
    "expected 53h and a length that fits, came {bytes} in {n} bytes": (
        "应为 53h 和相符的长度，{n} 字节中收到 {bytes}"
    ),
    "expected check {wanted}, came {found} in {bytes}": "校验码应为 {wanted}，{bytes} 中为 {found}",
    "expected a code byte after the header, came none in {bytes}": "帧头后应有代码字节，{bytes} 中没有",
    "expected a security block of 2 bytes or more inside the frame, came {n}": (
        "帧内安全块应至少 2 字节，收到 {n}"
    ),
    "expected a security block of type 11h..18h, came {found}": "安全块类型应为 11h..18h，收到 {found}",
    "expected a frame of at most {n} bytes, came {m}": "帧应不超过 {n} 字节，收到 {m} 字节",
    "expected {n} bytes of data, came {m}": "数据应为 {n} 字节，收到 {m}",
    "expected {n} bytes of data or more, came {m}": "数据应至少 {n} 字节，收到 {m}",
    "expected records of {n} bytes, came {m} bytes": "记录应为每条 {n} 字节，收到 {m} 字节",
    "expected one bit or more, came none": "应至少有一位，收到空数据",
    "RAW of {n} bits": "{n} 位 RAW",
    "expected a control code of 0..6, came {n} for output {output}": (
        "控制码应为 0..6，输出 {output} 收到 {n}"
    ),
    "expected controls 0..2 and 0..1, came {n} and {m}": "控制值应为 0..2 和 0..1，收到 {n} 和 {m}",
    # secure channel
    "expected a frame of the session, came security block {found}": "应为会话内的帧，收到安全块 {found}",
    "a reply without a command, or a command without the reply before it: replayed": "应答与命令不成对：重放",
    "the MAC does not fit: changed, replayed or from another session": "MAC 不符：被篡改、重放或来自其他会话",
    "expected encrypted data in blocks of {n}, came {m} bytes": "加密数据应为 {n} 字节的整块，收到 {m} 字节",
    "expected padding of 80h and zeros within the last block, came something else": (
        "末块应以 80h 和零填充，实际不符"
    ),
    "{n} frames that the secure channel did not open: {why}": "{n} 帧无法由安全通道解开：{why}",
    "the reader sends data that is not encrypted": "读卡器发送未加密的数据",
    "expected clear text, came a security block": "应为明文，收到安全块",
    "expected a handshake to be under way": "当前应在握手",
    "expected a reader with a key": "读卡器应有密钥",
    "the reader answers in clear text although the secure channel is up": (
        "安全通道已建立，读卡器却以明文应答"
    ),
    "the reader does not hold the key kept for it (wrong cryptogram)": "读卡器的密钥与保存的不符（密文错误）",
    "expected the reader's proof before its end of the handshake": "握手结束前应先收到读卡器的证明",
    "the reader does not accept our proof of the key (status {found})": (
        "读卡器不接受本机的密钥证明（状态 {found}）"
    ),
    "the reader does not accept the key kept for it (wrong R-MAC)": "读卡器不接受保存的密钥（R-MAC 错误）",
    "the reader refuses the secure channel with {why}": "读卡器拒绝安全通道：{why}",
    "expected {wanted} in {block}, came {found} without": (
        "应为 {block} 中的 {wanted}，收到不带安全块的 {found}"
    ),
    "the reader offers the default key (SCBK-D), which everybody knows": (
        "读卡器提供人人皆知的默认密钥（SCBK-D）"
    ),
    "the reader offers a key of another kind (expected {wanted}, came {found})": (
        "读卡器提供另一类密钥（应为 {wanted}，收到 {found}）"
    ),
    # when a key is given
    "the reader refuses the new key with {why}": "读卡器拒绝新密钥：{why}",
    "after KEYSET {why}": "下发密钥后：{why}",
    "the reader acknowledged the new key and does not use it, or not yet": (
        "读卡器已确认新密钥，但没有使用或尚未使用"
    ),
    "reader {n} does not answer ({tries} tries)": "读卡器 {n} 无应答（已试 {tries} 次）",
    "reader {n} says BUSY for {s} s": "读卡器 {n} 持续 {s} 秒报忙",
}
