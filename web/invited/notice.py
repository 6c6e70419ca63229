"""The notice of privacy that a visitor reads before he gives anything, in both languages, under a version."""

from __future__ import annotations

from gate.domain.text import Text

VERSION = "2026-11"

NOTICE: tuple[Text, ...] = (
    Text(
        "What you enter here is used to prepare your visit, to let you in and to know who is in the building.",
        "您在此填写的信息仅用于安排来访、办理入内，以及掌握楼内人员情况。",
    ),
    Text(
        "The number of your document is not kept: only a keyed hash and its last four characters.",
        "证件号码不予保存，仅保存加密散列值和末四位。",
    ),
    Text(
        "Your host, the desk and those who answer for the zones of your visit see what you entered.",
        "被访人、前台以及来访区域的责任人可以看到您填写的内容。",
    ),
    Text(
        "It is erased when the time for which visits are kept is over. The desk tells you what is kept of you.",
        "保存期满后即予清除。您可向前台查询所保存的个人信息。",
    ),
)
