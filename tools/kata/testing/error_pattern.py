"""What the difference of two arrays looks like, in a sentence for whoever made the wrong one."""

from typing import Any

import numpy as np


def looks_like(got: Any, right: Any, narrow: str = "") -> str:
    """What the difference looks like: its size when it is small, a sign, a factor, a shift, a transpose, an order.

    Args:
        narrow: what is said of the dtype when the difference is a rounding.

    Returns:
        A sentence; empty when it looks like nothing that is known.
    """
    if got.dtype.kind == "b":
        return "It is the exact opposite: every True is a False." if got.size > 1 and (got == ~right).all() else ""
    if right.dtype.kind not in "fi" or got.dtype.kind not in "fi" or not (np.isfinite(got) & np.isfinite(right)).all():
        return ""
    got, right = got.astype(float), right.astype(float)
    if not got.any():
        return "It is all zeros." if got.size > 1 else ""
    if _same(got, right):
        # Too close for any likeness to mean something: all that is known is by how much they differ.
        return " ".join(filter(None, [_size(got, right), narrow]))
    if _same(got, -right):
        return "It has the opposite sign."
    multiple = _multiple(got, right)
    if multiple or right.size == 1:
        return multiple
    return _shift(got, right) or _order(got, right)


def _same(one: Any, other: Any) -> bool:
    scale = float(np.abs(other).max(initial=0.0)) or 1.0
    return bool(np.allclose(one, other, rtol=1e-4, atol=1e-6 * scale))


def _size(got: Any, right: Any) -> str:
    error = float(np.abs(got - right).max())
    size = float(np.abs(right).max())
    share = f", {error / size:.1g} of the largest value" if size and right.size > 1 else ""
    return f"They differ by {'at most ' if right.size > 1 else ''}{error:.2g}{share}."


def _multiple(got: Any, right: Any) -> str:
    nonzero = right != 0
    if not nonzero.any() or not _same(got[~nonzero], right[~nonzero]):
        return ""
    ratio = got[nonzero] / right[nonzero]
    factor = float(ratio.mean())
    if ratio.std() > 1e-4 * abs(factor) or abs(factor - 1) <= 1e-3:
        return ""
    if ratio.size > 1:
        return f"It is {_factor(factor)} times what was expected, everywhere."
    # A single number is a multiple of any other, so only the likeliest are told.
    return f"It is {_factor(factor)} times what was expected." if abs(factor) in (0.5, 2.0) else ""


def _factor(ratio: float) -> str:
    for denominator in range(1, 65):
        whole = ratio * denominator
        if abs(whole - round(whole)) < 1e-4 and 0 < abs(round(whole)) <= 64:
            return str(round(whole)) if denominator == 1 else f"{round(whole)}/{denominator}"
    return f"{ratio:.4g}"


def _shift(got: Any, right: Any) -> str:
    shift = got - right
    if shift.std() <= 1e-4 * abs(shift.mean()):
        return f"It is off by the same {shift.mean():+.4g} everywhere."
    if got.ndim >= 2 and got.shape[-1] > 2 and (shift.std(-1) <= 1e-4 * np.abs(shift).max(-1)).all():
        return "Each row is off by a constant of its own."
    return ""


def _order(got: Any, right: Any) -> str:
    if got.ndim >= 2 and got.shape[-1] == got.shape[-2] and _same(np.swapaxes(got, -1, -2), right):
        return "It is the transpose of what was expected."
    for axis in range(got.ndim):
        where = f" along axis {axis}" if got.ndim > 1 else ""
        if _same(np.flip(got, axis), right):
            return f"It is in reverse order{where}."
        for step in (1, -1):
            if got.shape[axis] > 2 and _same(np.roll(got, step, axis), right):
                return f"It is shifted by one place{where}."
    if _same(np.sort(got, axis=None), np.sort(right, axis=None)):
        return "It holds the right values in another order."
    return ""
