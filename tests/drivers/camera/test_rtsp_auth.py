"""Digest against the examples of its standards; which challenge is answered; what is never shown."""

from __future__ import annotations

import pytest

from drivers.camera.rtsp_auth import Credentials, answer_to, pairs_of, response_to

RFC_2617 = Credentials(user="Mufasa", password="Circle Of Life")  # §3.5
RFC_7616 = Credentials(user="Mufasa", password="Circle of Life")  # §3.9.1
NONCE = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v"
CNONCE = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"


def test_the_example_of_rfc_2617() -> None:
    asked = {
        "realm": "testrealm@host.com", "nonce": "dcd98b7102dd2f0e8b11d0f600bfb0c093", "qop": "auth",
        "nc": "00000001", "cnonce": "0a4f113b",
    }  # fmt: skip
    assert response_to(asked, RFC_2617, "GET", "/dir/index.html") == "6629fae49393a05397450978507c4ef1"


@pytest.mark.parametrize(
    ("algorithm", "response"),
    [
        ("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
        ("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
    ],
)
def test_the_examples_of_rfc_7616(algorithm: str, response: str) -> None:
    challenge = (
        f'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm={algorithm}, '
        f'nonce="{NONCE}", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"'
    )
    answer = answer_to([challenge], RFC_7616, "GET", "/dir/index.html", CNONCE)
    assert answer is not None
    said = pairs_of(answer)
    assert said["response"] == response
    assert (said["nc"], said["qop"], said["algorithm"]) == ("00000001", "auth", algorithm)
    assert "nc=00000001, " in answer
    assert "Circle" not in answer


def test_without_qop_as_most_cameras_ask() -> None:
    answer = answer_to(['Digest realm="cam", nonce="n1"'], RFC_2617, "DESCRIBE", "rtsp://192.0.2.1/s")
    assert answer is not None
    assert list(pairs_of(answer)) == ["username", "realm", "nonce", "uri", "response"]


def test_the_best_challenge_is_answered() -> None:
    who = Credentials(user="op", password="pw")
    plain, weak, strong = (
        'Basic realm="c"',
        'Digest realm="c", nonce="1"',
        'Digest realm="c", algorithm=SHA-256, nonce="2"',
    )
    best = answer_to([plain, weak, strong], who, "DESCRIBE", "rtsp://x/s")
    assert best is not None
    assert pairs_of(best)["nonce"] == "2"
    assert answer_to([plain], who, "DESCRIBE", "rtsp://x/s") == "Basic b3A6cHc="
    assert answer_to(['Digest algorithm=WHIRLPOOL, nonce="1"', plain], who, "D", "x") == "Basic b3A6cHc="
    assert answer_to(['Digest qop="auth-int", nonce="1"'], who, "D", "x") is None
    assert answer_to(["Negotiate"], who, "D", "x") is None
    assert answer_to([], who, "D", "x") is None


def test_a_password_is_not_shown() -> None:
    assert "Life" not in repr(RFC_2617)
