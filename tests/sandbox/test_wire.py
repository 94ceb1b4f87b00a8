"""The wire format: what crosses comes out the same, and what isn't in the grammar is refused."""

import contextlib
import math
import socket

import msgpack
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kata.sandbox import frames, wire
from kata.values import numpy, torch


def refuse(value):
    raise wire.CannotCross("an object")


def cross(value):
    """Through a socket and back to a value."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        encoder = wire.Encoder(refuse)
        frames.send_frame(ours, encoder.encode(value), encoder.buffers)
        tree, buffers = frames.FrameReader(theirs).read()
    return decode(tree, buffers)


def decode(tree, buffers=()):
    decoder = wire.Decoder(list(buffers), refuse, lambda tensor, requires_grad, mark: tensor)
    return decoder.decode(tree)


hashable = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text()
    | st.binary()
    | st.complex_numbers(allow_nan=False),
    lambda inner: st.tuples(inner, inner) | st.frozensets(inner, max_size=3),
    max_leaves=6,
)
values = st.recursive(
    hashable,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(hashable, inner, max_size=3) | st.sets(hashable, max_size=3)
    ),
    max_leaves=12,
)


@pytest.mark.slow
@given(values)
@settings(max_examples=150, deadline=None)
def test_plain_values_come_out_as_they_went_in(value):
    result = cross(value)
    assert result == value
    assert type(result) is type(value)


@pytest.mark.parametrize(
    "value",
    [
        2**70,
        -(2**63),
        2**63,
        True,
        "\ud800 alone",
        "é",
        b"\x00\xff",
        float("inf"),
        -0.0,
        slice(1, None, -2),
        slice(2**70),
        range(3, 30, 4),
        ...,
        1 + 2j,
        np.float32(0.1),
        np.int8(-3),
        np.bool_(True),
        np.datetime64("2026-11-22"),
        np.str_("ab"),
        np.dtype("int16"),
        {(1, "a"): [frozenset({2})]},
    ],
)
def test_single_values_keep_type_and_value(value):
    result = cross(value)
    assert type(result) is type(value)
    assert result == value
    assert repr(result) == repr(value)


def test_nan_stays_nan():
    assert math.isnan(cross(float("nan")))


@pytest.mark.parametrize(
    "dtype", ["?", "u1", "i2", "<i8", ">i4", "f2", "f4", "f8", "c8", "c16", "M8[ns]", "m8[s]", "S3", "U4"]
)
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 0, 3), (2, 3), (300, 41)])
def test_arrays_keep_dtype_shape_and_values(dtype, shape):
    array = (np.arange(math.prod(shape)) % 2).reshape(shape).astype("i8").astype(dtype)
    result = cross(array)
    assert result.dtype == array.dtype
    assert result.shape == array.shape
    assert (result == array).all()


def test_views_and_transposes_cross_by_value():
    array = np.arange(24).reshape(2, 3, 4)
    assert (cross(array.transpose(2, 0, 1)[:, ::-1]) == array.transpose(2, 0, 1)[:, ::-1]).all()


def test_a_subclass_arrives_as_its_base():
    from collections import Counter, OrderedDict, namedtuple

    class Sneaky(np.ndarray):
        def __eq__(self, other):
            return True

    class Word(str):
        def __eq__(self, other):
            return True

        __hash__ = str.__hash__

    point = namedtuple("point", "x y")(1, 2)
    for value, base in [
        (point, tuple),
        (OrderedDict(a=1), dict),
        (Counter("aab"), dict),
        (Word("x"), str),
        (True, bool),
    ]:
        assert type(cross(value)) is base
    assert type(cross(np.zeros(2).view(Sneaky))) is np.ndarray


def test_a_dtype_class_arrives_as_the_dtype():
    assert cross(np.float32) == np.dtype("float32")


def test_object_arrays_are_refused_with_a_sentence():
    with pytest.raises(wire.CannotCross, match="object"):
        wire.Encoder(refuse).encode(np.array([[1], [1, 2]], dtype=object))


def test_a_value_that_contains_itself_is_refused():
    loop = []
    loop.append(loop)
    with pytest.raises(wire.CannotCross, match="100 levels"):
        wire.Encoder(refuse).encode(loop)


@pytest.mark.parametrize(
    "tree",
    [
        [],
        ["x"],
        [99],
        [1.5],
        [True],
        {"a": 1},
        [wire.DICT, 1],
        [wire.SET, [wire.LIST]],
        [wire.DICT, [wire.LIST], 1],
        [wire.BIG_INT, "zz"],
        [wire.BIG_INT, 3],
        [numpy.ARRAY, "O", [1], b"12345678"],
        [numpy.ARRAY, "f8", [2], b"12345678"],
        [numpy.ARRAY, "f8", [-1], b"12345678"],
        [numpy.ARRAY, "f8", [1], 0],
        [numpy.ARRAY, "f8", [2**40, 2**40], b""],
        [numpy.ARRAY, "V8", [1], b"12345678"],
        [numpy.ARRAY, "f8,f8", [1], b"0" * 16],
        [numpy.ARRAY, "<U1", [1], b"\xff\xff\xff\xff"],
        [numpy.ARRAY, "f8", [1] * 40, b"12345678"],
        [numpy.ARRAY, "f8", "1", b"12345678"],
        [numpy.SCALAR, "f8", b"1"],
        [wire.SLICE, 1],
        [wire.RANGE, 1, 2, 0],
        [wire.RANGE, "a", 1, 1],
        [wire.COMPLEX, "a", 1],
        [numpy.DTYPE, "numpy.float64"],
        [numpy.DTYPE, "O"],
        [torch.DTYPE, "save"],
        [wire.ELLIPSIS, 1],
    ],
)
def test_whatever_is_not_in_the_grammar_is_refused(tree):
    with pytest.raises(wire.WireError):
        decode(tree)


def test_a_deep_reply_is_refused():
    tree = 1
    for _ in range(wire.MAX_DEPTH + 5):
        tree = [wire.LIST, tree]
    with pytest.raises(wire.WireError, match="deep"):
        decode(tree)


def test_a_set_of_too_many_keys_is_refused():
    with pytest.raises(wire.WireError, match="keys"):
        decode([wire.SET, *range(wire.MAX_KEYS + 1)])


@pytest.mark.parametrize("head", [(2**31, 0), (1, 2**31), (frames.MAX_BODY + 1, 0)])
def test_a_frame_over_the_bound_is_refused_before_it_is_read(head):
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.sendall(frames._HEADER.pack(*head))
        with pytest.raises(wire.WireError, match="bound"):
            frames.FrameReader(theirs).read()


@given(st.binary(max_size=300))
@settings(max_examples=150, deadline=None)
def test_random_bytes_are_a_wire_error_or_a_value(body):
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.sendall(frames._HEADER.pack(len(body), 0) + body)
        ours.close()
        try:
            tree, buffers = frames.FrameReader(theirs).read()
            decode(tree, buffers)
        except (wire.WireError, wire.CannotCross):
            pass
        except frames.ConnectionClosed:
            assert not body


trees = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**40), 2**40)
    | st.floats()
    | st.text(max_size=8)
    | st.binary(max_size=16)
    | st.sampled_from(["f8", "<i4", "?", "U2", "float32", "M8[ns]"]),
    lambda inner: st.tuples(st.integers(-1, 20), st.lists(inner, max_size=4)).map(lambda pair: [pair[0], *pair[1]]),
    max_leaves=10,
)


@pytest.mark.slow
@given(trees, st.lists(st.binary(max_size=64), max_size=2))
@settings(max_examples=300, deadline=None)
def test_random_trees_are_a_wire_error_or_a_value(tree, buffers):
    tree = msgpack.unpackb(msgpack.packb(tree))
    with contextlib.suppress(wire.WireError, wire.CannotCross):
        decode(tree, [bytearray(buffer) for buffer in buffers])
