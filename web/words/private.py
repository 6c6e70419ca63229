"""Private fields as pages call them."""

from __future__ import annotations

from collections.abc import Mapping

from gate.domain.private_field import Private
from gate.domain.text import Text

PRIVATE: Mapping[str, Text] = {
    Private.ID_NUMBER: Text("Number of the document", "证件号码"),
    Private.PHONE: Text("Phone", "电话"),
    Private.EMAIL: Text("E-mail", "电子邮箱"),
}
