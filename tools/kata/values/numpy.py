"""NumPy's arrays, scalars and dtypes."""

import functools
import math
import re
import sys
from collections.abc import Callable
from random import Random
from typing import Any

from kata.values.adapter import Adapter, CannotCross, Maker, NoSource, Reader, WireError, Writer
from kata.values.literal import MOST_ENTRIES, Write, nested, of_bytes, shortest

DTYPE, SCALAR, ARRAY = 20, 21, 22
_KINDS = "biufcmMSU"
_DTYPE = re.compile(r"[<>|=]?[biufcSUmM]\d{1,9}(\[\d{0,6}[a-zA-Z]{1,2}\])?")


def _generator(seed: int) -> Any:
    import numpy

    return numpy.random.default_rng(seed)


def _dtype(name: Any) -> Any:
    import numpy

    if not isinstance(name, str) or not _DTYPE.fullmatch(name):
        raise WireError(f"a dtype that isn't one: {name!r:.40}")
    return numpy.dtype(name)


def _scalar(reader: Reader, name: Any, data: Any) -> Any:
    dtype = _dtype(name)
    if not isinstance(data, bytes) or len(data) != dtype.itemsize:
        raise WireError("a scalar of the wrong size")
    return _checked(dtype, bytearray(data))[0]


def _array(reader: Reader, name: Any, shape: Any, payload: Any) -> Any:
    check_shape(shape)
    if len(shape) > 32:
        raise WireError("an array with more than 32 axes")
    return _checked(_dtype(name), reader.payload(payload)).reshape(shape)


def check_shape(shape: Any) -> None:
    """Refuse a shape that isn't whole numbers."""
    if not all(type(length) is int and length >= 0 for length in shape):
        raise WireError("a size that isn't a whole number")


def _checked(dtype: Any, data: bytearray) -> Any:
    import numpy

    if not dtype.itemsize:
        raise WireError("a dtype of no size")
    array = numpy.frombuffer(data, dtype=dtype)
    # Bytes that no honest array holds would be undefined behaviour later on.
    if dtype.kind == "b":
        return array.view(numpy.uint8) != 0
    if dtype.kind == "U" and array.size and array.view(dtype.byteorder + "u4").max() > 0x10FFFF:
        raise WireError("a text array with characters that don't exist")
    return array


_EMPTY: list[Callable[..., Any]] = []  # numpy.empty and numpy.empty_like, without junk


def _filled(make: Callable[..., Any]) -> Callable[..., Any]:
    """`make` with the same values in place of whatever lay in the memory, such as torch's debug mode puts there.

    An answer that reads what it never wrote is wrong every time then, and in the same way.
    """

    @functools.wraps(make)
    def made(*args: Any, **kwargs: Any) -> Any:
        array = make(*args, **kwargs)
        kind = array.dtype.kind
        if kind in "fc":
            array.fill(math.nan)
        elif kind in "iu":
            array.fill(sys.modules["numpy"].iinfo(array.dtype).max)
        elif kind == "b":
            array.fill(True)
        return array

    return made


