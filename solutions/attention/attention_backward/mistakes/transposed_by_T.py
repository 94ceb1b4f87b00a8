"""`.T` reverses all axes: with a batch the batch axis moves too. Only the last two axes change places.

caught by: test_leading_axes_are_batch_axes
"""

import numpy as np


def attention_backward(d_output, q, k, v, weights):
    if d_output.shape != q.shape[:-1] + v.shape[-1:]:
        raise ValueError("d_output must have the shape of the output")
    dv = weights.T @ d_output
    d_weights = d_output @ v.T
    d_logits = weights * (d_weights - (d_weights * weights).sum(-1, keepdims=True))
    dq = d_logits @ k / np.sqrt(q.shape[-1])
    dk = d_logits.T @ q / np.sqrt(q.shape[-1])
    return dq, dk, dv
