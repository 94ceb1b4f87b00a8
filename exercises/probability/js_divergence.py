"""Jensen-Shannon divergence: the one that is symmetric, finite and bounded.

KL(p || q) is inf as soon as p has an outcome that q lacks, and it changes when
the two are swapped. Both go away if each law is compared with the mixture of
the two, which lacks nothing that either of them has:

    m = (p + q) / 2
    JS(p, q) = KL(p || m) / 2 + KL(q || m) / 2
    KL(p || m) = sum_i p_i log2(p_i / m_i)

With the logarithm to base 2 it is measured in bits: 0 for equal laws, 1 for
laws that share no outcome. It is how much a draw from one of the two, chosen
by a fair coin, says about which it was. Generative adversarial networks were
derived from it, and monitors watch it for drift, since no empty bin makes it
inf.

Its square root is a metric: unlike JS itself it satisfies the triangle
inequality, so that it can be used in nearest neighbours and clustering.
(SciPy's ``jensenshannon`` is that root, and in nats by default.)

Conventions:

- **0 log 0** is 0.
- **Laws** lie along the last axis, of length N at least 1. All other axes are
  pairs of laws, each with a result of its own; there may be none.
- **Bounds**: rounding leaves nothing below 0 or above 1.
- **Dtype**: float64. Nothing is normalised.
"""

import numpy as np


def js_divergence(p: np.ndarray, q: np.ndarray) -> np.ndarray:
    """The divergence, in bits.

    Args:
        p: laws, shape (..., N), each summing to 1.
        q: laws, the same shape.

    Returns:
        A float64 array of shape (...), from 0 to 1.

    Examples:
        >>> p, q = np.array([0.5, 0.5, 0.0]), np.array([0.0, 0.5, 0.5])
        >>> float(js_divergence(p, q))
        0.5
        >>> a, b = np.array([1.0, 0.0]), np.array([0.0, 1.0])
        >>> float(js_divergence(a, b)), float(js_divergence(a, a))
        (1.0, 0.0)
    """
    raise NotImplementedError


def js_distance(p: np.ndarray, q: np.ndarray) -> np.ndarray:
    """The metric: the square root of the divergence.

    Args:
        p: laws, shape (..., N), each summing to 1.
        q: laws, the same shape.

    Returns:
        A float64 array of shape (...), from 0 to 1.

    Examples:
        >>> p, q = np.array([0.5, 0.5, 0.0]), np.array([0.0, 0.5, 0.5])
        >>> round(float(js_distance(p, q)), 4)
        0.7071
    """
    raise NotImplementedError
