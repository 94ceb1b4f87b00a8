"""Comparison of values: type, shape, dtype kind, NaN and infinities, numbers; and what a difference looks like."""

import math
import numbers
import re
from typing import Any, Literal, NoReturn

import numpy as np

from kata import values
from kata.testing.show import show_value

_KINDS = {"b": "booleans", "i": "whole numbers", "u": "whole numbers", "f": "floating-point numbers", "c": "complex"}
_RTOL = {"float16": 1e-2, "bfloat16": 2e-2, "float32": 1e-4, "complex64": 1e-4}

# The closest that a passing comparison came to its tolerance, as a fraction of it: read by the proof of the katas.
closest = 0.0
# How many comparisons the current test has begun: tells the rounds of a loop apart, read by the diagnosis.
begun = 0

Kind = Literal["type", "shape", "dtype", "values", "law"]


class Mismatch(AssertionError):
    """A value that isn't what was expected.

    Attributes:
        summary: one sentence.
        actual: the whole value that was compared.
        right: the whole value that was expected.
        part: what differs in them: the innermost value that was compared, and what it should be.
        kind: in what they differ.
        expected: text of what was expected.
        got: text of what came.
        where: where they differ first and worst, and what the difference looks like.
    """

    def __init__(
        self, summary: str, expected: str = "", got: str = "", where: str = "", *, kind: Kind = "values"
    ) -> None:
        super().__init__(summary)
        self.summary = summary
        self.actual: Any = None
        self.right: Any = None
        self.part: tuple[Any, Any] = (None, None)
        self.kind = kind
        self.expected = expected
        self.got = got
        self.where = where


def assert_equal(actual: Any, expected: Any, *, what: str = "the result", exact_dtype: bool = False) -> None:
    """Compare type, shape, dtype kind, NaN and infinities, and then values exactly.

    Args:
        actual: what the answer gave.
        expected: what is right; its type says what is asked for. A scalar may be Python's, NumPy's or 0-d, and a list
            may be a tuple.
        what: how a message names the value.
        exact_dtype: also ask for the very dtype of an expected array or tensor.

    Raises:
        Mismatch: with the first and the worst difference.
    """
    _assert(actual, expected, 0.0, 0.0, what, exact_dtype)


def assert_close(
    actual: Any,
    expected: Any,
    *,
    rtol: float | None = None,
    atol: float | None = None,
    what: str = "the result",
    exact_dtype: bool = False,
) -> None:
    """Like `assert_equal`, with |actual - expected| <= atol + rtol * |expected| for floating-point numbers.

    Args:
        rtol: relative tolerance; by default 1e-9, or 1e-4 (1e-2) when either side is float32 (float16).
        atol: absolute tolerance; by default rtol times the largest finite magnitude that is expected.

    Raises:
        Mismatch: with the first and the worst difference.
    """
    _assert(actual, expected, rtol, atol, what, exact_dtype)


def _assert(actual: Any, expected: Any, rtol: float | None, atol: float | None, what: str, exact_dtype: bool) -> None:
    global begun
    begun += 1
    try:
        _compare(actual, expected, rtol, atol, what, exact_dtype)
    except Mismatch as mismatch:
        mismatch.actual, mismatch.right = actual, expected
        raise


