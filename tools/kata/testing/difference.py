"""What two values look like beside each other, and where they differ."""

from typing import Any

import numpy as np

from kata import values
from kata.testing.show import show_value

# Of floating-point types: differences of this size, relative to the largest value, are their rounding.
ROUNDING = {"float16": 1e-2, "bfloat16": 2e-2, "float32": 1e-4, "complex64": 1e-4}

_MOST_WHOLE = 60  # entries of an array that is shown whole
_GRID = (24, 36)  # rows and columns of the largest mask that is shown as a grid
_WINDOW = 6  # rows and columns that are shown of a larger array
_MAP = (32, 72)  # rows and columns of the largest map
_WORST = 3  # places that are named of a larger array


def show_pair(expected: Any, actual: Any) -> tuple[str, str]:
    """Both values as text, so that one sees where they differ.

    Small boolean arrays are grids of # (True) and . (False); of large arrays the surroundings of the worst difference
    are shown; numbers that agree in their first digits are shown with as many as it takes.
    """
    one, other = values.numbers(expected), values.numbers(actual)
    if one is None or other is None or one[0].shape != other[0].shape or not one[0].ndim:
        return _with_digits(expected, actual)
    right, got = one[0], other[0]
    labels = [_label(value, array, name) for value, (array, name) in ((expected, one), (actual, other))]
    if right.dtype.kind == got.dtype.kind == "b" and right.ndim <= 2 and _fits(right.shape):
        return _grid(right, labels[0]), _grid(got, labels[1])
    if right.size <= _MOST_WHOLE:
        texts = show_value(expected), show_value(actual)
        if texts[0] != texts[1]:
            return texts
    part = ""
    if right.size > _MOST_WHOLE and right.dtype.kind in "biufc" and got.dtype.kind in "biufc":
        window = _window(_errors(right, got))
        named = [f"{one.start}:{one.stop}" if isinstance(one, slice) else str(one) for one in window]
        part = f", here [{', '.join(named)}]"
        right, got = right[window], got[window]
    texts = _arrays_with_digits(right, got)
    return f"{texts[0]}\n({labels[0]}{part})", f"{texts[1]}\n({labels[1]}{part})"


def _label(value: Any, array: Any, name: str) -> str:
    adapter = values.adapter_of(value)
    return (adapter.label(value) if adapter else "") or f"shape {array.shape}, {name}"


def _fits(shape: tuple[int, ...]) -> bool:
    rows, columns = (1, *shape)[-2:]
    return 0 < rows <= _GRID[0] and 0 < columns <= _GRID[1]


def _grid(mask: Any, label: str) -> str:
    rows = [" ".join("#" if entry else "." for entry in row) for row in np.atleast_2d(mask)]
    return "\n".join([*rows, f"({label}; # is True)"])


def _with_digits(expected: Any, actual: Any) -> tuple[str, str]:
    one, other = show_value(expected), show_value(actual)
    if one == other and isinstance(expected, float) and isinstance(actual, float):
        return repr(expected), repr(actual)
    return one, other


def _arrays_with_digits(right: Any, got: Any) -> tuple[str, str]:
    """Both arrays in as many digits as it takes to see that they differ."""
    texts = ("", "")
    for digits in (4, 6, 8, 10, 13, 17):
        texts = (_array(right, digits), _array(got, digits))
        if texts[0] != texts[1]:
            break
    return texts


def _array(array: Any, digits: int) -> str:
    return np.array2string(array, precision=digits, threshold=1000, max_line_width=70, separator=", ")


def _errors(right: Any, got: Any) -> Any:
    """How far each entry is off: inf where one of the two is nan or infinite and the other isn't the same."""
    with np.errstate(invalid="ignore", over="ignore"):
        if right.dtype.kind in "biu" and got.dtype.kind in "biu":
            return (right != got).astype(float)
        error = np.abs(got.astype(complex) - right.astype(complex))
        same = (got == right) | (np.isnan(got) & np.isnan(right))
    return np.where(same, 0.0, np.where(np.isnan(error), np.inf, error))


