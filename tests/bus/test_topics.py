"""Topic names and broker URLs."""

from pathlib import Path

import pytest

from gate.bus.topics import ANY, KINDS, Address, TopicError, Topics, parse_topic
from gate.bus.url import BusUrl, BusUrlError, parse_bus_url

TOPICS = Topics("hq")
NAMES = {
    "gate/1/hq/ev/cabinet-1": TOPICS.events("cabinet-1"),
    "gate/1/hq/ack/cabinet-1": TOPICS.ack("cabinet-1"),
    "gate/1/hq/cmd/cabinet-1": TOPICS.commands("cabinet-1"),
    "gate/1/hq/pack/cabinet-1": TOPICS.pack("cabinet-1"),
    "gate/1/hq/fresh": TOPICS.fresh,
    "gate/1/hq/do/console": TOPICS.do("console"),
    "gate/1/hq/receipt/console": TOPICS.receipt("console"),
    "gate/1/hq/hint": TOPICS.hint,
    "gate/1/hq/head": TOPICS.head,
    "gate/1/hq/state/lab-door": TOPICS.state("lab-door"),
    "gate/1/hq/health/engine": TOPICS.health("engine"),
}


@pytest.mark.parametrize(("expected", "built"), NAMES.items())
def test_names_are_those_of_the_design_and_parse_back(expected: str, built: str) -> None:
    assert built == expected
    levels = [*expected.split("/"), ""]
    assert parse_topic(built) == Address("hq", levels[3], levels[4])


def test_every_kind_has_a_name() -> None:
    assert {parse_topic(name).kind for name in NAMES} == set(KINDS)


def test_patterns_for_subscriptions() -> None:
    assert TOPICS.events(ANY) == "gate/1/hq/ev/+"
    assert TOPICS.do(ANY) == "gate/1/hq/do/+"


@pytest.mark.parametrize("name", ["", "a/b", "#", "a+", "x\0"])
def test_ids_that_no_topic_can_carry(name: str) -> None:
    with pytest.raises(TopicError, match="one topic level"):
        TOPICS.events(name)
    with pytest.raises(TopicError):
        Topics(name)


OTHERS = """
gate
gate/1/hq
gate/2/hq/ev/x
door/1/hq/ev/x
gate/1/hq/open/x
gate/1/hq/ev
gate/1/hq/fresh/x
gate/1//ev/x
gate/1/hq/ev/
gate/1/hq/ev/x/y
gate/1/hq/ev/+
"""


@pytest.mark.parametrize("topic", OTHERS.splitlines())
def test_topics_of_others(topic: str) -> None:
    with pytest.raises(TopicError):
        parse_topic(topic)


URLS = {
    "mqtt://broker": BusUrl(host="broker", port=1883),
    "mqtt://127.0.0.1:2883/": BusUrl(host="127.0.0.1", port=2883),
    "mqtt://[::1]:1884": BusUrl(host="::1", port=1884),
    "mqtts://broker.internal": BusUrl(host="broker.internal", port=8883, tls=True),
    "mqtts://agent@broker?ca=/a/ca.pem&cert=c.pem&key=k.pem": BusUrl(
        host="broker",
        port=8883,
        tls=True,
        user="agent",
        ca=Path("/a/ca.pem"),
        cert=Path("c.pem"),
        key=Path("k.pem"),
    ),
    "mqtt://agent@broker?password_file=/run/p": BusUrl(
        host="broker", port=1883, user="agent", password_file=Path("/run/p")
    ),
}


@pytest.mark.parametrize(("url", "expected"), URLS.items())
def test_broker_urls(url: str, expected: BusUrl) -> None:
    assert parse_bus_url(url) == expected
    assert "agent" not in str(expected)


BAD_URLS = {
    "": "expected mqtt://",
    "http://broker": "got scheme 'http'",
    "mqtt://": "expected mqtt://host",
    "mqtt://broker/topic": "expected mqtt://host",
    "mqtt://broker:0": "port from 1 to 65535",
    "mqtt://broker:70000": "port from 1 to 65535; got '70000'",
    "mqtt://broker:port": "port from 1 to 65535; got 'port'",
    "mqtt://u:hunter2@broker": "use password_file",
    "mqtt://broker?ca=x": "expected mqtts://",
    "mqtts://broker?cert=x": "cert and key together",
    "mqtts://broker?verify=no": "got 'verify'",
    "mqtts://broker?ca=": "got 'ca'",
}


@pytest.mark.parametrize(("url", "says"), BAD_URLS.items())
def test_bad_broker_urls(url: str, says: str) -> None:
    with pytest.raises(BusUrlError) as fault:
        parse_bus_url(url)
    assert says in str(fault.value)
    assert "hunter2" not in str(fault.value)
