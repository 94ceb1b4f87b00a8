"""Sinusoidal positions: a fixed code for where a token stands.

Attention treats its keys as a set: without more, a shuffled sentence gives the
same outputs, shuffled. The first transformer therefore adds to each embedding
a code of its position p, made of D / 2 waves:

    PE(p)[2i]     = sin(p w_i)
    PE(p)[2i + 1] = cos(p w_i)
    w_i = base^(-2i / D),   i = 0 ... D / 2 - 1

The waves slow down in a geometric sequence: the first one turns by 1 radian
with each token, the last one, when D is large, by little more than 1 / base.
Each pair (sine, cosine) is a point on a circle, and moving on by k tokens
turns it by k w_i wherever it was. So there is one matrix for each k, a
rotation, with

    PE(p + k) = M_k PE(p)       for every p,

and a linear layer can express "k tokens further on". Rotary embeddings make
the same rotation act on queries and keys.

Conventions:

- **Layout**: sines and cosines alternate, as in the paper. (Some libraries put
  all sines in front of all cosines.)
- **Positions** are any real numbers in any order, not necessarily 0 to T - 1:
  negative ones and fractions follow the same formula.
- **Vectors are columns**: M_k stands on the left of PE(p).
- **Dtype**: results are computed in float64 and have that dtype, whatever that
  of the positions.
"""

import numpy as np


def sinusoidal_positions(positions: np.ndarray, d_model: int, base: float = 10_000.0) -> np.ndarray:
    """The code of every position.

    Args:
        positions: array of integers or floats with at least one dimension; it
            may be empty.
        d_model: D, the number of features of a code, an even number of at
            least 2.
        base: greater than 1; its powers slow the waves down.

    Returns:
        A float64 array of shape (*positions.shape, D).

    Raises:
        ValueError: if ``d_model`` is odd or below 2.

    Examples:
        >>> sinusoidal_positions(np.array([0, 1]), 4).round(4).tolist()
        [[0.0, 1.0, 0.0, 1.0], [0.8415, 0.5403, 0.01, 1.0]]
        >>> sinusoidal_positions(np.array([2.5]), 4, base=100.0).round(
        ...     4
        ... ).tolist()
        [[0.5985, -0.8011, 0.2474, 0.9689]]
    """
    raise NotImplementedError


def shift_matrix(offset: float, d_model: int, base: float = 10_000.0) -> np.ndarray:
    """The rotation that takes the code of any position p to that of
    p + offset.

    Args:
        offset: k, any real number; a negative one shifts back.
        d_model: D, the number of features of a code, an even number of at
            least 2.
        base: the base of the codes, greater than 1.

    Returns:
        M_k, a float64 array of shape (D, D), with zeros outside the 2 x 2
        blocks on its diagonal.

    Raises:
        ValueError: if ``d_model`` is odd or below 2.

    Examples:
        >>> shift_matrix(0, 2).tolist()
        [[1.0, 0.0], [0.0, 1.0]]
        >>> m = shift_matrix(3, 4)
        >>> (m @ sinusoidal_positions(np.array([7]), 4)[0]).round(
        ...     4
        ... ).tolist()
        [-0.544, -0.8391, 0.0998, 0.995]
        >>> sinusoidal_positions(np.array([10]), 4)[0].round(4).tolist()
        [-0.544, -0.8391, 0.0998, 0.995]
    """
    raise NotImplementedError