class NumPy(Adapter):
    def __init__(self) -> None:
        decoders: dict[int, Callable[..., Any]] = {
            DTYPE: lambda reader, name: _dtype(name),
            SCALAR: _scalar,
            ARRAY: _array,
        }
        makers = {"generator": Maker(_generator, "np.random.default_rng({})")}
        super().__init__("numpy", {"np": "numpy"}, decoders, makers)

    def holds(self, kind: type) -> bool:
        numpy = sys.modules["numpy"]
        return issubclass(kind, numpy.ndarray | numpy.generic | numpy.dtype)

    def seed(self, seed: int) -> None:
        numpy = sys.modules["numpy"]
        numpy.random.seed(seed % 2**32)
        if hasattr(numpy.random.bit_generator, "randbits"):
            # What a generator without a seed takes for one.
            numpy.random.bit_generator.randbits = Random(seed).getrandbits

    def restore_settings(self) -> None:
        numpy: Any = sys.modules["numpy"]
        numpy.seterr(divide="warn", over="warn", under="ignore", invalid="warn")
        if not _EMPTY:
            _EMPTY.extend((_filled(numpy.empty), _filled(numpy.empty_like)))
        numpy.empty, numpy.empty_like = _EMPTY

    def encode(self, value: Any, writer: Writer) -> list[Any]:
        numpy = sys.modules["numpy"]
        if isinstance(value, numpy.ndarray):
            return self._encode_array(value, writer, numpy)
        if isinstance(value, numpy.dtype):
            return [DTYPE, value.str] if value.kind in _KINDS else writer.refer(value)
        if value.dtype.kind not in _KINDS:
            raise CannotCross(f"A scalar of dtype {value.dtype} can't cross to the grader.")
        return [SCALAR, value.dtype.str, value.tobytes()]

    def _encode_array(self, value: Any, writer: Writer, numpy: Any) -> list[Any]:
        array = value.view(numpy.ndarray)
        masked = sys.modules.get("numpy.ma")
        if masked is not None and isinstance(value, masked.MaskedArray):
            raise CannotCross("A masked array can't cross to the grader; use a plain array.")
        if array.dtype.kind not in _KINDS:
            raise CannotCross(
                f"An array of dtype {array.dtype} can't cross to the grader; give it a numeric dtype "
                "(an object array often comes from rows of different lengths)."
            )
        flat = numpy.ascontiguousarray(array).reshape(-1).view(numpy.uint8) if array.size else b""
        return [ARRAY, array.dtype.str, list(array.shape), writer.payload(memoryview(flat), array.nbytes)]

    def encode_class(self, kind: type) -> list[Any] | None:
        numpy = sys.modules["numpy"]
        if issubclass(kind, numpy.generic) and numpy.dtype(kind).kind in _KINDS:
            return [DTYPE, numpy.dtype(kind).str]
        return None

    def freeze(self, value: Any) -> None:
        if isinstance(value, sys.modules["numpy"].ndarray):
            value.setflags(write=False)

    def numbers(self, value: Any) -> tuple[Any, str] | None:
        numpy = sys.modules["numpy"]
        if isinstance(value, numpy.dtype):
            return None
        array = numpy.asarray(value)
        return array, array.dtype.name

    def noun(self, value: Any) -> str:
        return "a NumPy array" if isinstance(value, sys.modules["numpy"].ndarray) else ""

    def label(self, value: Any) -> str:
        return f"array of shape {value.shape}, {value.dtype}" if self.noun(value) else ""

    def source(self, value: Any, indent: int, write: Write) -> str:
        numpy = sys.modules["numpy"]
        if isinstance(value, numpy.ndarray):
            return _array_source(value, indent, write)
        if isinstance(value, numpy.dtype):
            return f"np.dtype({value.str!r})"
        return f"{_dtype_source(value.dtype)}({write(shortest(value), 0)})"


def _dtype_source(dtype: Any) -> str:
    """A dtype by its name in numpy where that says it all, else by its code."""
    if dtype.kind in "biufc" and dtype.isnative:
        return f"np.{dtype.name}" if dtype.name != "bool" else "np.bool_"
    return f"np.dtype({dtype.str!r}).type"


def _array_source(array: Any, indent: int, write: Write) -> str:
    import numpy

    if array.dtype.kind not in "biufcSU":
        raise NoSource(f"an array of dtype {array.dtype} can't be written as source")
    native = array.dtype.isnative and array.dtype.kind in "biufc"
    dtype = _dtype_source(array.dtype) if native else repr(array.dtype.str)
    if not array.size:
        return f"np.zeros({array.shape}, dtype={dtype})"
    if array.size > 24 and array.tobytes() == array.flat[0].tobytes() * array.size:
        return f"np.full({array.shape}, {write(array.flat[0].item(), 0)}, dtype={dtype})"
    if array.size <= MOST_ENTRIES and _is_exact(array):
        return f"np.array({nested(shortest(array), indent + 9, write)}, dtype={dtype})"
    data = of_bytes(numpy.ascontiguousarray(array).tobytes())
    return f"np.frombuffer({data}, dtype={dtype}).reshape({array.shape})"


def _is_exact(array: Any) -> bool:
    """Whether its entries cross Python's numbers unchanged: a long double's, and a NaN with a message, don't."""
    return bool(array.dtype.itemsize <= 8 or array.dtype.kind in "cSU")
