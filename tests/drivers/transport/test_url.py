"""Line urls."""

import pytest

from drivers.transport.url import SerialPlace, SocketPlace, parse_url


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("serial:///dev/ttyUSB0", SerialPlace(path="/dev/ttyUSB0", baud=9600)),
        (
            "serial:///dev/ttyUSB0?baud=115200&parity=e&stop=2&bits=7",
            SerialPlace(path="/dev/ttyUSB0", baud=115200, parity="E", stop=2, bits=7),
        ),
        ("socket://10.0.0.5:4001", SocketPlace(scheme="socket", host="10.0.0.5", port=4001)),
        ("tcp://[::1]:502", SocketPlace(scheme="tcp", host="::1", port=502)),
    ],
)
def test_places(url: str, place: SerialPlace | SocketPlace) -> None:
    assert parse_url(url) == place


def test_the_profile_gives_the_baud_rate_that_the_url_leaves_out() -> None:
    assert parse_url("serial:///dev/x", default_baud=19200) == SerialPlace(path="/dev/x", baud=19200)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("/dev/ttyUSB0", "expected serial:///path, or socket, udp or tcp and ://host:port"),
        ("sctp://h:1", "expected serial:///path"),
        ("serial://ttyUSB0", "expected serial:///absolute/path"),
        ("serial:///dev/x?baud=fast", "baud must be 300 to 4000000, came 'fast'"),
        ("serial:///dev/x?baud=٩٦٠٠", "baud must be 300 to 4000000"),
        ("serial:///dev/x?baud=9600000", "baud must be 300 to 4000000"),
        ("serial:///dev/x?parity=X", "parity must be N, E or O, came 'X'"),
        ("serial:///dev/x?speed=9600", "unknown speed"),
        ("tcp://host", "expected tcp://host:port"),
        ("tcp://host:99999", "Port out of range"),
        ("tcp://host:502/path", "expected tcp://host:port"),
    ],
)
def test_a_wrong_url_says_what_was_expected(url: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        parse_url(url)


def test_how_long_a_byte_takes() -> None:
    assert SerialPlace(path="/dev/x", baud=9600).byte_seconds == pytest.approx(10 / 9600)
    assert SerialPlace(path="/dev/x", baud=9600, parity="E").byte_seconds == pytest.approx(11 / 9600)