def _window(error: Any) -> tuple[Any, ...]:
    """The surroundings of the worst entry: one index for each leading axis, a few rows and columns of the last two."""
    worst = np.unravel_index(int(error.argmax()), error.shape)
    parts: list[Any] = [int(index) for index in worst[:-2]]
    for index, length in zip(worst[-2:], error.shape[-2:], strict=True):
        start = max(min(int(index) - _WINDOW // 2, length - _WINDOW), 0)
        parts.append(slice(start, min(start + _WINDOW, length)))
    return tuple(parts)


def map_of_errors(right: Any, got: Any, wrong: Any) -> str:
    """Where a larger array is wrong: a digit for each entry, 0 for a right one, 9 for the worst, a row in a line.

    Leading axes lie below each other; what is larger than 32 by 72 is drawn together, the worst of each part. Empty for
    arrays that are shown whole.
    """
    if wrong.size <= _MOST_WHOLE:
        return ""
    error = np.where(wrong, _errors(right, got), 0.0)
    finite = error[np.isfinite(error)]
    worst = float(finite.max()) if finite.size and finite.max() > 0 else 1.0
    shares = np.where(np.isfinite(error), error / worst, 1.0)
    levels = np.where(wrong, np.clip(np.ceil(9 * shares), 1, 9), 0).astype(int)
    levels = levels.reshape(-1, levels.shape[-1]) if levels.ndim > 1 else levels[None, :]
    for axis, most in enumerate(_MAP):
        edges = np.linspace(0, levels.shape[axis], min(levels.shape[axis], most), endpoint=False).astype(int)
        levels = np.maximum.reduceat(levels, edges, axis=axis)
    return "\n".join("".join(map(str, row)) for row in levels)


def places(right: Any, got: Any, wrong: Any) -> str:
    """How many values differ, the first of them and the worst; of a large array the worst three."""
    count, total = int(wrong.sum()), int(wrong.size)
    first = tuple(int(index) for index in np.argwhere(wrong)[0])
    text = f"{count} of {total} values differ. First{place(first)}: {pair(right[first], got[first])}."
    if right.dtype.kind in "fc" and count > 1:
        error = np.where(wrong, _errors(right, got), -1.0).reshape(-1)
        most = _WORST if total > _MOST_WHOLE else 1
        order = [np.unravel_index(int(index), wrong.shape) for index in np.argsort(-error, kind="stable")[:most]]
        worst = [tuple(int(index) for index in one) for one in order if wrong[one]]
        worst = [one for one in worst if one != first]
        if worst:
            listed = "; ".join(f"{place(one).strip()}: {pair(right[one], got[one])}" for one in worst)
            text += f" Worst {listed}."
    return text


def place(index: Any) -> str:
    """An index as it stands in a sentence; nothing for a single number."""
    return f" at [{', '.join(str(int(i)) for i in index)}]" if len(index) else ""


def number(value: Any) -> str:
    """A single number."""
    return show_value(value.item() if hasattr(value, "item") else value, 60)


def pair(right: Any, got: Any) -> str:
    """Two numbers that differ, with enough digits to see it."""
    one, other = number(right), number(got)
    if one == other:
        one, other = (repr(value.item() if hasattr(value, "item") else value) for value in (right, got))
    return f"expected {one}, got {other}"


def text_difference(actual: Any, expected: Any) -> str:
    """Where two texts or bytes differ first; empty for other values."""
    if not isinstance(expected, str | bytes):
        return ""
    same = next((i for i, (a, b) in enumerate(zip(actual, expected, strict=False)) if a != b), None)
    if same is None:
        shorter, longer = sorted((actual, expected), key=len)
        rest = longer[len(shorter) :][:20]
        which = "is missing" if len(actual) < len(expected) else "is too much"
        return f"They agree up to character {len(shorter)}; after it, {rest!r} {which}."
    window = slice(max(same - 8, 0), same + 12)
    return f"They differ first at character {same}: expected {expected[window]!r} there, got {actual[window]!r}."


def precision(got: Any, got_name: str, right_name: str) -> str:
    """What is known of an answer's precision where it is less than what was expected; a sentence or nothing."""
    if got_name != right_name and ROUNDING.get(got_name, 0.0) > ROUNDING.get(right_name, 0.0):
        return f"Its dtype is {got_name}; {right_name} was expected."
    if got_name == "float64" and got.size > 1:
        with np.errstate(over="ignore"):
            if (got == got.astype(np.float32)).all() and _fills_float32(got[got != np.round(got)]):
                return "All of its numbers are float32's: somewhere it is computed in float32."
    return ""


def _fills_float32(fractions: np.ndarray) -> bool:
    """Whether any of them has more digits than chance leaves: 0.5 and float64's own rounding, 2.2e-16, have few."""
    digits = np.ldexp(np.frexp(fractions)[0], 12)
    return bool((digits != np.round(digits)).any())
