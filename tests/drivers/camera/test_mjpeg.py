"""MJPEG parts as cameras write them, cut anywhere, with noise between them, and JPEG headers that lie."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.camera.jpeg import jpeg_size, read_jpeg
from drivers.camera.mjpeg import MAX_PART, MjpegError, MjpegParts, boundary_of
from drivers.camera.picture import still_of

ONE, TWO = b"\xff\xd8one\r\n\xff\xd9", b"\xff\xd8two\xff\xd9"


def with_length(body: bytes) -> bytes:
    return b"--b\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n%s\r\n" % (len(body), body)


def without_length(body: bytes) -> bytes:
    return b"--b\r\nContent-Type: image/jpeg\r\n\r\n%s\r\n" % body


@pytest.mark.parametrize(
    ("header", "boundary"),
    [
        ("multipart/x-mixed-replace; boundary=myboundary", b"myboundary"),
        ("multipart/x-mixed-replace;boundary=--myboundary", b"myboundary"),
        ('multipart/x-mixed-replace; boundary="--a b"', b"a b"),
        ("Multipart/X-Mixed-Replace; charset=x; BOUNDARY=q", b"q"),
    ],
)
def test_boundaries_as_cameras_announce_them(header: str, boundary: bytes) -> None:
    assert boundary_of(header) == boundary


@pytest.mark.parametrize("header", ["", "text/html", "image/jpeg", "multipart/x-mixed-replace"])
def test_another_type_is_refused(header: str) -> None:
    with pytest.raises(MjpegError, match="expected multipart"):
        boundary_of(header)


def test_parts_with_and_without_a_length() -> None:
    assert MjpegParts(b"b").feed(with_length(ONE) + with_length(TWO)) == [ONE, TWO]
    parts = MjpegParts(b"b")
    assert parts.feed(without_length(TWO)) == []  # the next boundary ends it
    assert parts.feed(without_length(TWO)) == [TWO]


def test_a_boundary_inside_a_picture_with_a_length_is_a_picture() -> None:
    body = b"\xff\xd8--b\r\n\r\n\xff\xd9"
    assert MjpegParts(b"b").feed(with_length(body)) == [body]


@given(cuts=st.lists(st.integers(0, 400), max_size=12), noise=st.binary(max_size=40))
def test_cut_anywhere_and_noise_between(cuts: list[int], noise: bytes) -> None:
    between = noise.replace(b"-", b"")
    wire = between + with_length(ONE) + between + with_length(TWO) + without_length(TWO) + with_length(ONE)
    parts, got, at = MjpegParts(b"b"), [], 0
    for cut in [*sorted(cuts), len(wire)]:
        got += parts.feed(wire[at:cut])
        at = max(at, cut)
    assert got == [ONE, TWO, TWO, ONE]


def test_the_buffer_is_bounded() -> None:
    parts = MjpegParts(b"b")
    for _ in range(3):
        assert parts.feed(b"x" * MAX_PART) == []  # no boundary at all: skipped
    with pytest.raises(MjpegError, match="without an end"):
        parts.feed(b"--b\r\n\r\n" + b"x" * MAX_PART)
    with pytest.raises(MjpegError, match="without an end"):
        MjpegParts(b"b").feed(b"--b\r\nContent-Length: 999999999\r\n\r\n" + b"x" * MAX_PART)


def test_size_and_picture_of_a_jpeg() -> None:
    jpeg = still_of(np.full((48, 80, 3), 90, np.uint8))
    assert jpeg_size(jpeg) == (80, 48)
    picture = read_jpeg(jpeg, 320)
    assert picture is not None
    assert picture.colour().shape == (48, 80, 3)
    assert picture.grey.shape == (48, 80)
    assert picture.data == jpeg


@pytest.mark.parametrize(
    ("wide", "decoded"),
    [(1, 80), (80, 80), (81, 160), (160, 160), (161, 320), (320, 320), (321, 640), (9999, 640)],
)
def test_a_jpeg_is_decoded_no_finer_than_asked_for(wide: int, decoded: int) -> None:
    picture = read_jpeg(still_of(np.full((360, 640, 3), 90, np.uint8)), wide)
    assert picture is not None
    assert picture.grey.shape == (decoded * 9 // 16, decoded)
    assert picture.colour(wide).shape == (decoded * 9 // 16, decoded, 3)
    assert abs(float(picture.grey.mean()) - 90.0) < 2.0


def test_colours_that_will_be_asked_for_are_decoded_with_the_grey() -> None:
    picture = read_jpeg(still_of(np.full((360, 640, 3), (200, 90, 20), np.uint8)), 300, colour=True)
    assert picture is not None
    assert picture.grey.shape == (180, 320)
    first = picture.colour(320)
    assert first is picture.colour(300), "not decoded again"
    assert first.shape == (180, 320, 3)
    assert np.abs(first.mean(axis=(0, 1)) - (200, 90, 20)).max() < 3.0
    assert picture.colour(321).shape == (360, 640, 3)


def test_a_header_that_claims_gigabytes_is_not_decoded() -> None:
    jpeg = bytearray(still_of(np.full((48, 80, 3), 90, np.uint8)))
    at = jpeg.index(b"\xff\xc0") + 5
    jpeg[at : at + 4] = b"\xff\xff\xff\xff"
    assert jpeg_size(bytes(jpeg)) == (65535, 65535)
    assert read_jpeg(bytes(jpeg), 320) is None


@given(st.binary(max_size=200))
def test_rubbish_is_no_picture(data: bytes) -> None:
    assert read_jpeg(data, 320) is None
    assert read_jpeg(b"\xff\xd8" + data, 320) is None
