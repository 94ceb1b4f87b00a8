"""Grades `iou`: boxes of whole numbers, whose pixels are counted one by one, and masks.

A small number added to the union makes no difference to any of them: that is judged with tiny boxes.
"""

import numpy as np
import pytest

from kata.testing import assert_close, sizes


def pixels(boxes, size=24):
    """The unit squares of boxes with whole corners, as masks."""
    y, x = np.mgrid[:size, :size]
    x1, y1, x2, y2 = (boxes[:, i, None, None] for i in range(4))
    return (x >= x1) & (x < x2) & (y >= y1) & (y < y2)


def table(a, b):
    """The IoU of all pairs of masks, from the definition."""
    shared = np.array([[np.sum(p & q) for q in b] for p in a])
    union = np.array([[np.sum(p | q) for q in b] for p in a])
    return np.where(union > 0, shared / np.maximum(union, 1), 0.0)


def boxes(rng, n):
    """Boxes that all hold the square from (10, 10) to (12, 12), so that each pair meets; of different areas."""
    low, high = rng.integers(0, 10, (n, 2)), rng.integers(13, 24, (n, 2))
    return np.concatenate([low, high], axis=1).astype(float)


@pytest.mark.points(15)
def test_areas(submission, rng):
    """The area of a box is (x2 - x1) (y2 - y1)."""
    fixed = np.array([[1.5, 2.0, 4.0, 7.0], [-3.0, -1.0, -1.0, 4.0]])
    assert_close(submission.box_area(fixed), np.array([12.5, 10.0]), what="the areas")
    drawn = boxes(rng, 4)
    assert_close(submission.box_area(drawn), pixels(drawn).sum(axis=(1, 2)).astype(float), what="the areas")


@pytest.mark.points(25)
def test_pairs_of_boxes(submission, rng):
    """Item (i, j) is what box i of a and box j of b share, over their union."""
    n, m = sizes(rng, 3, 5)
    fixed = (np.array([[0, 0, 6, 4], [2, 1, 4, 9.0]]), np.array([[1, 2, 5, 10], [0, 0, 6, 4], [3, 3, 4, 4.0]]))
    for a, b in (fixed, (boxes(rng, n), boxes(rng, m))):
        found, expected = submission.box_iou(a, b), table(pixels(a), pixels(b))
        assert_close(found, expected, rtol=1e-4, what="the IoU of all pairs of boxes")


@pytest.mark.points(10)
def test_boxes_that_do_not_meet(submission):
    """Boxes that are apart, in one direction or both, or only touch, share nothing."""
    a = np.array([[2.0, 2.0, 5.0, 4.0]])
    b = np.array([[6, 6, 9, 8], [6, 2, 9, 4], [2, 5, 5, 6], [5, 2, 7, 4], [0, 0, 2, 2], [4, 3, 8, 7.0]])
    found, expected = submission.box_iou(a, b), table(pixels(a), pixels(b))
    assert_close(found, expected, rtol=1e-4, what="the IoU of all pairs of boxes")


@pytest.mark.points(5)
def test_the_scale_makes_no_difference(submission, rng):
    """The IoU of two boxes stays the same when all coordinates are divided, as for shares of a picture."""
    scale = 1000 * rng.uniform(1, 2)
    a, b = np.array([[1, 1, 3, 4], [2, 0, 4, 3.0]]), np.array([[1, 2, 3, 4], [0, 0, 2, 2], [1, 1, 4, 4.0]])
    usual = np.asarray(submission.box_iou(a, b))
    assert np.ptp(usual) > 0.1, "All pairs of boxes have nearly the same IoU."
    tiny = np.asarray(submission.box_iou(a / scale, b / scale))
    # However much is added, it is one mistake.
    small = bool((tiny < 0.99999 * usual).any())
    assert not small, "The IoU of tiny boxes is too small, as when a small number is added to the union."
    assert_close(tiny, usual, rtol=1e-5, what="the IoU of tiny boxes")


