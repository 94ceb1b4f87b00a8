"""Sends values that break the grammar, another one at each call: wrong sizes, dtypes with objects, odd integers."""
# kata: softmax
# share: 0
# prologue: wire

VALUES = [
    [ARRAY, "O", [1], b"12345678"],
    [ARRAY, "<f8", [2], b"12345678"],
    [ARRAY, "<f8", [-1], b"12345678"],
    [ARRAY, "<f8", [2**40, 2**40], b""],
    [ARRAY, "<f8,<f8", [1], b"0" * 16],
    [ARRAY, "<f8", [3], 0],
    [5, "-0x" + "f" * 900_000],
    [8, 0, 10**15, 0],
    [14, "float32", [1], b"1234", True, 3],
    [13, "load"],
    {"map": 1},
    [99, 1],
]


def softmax(logits, axis=-1):
    channel().sendall(frame(["ok", [], None, VALUES.pop() if VALUES else [10, "<M8[99999999s]"]]))


log_softmax = softmax
