"""Feeds the reader of replies with bytes that a coverage-guided fuzzer makes up: no crash, no hang, no growth.

    python -m venv /tmp/fuzz && /tmp/fuzz/bin/pip install atheris msgpack numpy
    PYTHONPATH=tools /tmp/fuzz/bin/python benchmarks/fuzz_replies.py -max_total_time=60

atheris (https://github.com/google/atheris, for CPython on Linux and macOS) isn't among this project's dependencies.
What follows the script's name are libFuzzer's own options; a folder keeps what was found between two runs. Each input
is taken as the bytes that an answer's process writes to its socket: first as they are, then with a right header in
front, so that the fuzzer needn't find the lengths. The Hypothesis tests in tests/sandbox/test_wire.py cover the same
ground, unguided.
"""

import resource
import socket
import struct
import sys
import tempfile
import time
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["kata.sandbox.wire", "msgpack"]):
    import msgpack
    import numpy

    from kata.sandbox import frames, wire

SECONDS = 5.0  # of one input
GROWTH = 400 << 20  # of this process, over the whole run


def resolve(tree: list) -> object:
    """As the grader's side does, which hands out handles."""
    if len(tree) != 3:
        raise wire.WireError("a handle that isn't one")
    tag, number, name = tree
    if tag != wire.HANDLE or type(number) is not int or number < 1 or not isinstance(name, str):
        raise wire.WireError("a handle that isn't one")
    return object()


def read(data: bytes) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.setblocking(False)
        try:
            ours.sendall(data)
        except BlockingIOError:
            return  # more than a socket holds
        ours.close()
        reader = frames.FrameReader(theirs)
        try:
            while True:
                tree, buffers = reader.read()
                if not isinstance(tree, list):
                    continue
                for part in tree:
                    decoder = wire.Decoder(buffers, resolve, lambda tensor, requires_grad, mark: tensor)
                    value = decoder.decode(part)
                    assert not isinstance(value, numpy.ndarray) or value.dtype.kind != "O"
        except (wire.WireError, frames.ConnectionClosed):
            return


def one_input(data: bytes) -> None:
    begun = time.perf_counter()
    read(data)
    read(struct.pack("<II", len(data), 0) + data)
    half = len(data) // 2
    read(struct.pack("<II", half, 1) + struct.pack("<Q", len(data) - half) + data)
    assert time.perf_counter() - begun < SECONDS, "it hung"
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 - START
    assert grown < GROWTH, f"it grew by {grown >> 20} MiB"


def examples() -> list[bytes]:
    """One value of each kind, from which the fuzzer sets out."""
    values = [
        1,
        "a",
        2**70,
        1 + 2j,
        [1],
        (1,),
        {"a": 1},
        {1},
        slice(1),
        range(3),
        ...,
        numpy.zeros(3),
        numpy.float32(1),
    ]
    return [
        msgpack.packb(["ok", [], None, wire.Encoder(lambda other: [wire.HANDLE, 1, "x"]).encode(v)]) for v in values
    ]


def main() -> None:
    folder = tempfile.mkdtemp(prefix="kata-fuzz-")
    for number, example in enumerate(examples()):
        Path(folder, str(number)).write_bytes(example)
    # libFuzzer reads all folders that it is given, and adds to the first.
    given = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    atheris.Setup([*sys.argv, *([] if given else [tempfile.mkdtemp(prefix="kata-fuzz-")]), folder], one_input)
    atheris.Fuzz()


START = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024

if __name__ == "__main__":
    main()
