"""The backward pass of attention: the forward pass walked backwards, step by step.

Why it works: for a product C = A B, the gradient of A is dC B^T and that of B is A^T dC; each of the two products of
attention gives two of these. Between them stands the softmax, whose Jacobian needs one number a row. Where keys or
values were broadcast, one number of theirs was used in many places, and the gradients of all its uses add up.
"""

import math

import numpy as np


def attention_backward(d_output, q, k, v, weights):
    shape = (*q.shape[:-1], v.shape[-1])
    if d_output.shape != shape:
        raise ValueError(f"the output has the shape {shape}, and so must its gradient, not {d_output.shape}")
    # output = weights v
    dv = transposed(weights) @ d_output
    d_weights = d_output @ transposed(v)
    # weights = softmax(logits): a weight of 0 stops the gradient of its logit.
    mean = (weights * d_weights).sum(axis=-1, keepdims=True)
    d_logits = weights * (d_weights - mean)
    # logits = q k^T / sqrt(D)
    d_products = d_logits / math.sqrt(q.shape[-1])
    dq = d_products @ k
    dk = transposed(d_products) @ q
    return dq, sum_to(dk, k.shape), sum_to(dv, v.shape)


def transposed(x):
    return np.swapaxes(x, -1, -2)


def sum_to(gradient, shape):
    """Undo a broadcast: sum over the axes that weren't there or had length 1."""
    gradient = gradient.sum(axis=tuple(range(gradient.ndim - len(shape))))
    stretched = tuple(i for i, size in enumerate(shape) if size == 1 < gradient.shape[i])
    return gradient.sum(axis=stretched, keepdims=True)
