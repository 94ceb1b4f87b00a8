"""Checks of random things against their exact law, and gradients by finite differences."""

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from kata.testing import compare
from kata.testing.compare import Mismatch, begin_sentence
from kata.testing.show import show_value


def assert_distribution(
    counts: Sequence[int] | np.ndarray, probabilities: Sequence[float] | np.ndarray, *, what: str = "the draws"
) -> None:
    """Check that observed counts follow an exact law, cell by cell.

    Each cell's count is binomial, whatever the other cells do; its exact tail is compared with 1e-10 shared among all
    cells and both sides. So a right answer is refused with probability under 1e-10, for small counts as for large.

    Args:
        counts: how often each outcome was seen, whole numbers.
        probabilities: the law, of the same length, summing to 1.

    Raises:
        Mismatch: naming the cell that is least likely.
    """
    from scipy.special import bdtr, bdtrc

    compare.begun += 1
    observed = np.asarray(counts).reshape(-1)
    law = np.asarray(probabilities, dtype=float).reshape(-1)
    if observed.shape != law.shape or observed.dtype.kind not in "iu" or abs(law.sum() - 1) > 1e-9:
        raise ValueError("counts must be whole numbers, one for each probability, and the probabilities sum to 1")
    total = int(observed.sum())
    law = np.clip(law, 0.0, 1.0)
    at_most = np.where(law < 1, bdtr(observed, total, law), (observed >= total).astype(float))
    at_least = np.where(observed > 0, bdtrc(np.maximum(observed, 1) - 1, total, law), 1.0)
    tail = np.minimum(at_most, at_least)
    worst = int(np.argmin(tail))
    if tail[worst] < 1e-10 / (2 * law.size):
        mismatch = Mismatch(
            f"{begin_sentence(what)} don't follow the law: outcome {worst} came {observed[worst]} times in {total} "
            f"instead of about {total * law[worst]:.1f}.",
            lambda: (show_value(law * total), show_value(observed)),
            kind="law",
        )
        mismatch.actual, mismatch.right = observed, law * total
        mismatch.part = (observed, mismatch.right)
        raise mismatch


def numerical_gradient(
    function: Callable[[np.ndarray], Any], x: np.ndarray, cotangent: Any = None, step: float = 1e-5
) -> np.ndarray:
    """The gradient of sum(function(x) * cotangent) by central differences, in float64.

    Args:
        function: takes an array of the shape of `x`; its result is a number or an array of the cotangent's shape.
        x: where the gradient is taken.
        cotangent: weights of the result; None means 1.
        step: half the distance of the two points of a difference.

    Returns:
        A float64 array of the shape of `x`, with an error of the order of step squared.
    """
    point = np.array(x, dtype=np.float64)
    weights = 1.0 if cotangent is None else np.asarray(cotangent, dtype=np.float64)
    gradient = np.zeros_like(point)
    for index in np.ndindex(point.shape):
        values = []
        for sign in (1, -1):
            moved = point.copy()
            moved[index] += sign * step
            values.append(math.fsum(np.ravel(np.asarray(function(moved), dtype=np.float64) * weights)))
        gradient[index] = (values[0] - values[1]) / (2 * step)
    return gradient


def complex_step(
    function: Callable[[np.ndarray], Any], x: np.ndarray, cotangent: Any = None, *, axis: int | None = None
) -> np.ndarray:
    """The gradient of sum(function(x) * cotangent) with no cancellation: the imaginary part of f(x + ih) is h f'(x).

    Args:
        function: takes a complex array of the shape of `x`, and computes nothing but analytic functions of it (no
            absolute value, no comparison).
        x: where the gradient is taken.
        cotangent: weights of the result; None means 1.
        axis: where each row along an axis is mapped to a row of the result by itself, that axis: all rows are then
            moved at once. None moves one entry at a time, and the function may do what it likes with them.

    Returns:
        A float64 array of the shape of `x`, right to rounding.
    """
    weights = 1.0 if cotangent is None else np.asarray(cotangent, dtype=np.float64)
    gradient = np.zeros(np.shape(x))
    places: list[tuple[Any, ...]]
    if axis is None:
        places = list(np.ndindex(gradient.shape))
    else:
        before = (slice(None),) * (axis % gradient.ndim)
        places = [(*before, i) for i in range(gradient.shape[axis])]
    for place in places:
        moved = np.array(x, dtype=complex)
        moved[place] += 1e-30j
        slopes = np.asarray(function(moved)).imag / 1e-30 * weights
        gradient[place] = slopes.sum() if axis is None else slopes.sum(axis=axis)
    return gradient
