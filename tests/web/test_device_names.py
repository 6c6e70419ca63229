"""What a device is called: a guard knows doors, not wires."""

import pytest

from tests.web.demo_site import demo_site
from web.words.names import Names


@pytest.mark.parametrize(
    ("id", "en", "zh"),
    [
        ("rdr-lab-in", "Lab door · reader on the way in", "实验室门 · 进门读卡器"),
        ("rdr-lab-out", "Lab door · reader on the way out", "实验室门 · 出门读卡器"),
        ("io-lab", "Controller io-lab", "控制器 io-lab"),
        ("rdr-desk", "Device rdr-desk", "设备 rdr-desk"),
        ("cam-lab", "Camera cam-lab", "摄像机 cam-lab"),
        ("cabinet-1", "Agent cabinet-1", "代理 cabinet-1"),
        ("gone-since", "gone-since", "gone-since"),
    ],
)
def test_a_device_by_what_it_is_and_where(id: str, en: str, zh: str) -> None:
    site = demo_site()
    assert Names(site, {}, "en").device(id) == en
    assert Names(site, {}, "zh").device(id) == zh
    assert Names(site, {}, "en").anything(id) == en
