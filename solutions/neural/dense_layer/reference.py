"""Dense layer with all leading axes flattened into one in the backward pass.

Why it works: y_nf = sum_d x_nd W_df + b_f. So L changes with W_df through y_nf for every position n, by x_nd each time:
dW_df = sum_n x_nd dy_nf, which is x^T dy. It changes with x_nd through all y_nf of that position: dx = dy W^T. And the
bias is added at every position, a broadcast, so its gradient is a sum over them.
"""

import numpy as np


def dense_layer(x, weight, bias=None):
    y = x @ weight  # ValueError where the numbers of features differ
    if bias is not None:
        if bias.shape != y.shape[-1:]:
            raise ValueError(f"the bias must have shape {y.shape[-1:]}, not {bias.shape}")
        y = y + bias
    return y, (x, weight, bias is not None)


def dense_layer_backward(dy, cache):
    x, weight, has_bias = cache
    dx = dy @ weight.T
    # Whatever the leading axes, the parameters see one long list of positions.
    x, dy = x.reshape(-1, x.shape[-1]), dy.reshape(-1, dy.shape[-1])
    dweight = x.T @ dy
    dbias = np.sum(dy, axis=0) if has_bias else None
    return dx, dweight, dbias
