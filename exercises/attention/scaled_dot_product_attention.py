"""Scaled dot-product attention: every query collects the values of the keys
that match it.

A query q_t asks, the keys k_s are compared with it, and the values v_s are
averaged by how well their keys fit. It is the one operation of a transformer
that moves information between positions:

    logits  = Q K^T / sqrt(D) + bias                (T, S)
    weights = softmax of each row of the logits     (T, S)
    output  = weights V                             (T, Dv)

A dot product of D features of unit variance has variance D. Without the
division by sqrt(D), the softmax would put almost all the weight on one key
when D is large, and its gradient would vanish. The mask is a bias of 0 and
-inf, or any other number that is to be added to the logits.

Conventions:

- **Boolean masks**: True means that the query may attend to the key.
- **Additive masks** are arrays of floats. They are added to the logits after
  the division by sqrt(D). An entry of -inf blocks the pair; every finite
  entry, however low, is a bias like any other.
- **Blocked keys** have a weight of exactly 0, even if their logit would be the
  largest.
- **A query that may attend to no key** has weights of 0 and an output of 0,
  never nan.
- **Stability**: logits of any finite size give the right finite result, also
  where rows differ by thousands.
- **Leading axes**: whatever stands before the last two axes (batch, heads) is
  a batch axis. Those of q, k and v broadcast against each other as in
  `np.matmul`, so one set of keys and values can serve all heads.
- **Dtype**: q, k and v share a dtype, float32 or float64. Both results have
  that dtype, whatever the dtype of the mask.
"""

import numpy as np


def scaled_dot_product_attention(
    q: np.ndarray, k: np.ndarray, v: np.ndarray, mask: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """What each query collects, and the weights that it collects it with.

    Args:
        q: the queries, shape (..., T, D).
        k: the keys, shape (..., S, D).
        v: the values, shape (..., S, Dv), one for each key. T, S, D and Dv are
            at least 1.
        mask: None, or a boolean or floating array that broadcasts to the shape
            (..., T, S) of the logits: (T, S) for all, (B, 1, T, S) for each
            sequence, (S,) for all queries. It holds neither nan nor +inf.

    Returns:
        (output, weights): the outputs of shape (..., T, Dv), and the weights
        of shape (..., T, S) with the leading axes of q and k.

    Raises:
        ValueError: if q and k differ in the number of features, or k and v in
            the number of keys.
        TypeError: if the mask is neither boolean nor floating. (With the
            integers 0 and 1 nobody knows which is meant.)

    Examples:
        >>> q = np.array([[0.0, 0.0]])
        >>> k = np.array([[3.0, 4.0], [5.0, 6.0]])
        >>> output, weights = scaled_dot_product_attention(
        ...     q, k, np.array([[1.0], [2.0]])
        ... )
        >>> output.tolist(), weights.tolist()
        ([[1.5]], [[0.5, 0.5]])
        >>> q = np.array([[2.0, 0.0, 0.0, 0.0], [0.0, 2.0, 0.0, 0.0]])
        >>> scaled_dot_product_attention(q, q, q[:, :2])[1].round(
        ...     3
        ... ).tolist()
        [[0.881, 0.119], [0.119, 0.881]]
        >>> mask = np.array([[False, True], [False, False]])
        >>> scaled_dot_product_attention(q, q, q[:, :2], mask)[0].tolist()
        [[0.0, 2.0], [0.0, 0.0]]
    """
    raise NotImplementedError
