"""Recurses until the stack of the C library is used up."""
# kata: causal_mask
# share: 0

import sys

sys.setrecursionlimit(2**31 - 1)


def causal_mask(n_queries, n_keys=None):
    return causal_mask(n_queries, n_keys)


def padded_causal_mask(n_queries, key_is_real):
    nested = []
    for _ in range(10**6):
        nested = [nested]
    return repr(nested)


def additive_mask(mask, dtype="float32"):
    function = int
    for _ in range(10**6):
        function = type("f", (), {"__call__": function})()
    return function()