def _compare(actual: Any, expected: Any, rtol: float | None, atol: float | None, what: str, exact: bool) -> None:
    if values.noun(expected) or isinstance(expected, numbers.Number | np.generic):
        _compare_numbers(actual, expected, rtol, atol, what, exact)
    elif isinstance(expected, list | tuple):
        if not isinstance(actual, list | tuple):
            _fail_type(actual, expected, what, f"a {type(expected).__name__}")
        if len(actual) != len(expected):
            _fail(
                f"{begin_sentence(what)} {_verb(what, 'has', 'have')} {len(actual)} items instead of {len(expected)}.",
                expected,
                actual,
                kind="shape",
            )
        for index, (one, other) in enumerate(zip(actual, expected, strict=True)):
            _within(actual, expected, one, other, rtol, atol, f"item {index} of {what}", exact)
    elif isinstance(expected, dict):
        if not isinstance(actual, dict):
            _fail_type(actual, expected, what, "a dict")
        _compare_sets(set(actual), set(expected), f"the keys of {what}", actual, expected)
        for key, other in expected.items():
            _within(actual, expected, actual[key], other, rtol, atol, f"{what} at {show_value(key, 60)}", exact)
    elif isinstance(expected, set | frozenset):
        if not isinstance(actual, set | frozenset):
            _fail_type(actual, expected, what, "a set")
        _compare_sets(actual, expected, what, actual, expected)
    elif expected is None:
        if actual is not None:
            _fail(f"{begin_sentence(what)} should be None.", expected, actual, kind="type")
    else:
        if type(actual) is not type(expected):
            _fail_type(actual, expected, what, f"a {type(expected).__name__}")
        if actual != expected:
            _fail(f"Wrong value: {what}.", expected, actual, _text_difference(actual, expected))


def _within(whole: Any, all_expected: Any, one: Any, other: Any, *rest: Any) -> None:
    """Compare a part; a message about it shows the whole instead when the whole is short."""
    try:
        _compare(one, other, *rest)
    except Mismatch as mismatch:
        whole_expected, whole_got = show_value(all_expected), show_value(whole)
        if max(len(whole_expected), len(whole_got)) <= 160:
            mismatch.expected, mismatch.got = whole_expected, whole_got
        raise


def begin_sentence(what: str) -> str:
    return what[0].upper() + what[1:]


def _verb(what: str, singular: str, plural: str) -> str:
    """The form that goes with what is spoken of: "the ids of the text have", "the loss has"."""
    noun = re.split(r" (?:of|for|at|in|after|with|before|from|on|under|when) ", what, maxsplit=1)[0].strip()
    many = noun.endswith("s") and not noun.endswith(("ss", "us", "is", "as"))
    return plural if many or " and " in noun else singular


def _fail(summary: str, expected: Any, actual: Any, where: str = "", *, kind: Kind = "values") -> NoReturn:
    mismatch = Mismatch(summary, show_value(expected), show_value(actual), where, kind=kind)
    mismatch.part = (actual, expected)
    raise mismatch


def _fail_type(actual: Any, expected: Any, what: str, wanted: str) -> NoReturn:
    _fail(
        f"{begin_sentence(what)} should be {wanted}; {_verb(what, 'it is', 'they are')} {_type_name(actual)}.",
        expected,
        actual,
        kind="type",
    )


def _type_name(value: Any) -> str:
    if value is None:
        return "None (is a `return` missing?)"
    if noun := values.noun(value):
        return noun
    name = type(value).__name__
    return f"an {name}" if name[0] in "aeiou" else f"a {name}"


def _compare_sets(actual: Any, expected: Any, what: str, whole: Any, whole_expected: Any) -> None:
    missing, extra = expected - actual, actual - expected
    if missing or extra:
        parts = []
        if missing:
            parts.append(f"missing: {show_value(sorted(missing, key=repr)[:5], 200)}")
        if extra:
            parts.append(f"too many: {show_value(sorted(extra, key=repr)[:5], 200)}")
        _fail(
            f"{begin_sentence(what)} {_verb(what, 'is', 'are')} wrong.",
            whole_expected,
            whole,
            f"{begin_sentence('; '.join(parts))}.",
        )


def _text_difference(actual: Any, expected: Any) -> str:
    if not isinstance(expected, str | bytes):
        return ""
    same = next((i for i, (a, b) in enumerate(zip(actual, expected, strict=False)) if a != b), None)
    if same is None:
        return f"They agree up to the end of the shorter one ({min(len(actual), len(expected))} characters)."
    return f"They differ first at character {same}." if same else ""


# -- numbers, arrays, tensors -----------------------------------------------------------------------------------------


