"""The backward pass of attention: from the gradient of the output to the
gradients of queries, keys and values.

The forward pass was

    logits  = Q K^T / sqrt(D)
    weights = softmax of each row of the logits
    output  = weights V

and a loss L depends on the output. Each of Q, K and V receives its gradient
through a matrix product, and Q and K receive theirs through the softmax as
well, where every logit of a row changes every weight of that row:

    dL/dlogit_s = w_s (g_s - sum_r w_r g_r)

with w the weights of one query and g_s = dL/dw_s.

Frameworks derive all this by themselves. It is written by hand in fused
kernels such as FlashAttention, and asked for in interviews.

Conventions:

- **Forward values**: q, k, v and the weights are those of the forward pass. A
  mask needs no argument: it has left its trace in the weights. A blocked pair
  has a weight of exactly 0, and no gradient flows through its logit.
- **A query that may attend to no key** has a row of zero weights. It receives
  a gradient of 0 and gives none to k and v, by the same formulas.
- **Leading axes**: whatever stands before the last two axes of q
  (batch, heads) is a batch axis. k and v may lack some of these axes, or have
  length 1 where q is longer, each in its own way. They are then shared, as in
  multi-query attention, and **their gradients sum over all who share them**.
- **Cost**: time and memory are proportional to the number of pairs, T x S,
  times D and Dv. The S x S Jacobian of a row of the softmax is never formed.
- **Dtype**: all arguments share a dtype, float32 or float64, and the gradients
  have it too.
"""

import numpy as np


def attention_backward(
    d_output: np.ndarray, q: np.ndarray, k: np.ndarray, v: np.ndarray, weights: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The gradients of the loss for q, k and v.

    Args:
        d_output: dL/doutput, shape (..., T, Dv), with the leading axes of q.
        q: the queries, shape (..., T, D).
        k: the keys, shape (..., S, D), with leading axes that broadcast to
            those of q.
        v: the values, shape (..., S, Dv), with leading axes that broadcast to
            those of q.
        weights: what the forward pass returned, shape (..., T, S), with the
            leading axes of q.

    Returns:
        (dq, dk, dv): dL/dq, dL/dk and dL/dv, each of the shape of its
        argument.

    Raises:
        ValueError: if ``d_output`` doesn't have the shape of the output.

    Examples:
        Two keys with equal weights: pushing the output up is best done by
        attending more to the larger value.

        >>> q = np.array([[1.0]])
        >>> k = np.array([[2.0], [2.0]])
        >>> v = np.array([[0.0], [4.0]])
        >>> dq, dk, dv = attention_backward(
        ...     np.array([[1.0]]), q, k, v, np.array([[0.5, 0.5]])
        ... )
        >>> dq.tolist(), dk.tolist(), dv.tolist()
        ([[0.0]], [[-1.0], [1.0]], [[0.5], [0.5]])

        Two heads that share their keys and values:

        >>> dq, dk, dv = attention_backward(
        ...     np.ones((2, 1, 1)),
        ...     np.ones((2, 1, 1)),
        ...     k,
        ...     v,
        ...     np.full((2, 1, 2), 0.5),
        ... )
        >>> dq.tolist(), dk.tolist(), dv.tolist()
        ([[[0.0]], [[0.0]]], [[-2.0], [2.0]], [[1.0], [1.0]])
    """
    raise NotImplementedError
