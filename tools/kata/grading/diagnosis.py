"""Which known mistake gives the results that the answer gave.

The mistakes are run on the same inputs as the answer, in processes of their own, and their results compared with the
answer's, value by value.
"""

import sys
from typing import Any

from kata.grading.handles import Handle


def same_results(one: list[Any], other: list[Any]) -> bool:
    """Whether two traces of a test hold the same results, rounding aside."""
    return len(one) == len(other) and all(_same(a, b) for a, b in zip(one, other, strict=True))


def identifies(trace: list[Any]) -> bool:
    """Whether a trace says enough to recognise a mistake by.

    Results that are all NaN, constant, empty or an exception could come from anywhere.
    """
    return any(_informative(result) for result in trace)


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, Handle) or isinstance(other, Handle):
        # Inside another value. One that stands alone is in the trace by its type's name.
        return type(one) is type(other) and one._type_name == other._type_name
    numpy = sys.modules["numpy"]
    one, other = _plain(one), _plain(other)
    if isinstance(one, numpy.ndarray | numpy.generic) or isinstance(other, numpy.ndarray | numpy.generic):
        return _same_arrays(one, other)
    if type(one) is not type(other):
        return False
    if isinstance(one, float):
        return _same_arrays(numpy.asarray(one), numpy.asarray(other))
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(_same(a, b) for a, b in zip(one, other, strict=True))
    if isinstance(one, dict):
        return list(one) == list(other) and all(_same(one[key], other[key]) for key in one)
    return bool(one == other)


def _plain(value: Any) -> Any:
    torch = sys.modules.get("torch")
    if torch is not None and isinstance(value, torch.Tensor):
        value = value.detach().as_subclass(torch.Tensor)
        return (value.float() if value.dtype == torch.bfloat16 else value).numpy()
    return value


def _same_arrays(one: Any, other: Any) -> bool:
    numpy = sys.modules["numpy"]
    one, other = numpy.asarray(one), numpy.asarray(other)
    if one.shape != other.shape or one.dtype != other.dtype:
        return False
    if one.dtype.kind not in "fc":
        return bool((one == other).all())
    rtol = 1e-7 if one.dtype.itemsize >= 8 else 1e-4
    finite = other[numpy.isfinite(other)]
    scale = float(numpy.abs(finite).max()) if finite.size else 0.0
    return bool(numpy.allclose(one, other, rtol=rtol, atol=rtol * scale, equal_nan=True))


def _informative(value: Any) -> bool:
    numpy = sys.modules["numpy"]
    value = _plain(value)
    if isinstance(value, tuple) and len(value) == 2 and value[0] == "raised":
        return False
    if isinstance(value, numpy.ndarray) and value.ndim:
        if value.dtype.kind in "fc":
            value = value[~numpy.isnan(value)]
        return bool(value.size > 1 and (value != value.flat[0]).any())
    if isinstance(value, numpy.ndarray) and not value.ndim:
        value = value.item()
    if isinstance(value, float | numpy.floating):
        return bool(numpy.isfinite(value)) and float(value) != round(float(value))
    if isinstance(value, int | numpy.integer) and not isinstance(value, bool):
        return abs(int(value)) > 2
    if isinstance(value, str | bytes):
        return len(value) > 1
    if isinstance(value, dict):
        return len(value) > 1 or any(_informative(item) for item in value.values())
    if isinstance(value, list | tuple | set | frozenset):
        items = list(value)
        return any(_informative(item) for item in items) or (
            len(items) > 1 and any(not _same(items[0], i) for i in items)
        )
    return False