def _as_array(value: Any) -> tuple[Any, str]:
    """A NumPy array with the value's numbers, and the name of its dtype."""
    found = values.numbers(value)
    if found is not None:
        return found
    array = np.asarray(value)
    return array, array.dtype.name


def _compare_numbers(
    actual: Any, expected: Any, rtol: float | None, atol: float | None, what: str, exact_dtype: bool
) -> None:
    if type(actual) is float and type(expected) is float and _close_floats(actual, expected, rtol, atol):
        return
    # A 0-d array of NumPy's is a number like any other; a 0-d tensor is asked for as one.
    scalar = isinstance(expected, numbers.Number | np.generic | np.ndarray) and not getattr(expected, "ndim", 0)
    _check_container(actual, expected, scalar, what)
    try:
        got, got_name = _as_array(actual)
        right, right_name = _as_array(expected)
    except (OverflowError, TypeError, ValueError):
        _fail_type(actual, expected, what, "a number")
    if got.dtype.kind == "O" or right.dtype.kind == "O":
        # Python integers beyond 64 bits.
        if actual != expected:
            _fail(f"Wrong value: {what}.", expected, actual)
        return
    if got.shape != right.shape:
        has = _verb(what, "it has", "they have")
        summary = f"{begin_sentence(what)} should have shape {_shape(right)}; {has} {_shape(got)}."
        _fail(summary, expected, actual, kind="shape")
    _check_kind(got, right, got_name, right_name, scalar, exact_dtype, what, actual, expected)
    if right.dtype.kind not in "fc":
        wrong = got != right
        if wrong.any():
            _report(got, right, wrong, what, actual, expected)
        return
    narrow = _narrow(got, got_name, right_name)
    wide = np.complex128 if "c" in (got.dtype.kind, right.dtype.kind) else np.float64
    got, right = got.astype(wide), right.astype(wide)
    _check_special(got, right, what, actual, expected)
    finite = np.isfinite(right)
    size = float(np.abs(right[finite]).max()) if finite.any() else 0.0
    if rtol is None:
        rtol = max(_RTOL.get(got_name, 1e-9), _RTOL.get(right_name, 1e-9))
    if atol is None:
        atol = rtol * size
    allowed = atol + rtol * np.abs(np.where(finite, right, 0))
    with np.errstate(invalid="ignore"):
        error = np.where(finite, np.abs(got - right), 0.0)
    wrong = error > allowed
    if wrong.any():
        _report(got, right, wrong, what, actual, expected, narrow)
    _note_headroom(error, allowed)


def _close_floats(actual: float, expected: float, rtol: float | None, atol: float | None) -> bool:
    """The common case of two numbers that agree, without a detour through arrays. False decides nothing."""
    global closest
    rtol = 1e-9 if rtol is None else rtol
    allowed = (rtol * abs(expected) if atol is None else atol) + rtol * abs(expected)
    error = abs(actual - expected)
    if not error <= allowed < math.inf:
        return False
    if allowed:
        closest = max(closest, error / allowed)
    return True


def _note_headroom(error: Any, allowed: Any) -> None:
    global closest
    positive = allowed > 0
    if positive.any():
        closest = max(closest, float((error[positive] / allowed[positive]).max()))


def _check_container(actual: Any, expected: Any, scalar: bool, what: str) -> None:
    if scalar:
        is_number = isinstance(actual, numbers.Number | np.generic)
        if not is_number and not (values.noun(actual) and actual.ndim == 0):
            _fail_type(actual, expected, what, "a single number")
    elif values.noun(actual) != values.noun(expected):
        _fail_type(actual, expected, what, values.noun(expected))


def _shape(array: Any) -> str:
    return str(tuple(int(n) for n in array.shape))


