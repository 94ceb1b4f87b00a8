"""Comparison of values: type, shape, dtype kind, NaN and infinities, numbers; and what a difference looks like."""

import functools
import math
import numbers
import re
from collections.abc import Callable
from typing import Any, Literal, NoReturn

import numpy as np

from kata import values
from kata.testing.difference import (
    ROUNDING,
    map_of_errors,
    number,
    place,
    places,
    precision,
    show_pair,
    text_difference,
)
from kata.testing.error_pattern import looks_like
from kata.testing.show import show_value

_KINDS = {"b": "booleans", "i": "whole numbers", "u": "whole numbers", "f": "floating-point numbers", "c": "complex"}

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
        map: where a larger array is wrong, see `difference.map_of_errors`.
    """

    def __init__(
        self,
        summary: str,
        pair: Callable[[], tuple[str, str]],
        difference: Callable[[], tuple[str, str]] = lambda: ("", ""),
        *,
        kind: Kind = "values",
    ) -> None:
        """Texts are made when they are read: of most failures that a proof makes, none is.

        Args:
            pair: makes the texts `expected` and `got`.
            difference: makes the texts `where` and `map`.
        """
        super().__init__(summary)
        self.summary = summary
        self.actual: Any = None
        self.right: Any = None
        self.part: tuple[Any, Any] = (None, None)
        self.kind = kind
        self._pair = functools.cache(pair)
        self._difference = functools.cache(difference)

    @property
    def expected(self) -> str:
        return self._pair()[0]

    @property
    def got(self) -> str:
        return self._pair()[1]

    @property
    def where(self) -> str:
        return self._difference()[0]

    @property
    def map(self) -> str:
        return self._difference()[1]

    def show_whole(self, expected: Any, actual: Any) -> None:
        """Show the values that the differing ones are parts of, if they are short."""
        part = self._pair

        def pair() -> tuple[str, str]:
            whole = show_value(expected), show_value(actual)
            return whole if max(map(len, whole)) <= 160 else part()

        self._pair = functools.cache(pair)


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
        _compare_items(actual, expected, rtol, atol, what, exact)
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
    elif type(actual) is not type(expected):
        _fail_type(actual, expected, what, f"a {type(expected).__name__}")
    elif actual != expected:
        _fail(f"Wrong value: {what}.", expected, actual, lambda: text_difference(actual, expected))


def _compare_items(actual: Any, expected: Any, rtol: float | None, atol: float | None, what: str, exact: bool) -> None:
    if not isinstance(actual, list | tuple):
        _fail_type(actual, expected, what, f"a {type(expected).__name__}")
    if len(actual) != len(expected):
        _fail(
            f"There should be {len(expected)} {_items(expected)} in {what}; there {_are(len(actual))}.",
            expected,
            actual,
            kind="shape",
        )
    for index, (one, other) in enumerate(zip(actual, expected, strict=True)):
        _within(actual, expected, one, other, rtol, atol, _deeper(what, index), exact)


def _within(whole: Any, all_expected: Any, one: Any, other: Any, *rest: Any) -> None:
    """Compare a part; a message about it shows the whole instead when the whole is short."""
    try:
        _compare(one, other, *rest)
    except Mismatch as mismatch:
        mismatch.show_whole(all_expected, whole)
        raise


def _deeper(what: str, index: int) -> str:
    """How an item is named: "the hypotheses at [2]", and an item of that "the hypotheses at [2][0]"."""
    return f"{what}[{index}]" if re.search(r" at (\[\d+\])+$", what) else f"{what} at [{index}]"


def _items(expected: Any) -> str:
    return "item" if len(expected) == 1 else "items"


def _are(count: int) -> str:
    return "is 1" if count == 1 else f"are {count}" if count else "are none"


def begin_sentence(what: str) -> str:
    return what[0].upper() + what[1:]


def _verb(what: str, singular: str, plural: str) -> str:
    """The form that goes with what is spoken of: "the ids of the text have", "the loss has"."""
    noun = re.split(r" (?:of|for|at|in|after|with|before|from|on|under|when) ", what, maxsplit=1)[0].strip()
    many = noun.endswith("s") and not noun.endswith(("ss", "us", "is", "as"))
    return plural if many or " and " in noun else singular


def _fail(
    summary: str,
    expected: Any,
    actual: Any,
    where: Callable[[], str] = lambda: "",
    map_: Callable[[], str] = lambda: "",
    *,
    kind: Kind = "values",
) -> NoReturn:
    mismatch = Mismatch(summary, lambda: show_pair(expected, actual), lambda: (where(), map_()), kind=kind)
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
            lambda: f"{begin_sentence('; '.join(parts))}.",
        )


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
    as_given = got
    wide = np.complex128 if "c" in (got.dtype.kind, right.dtype.kind) else np.float64
    got, right = got.astype(wide, copy=False), right.astype(wide, copy=False)
    finite = np.isfinite(right)
    if finite.all() and np.isfinite(got).all():
        # Nearly every comparison that passes: graders make thousands of them.
        magnitude, error = np.abs(right), np.abs(got - right)
    else:
        _check_special(got, right, what, actual, expected)
        magnitude = np.abs(np.where(finite, right, 0))
        with np.errstate(invalid="ignore"):
            error = np.where(finite, np.abs(got - right), 0.0)
    if rtol is None:
        rtol = max(ROUNDING.get(got_name, 1e-9), ROUNDING.get(right_name, 1e-9))
    if atol is None:
        atol = rtol * float(magnitude.max(initial=0.0))
    allowed = atol + rtol * magnitude
    wrong = error > allowed
    if wrong.any():
        _report(got, right, wrong, what, actual, expected, lambda: precision(as_given, got_name, right_name))
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
    if positive.all():
        closest = max(closest, float((error / allowed).max(initial=0.0)))
    elif positive.any():
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
        at = place(where)
        wanted, finite = number(right[tuple(where)]), np.isfinite(right[tuple(where)])
        # The message names no number: a course may show it and keep the expected values to itself.
        kind = "a number" if finite else wanted
        hint = f"The number is {wanted}." if finite else ""
        _fail(
            f"{begin_sentence(what)} {_verb(what, 'is', 'are')} {name}{at} where {kind} was expected.",
            expected,
            actual,
            lambda: hint,
        )
    at = place(where)
    found = f"{_verb(what, 'it is', 'they are')} {number(got[tuple(where)])}"
    _fail(f"{begin_sentence(what)} should be {name}{at}; {found}.", expected, actual)


def _report(
    got: Any,
    right: Any,
    wrong: Any,
    what: str,
    actual: Any,
    expected: Any,
    narrow: Callable[[], str] = lambda: "",
) -> NoReturn:
    if got.ndim == 0:
        _fail(f"Wrong value: {what}.", expected, actual, lambda: looks_like(got, right, narrow()))
    _fail(
        f"Wrong values in {what}.",
        expected,
        actual,
        lambda: "\n".join(filter(None, [places(right, got, wrong), looks_like(got, right, narrow())])),
        lambda: map_of_errors(right, got, wrong),
    )
