"""Whether two failures of a test are one: the answer's, and the one that a known mistake gives on the same inputs."""

import re
import sys
from enum import IntEnum
from typing import Any

from kata import values
from kata.grading.failure import Failure
from kata.grading.handles import Handle

# An answer's value is a mistake's when it is so many times closer to it than to what is right.
CLOSER = 1e3
CLOSER_ALONE = 1e5  # for one or a few numbers, which come close to others by chance
FEW = 4  # numbers
# What rounding may do, as a share of the largest value.
ROUNDING = 1e-9
ROUNDING_NARROW = 1e-5  # of float32 and what is narrower
# Counts of random draws that follow one law differ by more than this many standard deviations once in a million times.
DEVIATIONS = 5.0


class Likeness(IntEnum):
    """How much two failures have in common; the better one explains more."""

    NONE = 0  # they are different
    WEAK = 1  # the same, but of a kind that could come from anywhere
    KIND = 2  # the same assertion in the same words, or of the same form
    NEAR = 3  # far closer to each other than to what is right
    EQUAL = 4  # the same value


def likeness(answer: Failure, mistake: Failure) -> Likeness:
    """How like a mistake's failure in a test is to the answer's."""
    if answer.kind != mistake.kind:
        return Likeness.NONE
    if answer.kind == "timeout":
        return Likeness.WEAK
    if (answer.place, answer.after) != (mistake.place, mistake.after):
        return Likeness.NONE
    if answer.kind in ("missing exception", "argument"):
        return Likeness.KIND if answer.text == mistake.text else Likeness.NONE
    if answer.kind == "assert":
        if answer.text != mistake.text:
            return Likeness.WEAK
        # What an assertion says is the same for all who fail it, unless there are numbers in it.
        return Likeness.EQUAL if re.search(r"(?<!\w)\d", answer.text) else Likeness.KIND
    if answer.kind in ("raised", "unusable"):
        return _exceptions(answer.text, mistake.text)
    if answer.kind in ("type", "shape", "dtype", "values", "law"):
        return _values(answer, mistake)
    return Likeness.WEAK  # a crash, a limit, a callback that was called wrongly


def earlier(one: Failure, other: Failure) -> bool:
    """Whether one failure of a test came before the other: what the one failed at, the other got right."""
    return one.after < other.after


def _exceptions(one: str, other: str) -> Likeness:
    """Exceptions are compared by type; a text with numbers in it says more."""
    if one.split(":")[0] != other.split(":")[0]:
        return Likeness.NONE
    return Likeness.EQUAL if one == other and re.search(r"\d", one) else Likeness.WEAK


def _values(answer: Failure, mistake: Failure) -> Likeness:
    if answer.kind == "law":
        return _counts(answer.actual, mistake.actual)
    if answer.of_itself and mistake.of_itself:
        # Two results of the answer differ, drawn with one seed for a start: which they are is no matter.
        return Likeness.KIND
    exact = answer.kind == "dtype"
    found = _same(answer.actual, mistake.actual, answer.right, exact)
    said = says_something(answer.actual, answer.right)
    if found is Likeness.NONE and _numbers_in(answer.part[0]) >= FEW:
        # Only what was compared was judged: of a tuple of arrays, those up to the first that is wrong.
        found = _same(answer.part[0], mistake.part[0], answer.part[1], exact)
        found = min(found, Likeness.NEAR)
        said = says_something(*answer.part)
    if found is Likeness.NONE and answer.kind in ("shape", "dtype"):
        # Of an array, its numbers were not judged.
        return _same_form(answer.part[0], mistake.part[0], answer.kind)
    return found if said else min(found, Likeness.WEAK)


def _same_form(one: Any, other: Any, kind: str) -> Likeness:
    if not _is_number(one) or not _is_number(other):
        return Likeness.NONE
    (a, a_name), (b, b_name) = _array(one), _array(other)
    same = (a.shape if kind == "shape" else a_name) == (b.shape if kind == "shape" else b_name)
    return Likeness.KIND if same else Likeness.NONE


def _counts(one: Any, other: Any) -> Likeness:
    """Counts of draws from one law, drawn in another order."""
    numpy = sys.modules["numpy"]
    if one.shape != other.shape:
        return Likeness.NONE
    if (one == other).all():
        return Likeness.EQUAL
    difference, spread = one.astype(float) - other, numpy.sqrt(numpy.maximum(one + other, 1.0))
    return Likeness.KIND if (numpy.abs(difference) <= DEVIATIONS * spread).all() else Likeness.NONE


def _same(one: Any, other: Any, right: Any, exact: bool) -> Likeness:
    """Whether two values are the same, given what the right one is.

    Args:
        exact: whether values of different dtypes differ.
    """
    if isinstance(one, Handle) or isinstance(other, Handle):
        same = type(one) is type(other) and one._type_name == other._type_name
        return Likeness.WEAK if same else Likeness.NONE
    numpy = sys.modules["numpy"]
    if _is_number(one) and _is_number(other):
        return _numbers(one, other, right, exact)
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        if len(one) != len(other) or (exact and type(one) is not type(other)):
            return Likeness.NONE
        rights = right if isinstance(right, list | tuple) and len(right) == len(one) else [None] * len(one)
        if one and all(map(_is_plain, [*one, *other])):
            if all(map(_is_plain, rights)):
                return _numbers(numpy.asarray(one), numpy.asarray(other), numpy.asarray(rights), False)
            return _numbers(numpy.asarray(one), numpy.asarray(other), None, False)
        parts = zip(one, other, rights, strict=True)
        return min((_same(a, b, c, exact) for a, b, c in parts), default=Likeness.EQUAL)
    if type(one) is not type(other):
        return Likeness.NONE
    if isinstance(one, dict):
        if set(one) != set(other):
            return Likeness.NONE
        expected = right if isinstance(right, dict) else {}
        return min((_same(one[key], other[key], expected.get(key), exact) for key in one), default=Likeness.EQUAL)
    return Likeness.EQUAL if bool(one == other) else Likeness.NONE