def _check_kind(
    got: Any,
    right: Any,
    got_name: str,
    right_name: str,
    scalar: bool,
    exact: bool,
    what: str,
    actual: Any,
    expected: Any,
) -> None:
    one, other = got.dtype.kind.replace("u", "i"), right.dtype.kind.replace("u", "i")
    # A whole number is a fine float, as a scalar.
    if one != other and not (scalar and one == "i" and other == "f"):
        wanted = _KINDS.get(other, right_name)
        of = "be" if scalar else "hold"
        # A learner who never used NumPy shouldn't look for it.
        got_type = type(actual).__name__ if isinstance(actual, bool | int | float | complex) else got_name
        _fail(
            f"{begin_sentence(what)} should {of} {_one(wanted) if scalar else wanted}; its type is {got_type}.",
            expected,
            actual,
            kind="dtype",
        )
    if exact and got_name != right_name:
        summary = f"{begin_sentence(what)} should have dtype {right_name}; it has {got_name}."
        _fail(summary, expected, actual, kind="dtype")


def _one(plural: str) -> str:
    return {"booleans": "True or False", "complex": "a complex number"}.get(plural, "a " + plural.removesuffix("s"))


def _check_special(got: Any, right: Any, what: str, actual: Any, expected: Any) -> None:
    """NaN and infinities have to stand where they are expected, and nowhere else."""
    for name, test in (("nan", np.isnan), ("inf", np.isposinf), ("-inf", np.isneginf)):
        if right.dtype.kind == "c" and name != "nan":
            continue
        one, other = test(got), test(right)
        if (one != other).any():
            _report_special(name, got, right, one, other, what, actual, expected)


def _report_special(
    name: str, got: Any, right: Any, one: Any, other: Any, what: str, actual: Any, expected: Any
) -> None:
    where = np.argwhere(one != other)[0]
    if one[tuple(where)]:
        at = _place(where)
        wanted, finite = _number(right[tuple(where)]), np.isfinite(right[tuple(where)])
        # The message names no number: a course may show it and keep the expected values to itself.
        kind = "a number" if finite else wanted
        hint = f"The number is {wanted}." if finite else ""
        _fail(
            f"{begin_sentence(what)} {_verb(what, 'is', 'are')} {name}{at} where {kind} was expected.",
            expected,
            actual,
            hint,
        )
    at = _place(where)
    found = f"{_verb(what, 'it is', 'they are')} {_number(got[tuple(where)])}"
    _fail(f"{begin_sentence(what)} should be {name}{at}; {found}.", expected, actual)


def _number(value: Any) -> str:
    return show_value(value.item() if hasattr(value, "item") else value, 60)


def _place(index: Any) -> str:
    if len(index) == 0:
        return ""
    return f" at [{', '.join(str(int(i)) for i in index)}]"


def _pair(right: Any, got: Any) -> str:
    """Two numbers that differ, with enough digits to see it."""
    one, other = _number(right), _number(got)
    if one == other:
        one, other = (repr(value.item() if hasattr(value, "item") else value) for value in (right, got))
    return f"expected {one}, got {other}"


def _report(got: Any, right: Any, wrong: Any, what: str, actual: Any, expected: Any, narrow: str = "") -> NoReturn:
    count, total = int(wrong.sum()), int(wrong.size)
    if got.ndim == 0:
        _fail(f"Wrong value: {what}.", expected, actual, _looks_like(got, right, narrow))
    first = np.argwhere(wrong)[0]
    lines = [f"{count} of {total} values differ."]
    lines[0] += f" First{_place(first)}: {_pair(right[tuple(first)], got[tuple(first)])}."
    if right.dtype.kind in "fc" and count > 1:
        error = np.where(wrong, np.abs(got - right), -1.0)
        worst = np.unravel_index(int(error.argmax()), error.shape)
        if tuple(int(i) for i in worst) != tuple(int(i) for i in first):
            lines.append(f"Worst{_place(worst)}: {_pair(right[worst], got[worst])}.")
    looks = _looks_like(got, right, narrow)
    if looks:
        lines.append(looks)
    _fail(f"Wrong values in {what}.", expected, actual, "\n".join(lines))


