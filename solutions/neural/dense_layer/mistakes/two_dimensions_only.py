"""The backward pass is written for x of shape (B, D): x.T turns all axes round, and a sum over axis 0 leaves the others.
With more leading axes, flatten them into one first; a single row has none, and becomes one of shape (1, D).

caught by: test_backward_over_any_leading_axes
"""


def dense_layer(x, weight, bias=None):
    if x.shape[-1] != weight.shape[0]:
        raise ValueError("x and weight don't fit")
    if bias is not None and bias.shape != (weight.shape[1],):
        raise ValueError("the bias doesn't fit")
    y = x @ weight
    if bias is not None:
        y = y + bias
    return y, (x, weight, bias)


def dense_layer_backward(dy, cache):
    x, weight, bias = cache
    dx = dy @ weight.T
    dweight = x.T @ dy
    dbias = None if bias is None else dy.sum(axis=0)
    return dx, dweight, dbias