@pytest.mark.points(5)
def test_areas_of_degenerate_boxes(submission):
    """A box without width or height, or turned round in one direction or both, has the area 0."""
    turned = np.array([[4.0, 1.0, 2.0, 5.0], [1.0, 6.0, 3.0, 2.0], [2.0, 1.0, 2.0, 4.0], [0.0, 0.0, 2.0, 3.0]])
    what = "the areas of two boxes that are turned round in one direction, one without width and a usual one"
    found = np.asarray(submission.box_area(turned))
    below = bool((found < 0).any())
    assert not below, "The area of a box that is turned round in one direction is below 0."
    assert_close(found, np.array([0.0, 0.0, 0.0, 6.0]), what=what)
    twice = np.array([[4.0, 4.0, 1.0, 2.0], [0.0, 0.0, 2.0, 3.0]])
    what = "the areas of a box that is turned round in both directions and of a usual one"
    assert_close(submission.box_area(twice), np.array([0.0, 6.0]), what=what)


@pytest.mark.points(5)
def test_degenerate_boxes_share_nothing(submission):
    """A degenerate box shares nothing with any box."""
    turned = np.array([[5.0, 5.0, 2.0, 2.0], [5.0, 1.0, 2.0, 6.0], [3.0, 1.0, 3.0, 4.0]])
    usual = np.array([[0.0, 0.0, 8.0, 8.0], [1.0, 2.0, 4.0, 5.0]])
    assert_close(
        submission.box_iou(turned, usual), np.zeros((3, 2)), what="the IoU of degenerate boxes with usual ones"
    )


@pytest.mark.points(5)
def test_boxes_of_integers(submission):
    """Boxes of integers have the same areas and IoU, as float64."""
    a, b = np.array([[0, 0, 6, 4], [2, 1, 4, 9]]), np.array([[1, 2, 5, 10], [0, 0, 6, 4], [3, 3, 4, 4]])
    assert_close(submission.box_area(a), np.array([24.0, 16.0]), what="the areas", exact_dtype=True)
    found = submission.box_iou(a, b)
    expected = table(pixels(a), pixels(b))
    assert_close(found, expected, rtol=1e-4, what="the IoU of all pairs of boxes", exact_dtype=True)


@pytest.mark.points(20)
def test_pairs_of_masks(submission, rng):
    """Item (i, j) is how many pixels mask i of a and mask j of b share, over those of their union."""
    fixed = (np.array([[[1, 1, 0], [1, 0, 0]], [[0, 1, 1], [0, 1, 1]]]), np.array([[[1, 0, 0], [1, 1, 0]]]))
    drawn = [rng.random((k, 4, 5)) < 0.5 for k in sizes(rng, 2, 3)]
    for masks in drawn:
        masks[:, 1:3, 1:3] = True
    for a, b in ((fixed[0] > 0, fixed[1] > 0), drawn):
        assert_close(submission.mask_iou(a, b), table(a, b), rtol=1e-4, what="the IoU of all pairs of masks")


@pytest.mark.points(5)
def test_large_masks(submission, rng):
    """Masks of some thousand pixels are counted in full."""
    a, b = rng.random((1, 60, 50)) < 0.7, rng.random((2, 60, 50)) < 0.6
    assert_close(submission.mask_iou(a, b), table(a, b), what="the IoU of all pairs of masks")


@pytest.mark.points(5)
def test_an_empty_union(submission):
    """Where the union is empty the IoU is 0."""
    point, box = np.array([[3.0, 3.0, 3.0, 3.0]]), np.array([[3.0, 3.0, 3.0, 3.0], [1.0, 1.0, 4.0, 2.0]])
    points = submission.box_iou(point, box)
    masks = np.array([[[False, False]], [[True, False]]])
    found = submission.mask_iou(masks, masks)
    # It may be so for boxes, for masks or for both.
    empty = [float(np.asarray(table).flat[0]) for table in (points, found)]
    assert not np.isnan(empty).any(), "An empty union gives nan, where the IoU is 0."
    assert 1.0 not in empty, "An empty union gives 1, where the IoU is 0."
    assert_close(points, np.zeros((1, 2)), what="the IoU of a point with itself and with a box")
    expected = np.array([[0.0, 0.0], [0.0, 1.0]])
    assert_close(found, expected, rtol=1e-4, what="the IoU of an empty mask and one pixel, in pairs")