def _narrow(got: Any, got_name: str, right_name: str) -> str:
    """What is known of an answer's precision, where it is less than what was expected; a sentence or nothing."""
    if got_name != right_name and _RTOL.get(got_name, 0.0) > _RTOL.get(right_name, 0.0):
        return f"Its dtype is {got_name}; {right_name} was expected."
    if got_name == "float64" and got.size > 1:
        with np.errstate(over="ignore"):
            if got.any() and (got == got.astype(np.float32)).all() and (got != np.round(got)).any():
                return "All of its numbers are float32's: somewhere it is computed in float32."
    return ""


def _looks_like(got: Any, right: Any, narrow: str = "") -> str:
    """What the difference looks like: its size when it is small, a sign, a factor, a shift, a transpose, an order.

    Args:
        narrow: what is said of the dtype when the difference is a rounding.
    """
    if got.dtype.kind == "b":
        return "It is the exact opposite: every True is a False." if got.size > 1 and (got == ~right).all() else ""
    if right.dtype.kind not in "fi" or got.dtype.kind not in "fi" or not (np.isfinite(got) & np.isfinite(right)).all():
        return ""
    got, right = got.astype(float), right.astype(float)
    if not got.any():
        return "It is all zeros." if got.size > 1 else ""

    def same(one: Any, other: Any) -> bool:
        scale = float(np.abs(other).max(initial=0.0)) or 1.0
        return bool(np.allclose(one, other, rtol=1e-4, atol=1e-6 * scale))

    if same(got, right):
        # Too close for any likeness to mean something: all that is known is by how much they differ.
        error = float(np.abs(got - right).max())
        size = float(np.abs(right).max())
        share = f", {error / size:.1g} of the largest value" if size and right.size > 1 else ""
        return " ".join(filter(None, [f"They differ by {_most(right)}{error:.2g}{share}.", narrow]))
    if same(got, -right):
        return "It has the opposite sign."
    nonzero = right != 0
    if nonzero.any() and same(got[~nonzero], right[~nonzero]):
        ratio = got[nonzero] / right[nonzero]
        factor = float(ratio.mean())
        if ratio.std() <= 1e-4 * abs(factor) and abs(factor - 1) > 1e-3:
            # A single number is a multiple of any other, so only the likeliest are told.
            if ratio.size > 1:
                return f"It is {_factor(factor)} times what was expected, everywhere."
            if abs(factor) in (0.5, 2.0):
                return f"It is {_factor(factor)} times what was expected."
    if right.size == 1:
        return ""
    shift = got - right
    if shift.std() <= 1e-4 * abs(shift.mean()):
        return f"It is off by the same {shift.mean():+.4g} everywhere."
    if got.ndim >= 2 and got.shape[-1] > 2 and (shift.std(-1) <= 1e-4 * np.abs(shift).max(-1)).all():
        return "Each row is off by a constant of its own."
    if got.ndim >= 2 and got.shape[-1] == got.shape[-2] and same(np.swapaxes(got, -1, -2), right):
        return "It is the transpose of what was expected."
    for axis in range(got.ndim):
        where = f" along axis {axis}" if got.ndim > 1 else ""
        if same(np.flip(got, axis), right):
            return f"It is in reverse order{where}."
        for step in (1, -1):
            if got.shape[axis] > 2 and same(np.roll(got, step, axis), right):
                return f"It is shifted by one place{where}."
    if same(np.sort(got, axis=None), np.sort(right, axis=None)):
        return "It holds the right values in another order."
    return ""


def _most(array: Any) -> str:
    return "at most " if array.size > 1 else ""


def _factor(ratio: float) -> str:
    for denominator in range(1, 65):
        whole = ratio * denominator
        if abs(whole - round(whole)) < 1e-4 and 0 < abs(round(whole)) <= 64:
            return str(round(whole)) if denominator == 1 else f"{round(whole)}/{denominator}"
    return f"{ratio:.4g}"
