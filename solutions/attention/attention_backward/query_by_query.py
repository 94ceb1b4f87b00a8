"""Query by query, writing into views: `np.broadcast_to` says who shares a key, and += through an index adds it up.

The row's number is taken from the output, as in FlashAttention: sum_s w_s g_s = sum_s w_s (v_s . d) = output . d.
"""

import numpy as np


def attention_backward(d_output, q, k, v, weights):
    leading, n_queries = q.shape[:-2], q.shape[-2]
    if d_output.shape != (*leading, n_queries, v.shape[-1]):
        raise ValueError("the gradient of the output has the wrong shape")
    dq, dk, dv = np.zeros_like(q), np.zeros_like(k), np.zeros_like(v)
    for index in np.ndindex(leading):
        of_k, of_v = own(index, k.shape[:-2]), own(index, v.shape[:-2])
        for t in range(n_queries):
            w, d = weights[index][t], d_output[index][t]
            output = w @ v[of_v]
            d_logits = w * (v[of_v] @ d - output @ d) * q.shape[-1] ** -0.5
            dq[index][t] = d_logits @ k[of_k]
            dk[of_k] += np.outer(d_logits, q[index][t])
            dv[of_v] += np.outer(w, d)
    return dq, dk, dv


def own(index, shape):
    """Where in an array with these leading axes the item `index` of the batch finds its matrix."""
    return tuple(0 if size == 1 else i for i, size in zip(index[len(index) - len(shape) :], shape, strict=True))
