"""Each head returns a gradient of its own for keys and values that several heads share: the gradients of all uses add
up, and each has the shape of its argument.

caught by: test_gradients_of_shared_keys_and_values
"""

import numpy as np


def attention_backward(d_output, q, k, v, weights):
    if d_output.shape != (*q.shape[:-1], v.shape[-1]):
        raise ValueError("d_output must have the shape of the output")
    scale = 1 / np.sqrt(q.shape[-1])
    d_weights = np.einsum("...td,...sd->...ts", d_output, v)
    row_sums = (d_weights * weights).sum(axis=-1, keepdims=True)
    d_logits = weights * (d_weights - row_sums) * scale
    dq = np.einsum("...ts,...sd->...td", d_logits, k)
    dk = np.einsum("...ts,...td->...sd", d_logits, q)
    dv = np.einsum("...ts,...td->...sd", weights, d_output)
    return dq.astype(q.dtype), dk.astype(q.dtype), dv.astype(q.dtype)
