"""Index letters say which axes are summed: the positions for the parameters, the output features for x."""

import numpy as np


def dense_layer(x, weight, bias=None):
    y = np.einsum("...d,df->...f", x, weight)  # ValueError where D differs
    if bias is None:
        return y, (x, weight, None)
    if np.shape(bias) != (weight.shape[1],):
        raise ValueError("one bias for each output feature, please")
    return np.add(y, bias), (x, weight, bias)


def dense_layer_backward(dy, cache):
    x, weight, bias = cache
    dx = np.einsum("...f,df->...d", dy, weight)
    rows, grads = x.reshape(-1, x.shape[-1]), dy.reshape(-1, dy.shape[-1])
    dweight = np.einsum("nd,nf->df", rows, grads)
    return dx, dweight, None if bias is None else np.einsum("nf->f", grads)
