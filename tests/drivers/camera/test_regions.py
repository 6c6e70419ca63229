"""Connected regions of a mask: the same as OpenCV finds in the whole of it, wherever they lie."""

from __future__ import annotations

import cv2
import numpy as np
from cv2.typing import MatLike
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.camera.regions import regions

EMPTY: MatLike = np.zeros((18, 32), np.uint8)
CELLS = st.sets(st.tuples(st.integers(0, 17), st.integers(0, 31)), max_size=60)


def of(cells: set[tuple[int, int]]) -> MatLike:
    mask = EMPTY.copy()
    for y, x in cells:
        mask[y, x] = 255
    return mask


def test_nothing_in_an_empty_mask() -> None:
    assert regions(EMPTY) == []


def test_a_region_that_fills_the_mask() -> None:
    (found,) = regions(np.full_like(EMPTY, 255))
    assert (found.x, found.y, found.w, found.h, found.size) == (0, 0, 32, 18, 18 * 32)


def test_corners_touch_and_gaps_part() -> None:
    assert [each.size for each in regions(of({(1, 1), (2, 2), (2, 4)}))] == [2, 1]


@settings(max_examples=60, deadline=None)
@given(cells=CELLS)
def test_each_pixel_belongs_to_one_region(cells: set[tuple[int, int]]) -> None:
    mask = of(cells)
    covered = np.zeros(mask.shape, np.int32)
    found = regions(mask)
    for each in found:
        assert np.count_nonzero(each.pixels) == each.size
        covered[each.cut] += each.pixels
    assert (covered == (mask > 0)).all()
    assert len(found) == cv2.connectedComponents(mask, connectivity=8)[0] - 1
    assert [each.size for each in found] == sorted((each.size for each in found), reverse=True)


def test_a_region_inside_another_ones_rectangle_is_told_apart() -> None:
    ring = np.zeros((18, 32), np.uint8)
    cv2.rectangle(ring, (4, 4), (14, 14), (255,), 1)
    ring[9, 9] = 255
    outer, inner = regions(ring)
    assert (outer.size, inner.size) == (40, 1)
    assert not outer.pixels[5, 5]
