"""Returns objects that run code when they are unpickled, object arrays that hold them, and a class."""
# kata: softmax
# share: 0

import os

import numpy as np


class Bomb:
    def __reduce__(self):
        return os.system, ("echo got > " + bait["folder"] + "/unpickled",)


RESULTS = [
    Bomb(),
    np.array([Bomb()], dtype=object),
    Bomb,
    os,
    [Bomb()],
    {Bomb: 1},
    np.array([[1], [1, 2]], dtype=object),
]


def softmax(logits, axis=-1):
    return RESULTS.pop() if RESULTS else memoryview(b"1")


log_softmax = softmax