def _is_plain(value: Any) -> bool:
    """Whether a value is a Python number that an array of numbers may hold."""
    return type(value) in (int, float) and abs(value) < 2**62


def _is_number(value: Any) -> bool:
    if isinstance(value, int | float | complex):
        return True
    return values.numbers(value) is not None


def _array(value: Any) -> Any:
    """A NumPy array with the numbers of an array, a tensor or a number, and the name of its dtype."""
    from kata.testing.compare import _as_array

    return _as_array(value)


def _numbers_in(value: Any) -> int:
    return int(_array(value)[0].size) if _is_number(value) else 0


def _numbers(one: Any, other: Any, right: Any, exact: bool) -> Likeness:
    numpy = sys.modules["numpy"]
    (a, a_name), (b, b_name) = _array(one), _array(other)
    if a.shape != b.shape or (exact and a_name != b_name):
        return Likeness.NONE
    kinds = {a.dtype.kind, b.dtype.kind}
    if not kinds <= set("biufc"):
        return Likeness.EQUAL if len(kinds) == 1 and bool((a == b).all()) else Likeness.NONE
    if not kinds & set("fc"):
        return Likeness.EQUAL if (a == b).all() else Likeness.NONE
    wide = numpy.complex128 if "c" in kinds else numpy.float64
    a, b = a.astype(wide), b.astype(wide)
    finite = numpy.isfinite(a)
    if (finite != numpy.isfinite(b)).any() or not numpy.array_equal(a[~finite], b[~finite], equal_nan=True):
        return Likeness.NONE
    if not finite.any():
        return Likeness.EQUAL
    apart = float(numpy.abs(a - b)[finite].max())
    size = float(numpy.abs(b[finite]).max())
    narrow = {a_name, b_name} & {"float16", "bfloat16", "float32", "complex64"}
    rounding = (ROUNDING_NARROW if narrow else ROUNDING) * size
    off, count = _off(a, right, wide, rounding)
    if apart <= rounding and (off is None or apart <= 0.01 * off):
        return Likeness.EQUAL
    if off is not None and count and apart <= off / (CLOSER if count >= FEW else CLOSER_ALONE):
        return Likeness.NEAR
    return Likeness.NONE


def _off(a: Any, right: Any, wide: Any, rounding: float) -> tuple[float | None, int]:
    """How far an answer is from what is right, and in how many numbers; None when they can't be compared."""
    numpy = sys.modules["numpy"]
    if right is None or not _is_number(right):
        return None, 0
    r, _ = _array(right)
    if r.shape != a.shape or r.dtype.kind not in "biufc":
        return None, 0
    r = r.astype(wide if r.dtype.kind != "c" else numpy.complex128)
    both = numpy.isfinite(a) & numpy.isfinite(r)
    distance = numpy.abs(a - r)[both]
    if not distance.size or not distance.any():
        return None, 0
    if (numpy.isfinite(a) != numpy.isfinite(r)).any() and distance.max() <= rounding:
        # A nan or an inf is what is wrong; the rest is right, as exactly as it can be.
        return None, 0
    return float(distance.max()), int((distance > 1e-3 * distance.max()).sum())


def says_something(actual: Any, right: Any = None) -> bool:
    """Whether a wrong value is one that a mistake can be recognised by.

    Values that are all NaN, constant or empty could come from anywhere.
    """
    if isinstance(actual, Handle):
        return False
    if _is_number(actual):
        return _numbers_say_something(actual, right)
    if isinstance(actual, str | bytes):
        return len(actual) > 1
    if isinstance(actual, dict):
        rights = right if isinstance(right, dict) else {}
        return len(actual) > 1 or any(says_something(item, rights.get(key)) for key, item in actual.items())
    if isinstance(actual, list | tuple | set | frozenset):
        items = list(actual)
        if len(items) > 1 and any(_same(items[0], item, None, False) is Likeness.NONE for item in items):
            return True
        return any(says_something(item) for item in items)
    return False


def _numbers_say_something(actual: Any, right: Any) -> bool:
    numpy = sys.modules["numpy"]
    a, _ = _array(actual)
    if a.dtype.kind not in "biufc":
        return bool(a.size)
    if a.ndim == 0:
        number = a.item()
        if isinstance(number, bool):
            return False
        if isinstance(number, int):
            return abs(number) > 2
        return bool(numpy.isfinite(a)) and (isinstance(number, complex) or number != round(number))
    finite = numpy.isfinite(a)
    if a.dtype.kind in "fc" and right is not None and _is_number(right):
        r, _ = _array(right)
        if r.shape == a.shape and r.dtype.kind in "biufc":
            # What is right in it says nothing of the mistake.
            scale = float(numpy.abs(r[numpy.isfinite(r)]).max(initial=0.0))
            with numpy.errstate(invalid="ignore"):
                alike = (numpy.abs(a - r) <= 1e-6 * scale) | (a == r) | (numpy.isnan(a) & numpy.isnan(r))
            if not alike.all() and not finite[~alike].any():
                return False
    a = a[finite]
    return bool(a.size > 1 and (a != a.flat[0]).any())
