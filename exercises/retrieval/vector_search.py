"""Vector search: the k best matches of a query, exactly.

Texts and images become vectors, and what belongs to a question is what lies
near its vector. Below every vector database, however fast, stands this exact
search, which measures how much the approximate ones lose. The score of a
query q and a vector v is

    dot         q.v
    cosine      q.v / (|q| |v|)
    euclidean   -|q - v|          (the distance with a minus sign)

so that larger is always better. The three agree on the order if all vectors
have length 1, and not otherwise: the dot product prefers long vectors.

Only k of N scores are wanted: a selection takes O(N) where a sort takes
O(N log N), but then ties need care.

Conventions:

- **Shapes**: M queries (M, D), N vectors (N, D), k from 1 to N. The metric is
  one of the three names above.
- **Best first.** Of equal scores the vector with the lower index comes first,
  also where some of them are among the k and others aren't. Scores are equal
  if they are the same numbers; the tests have whole numbers there.
- **Zero vectors** have no direction: their cosine with anything is 0, and so
  is anything's with them. Short vectors have one, down to a length of 1e-9.
- **Precision**: euclidean scores are right to a relative 1e-6 also for
  vectors that are near each other and far from the origin.
- **Dtype**: scores are float64, indices integers.
"""

import numpy as np


def similarity(queries: np.ndarray, vectors: np.ndarray, metric: str = "cosine") -> np.ndarray:
    """The score of each query with each vector.

    Args:
        queries: float64 of shape (M, D).
        vectors: float64 of shape (N, D).
        metric: "cosine", "dot" or "euclidean".

    Returns:
        float64 of shape (M, N).

    Raises:
        ValueError: for another metric.

    Examples:
        >>> queries = np.array([[3.0, 4.0]])
        >>> vectors = np.array([[6.0, 8.0], [0.0, 0.0], [4.0, -3.0]])
        >>> similarity(queries, vectors).tolist()
        [[1.0, 0.0, 0.0]]
        >>> similarity(queries, vectors, "euclidean").round(3).tolist()
        [[-5.0, -5.0, -7.071]]
    """
    raise NotImplementedError


def top_k(scores: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
    """The k largest scores of each row.

    Args:
        scores: float64 of shape (M, N).
        k: from 1 to N.

    Returns:
        (indices, scores), both of shape (M, k), the best first.

    Raises:
        ValueError: if k isn't from 1 to N.

    Examples:
        >>> scores = np.array([[2.0, 9.0, 5.0, 9.0, 5.0]])
        >>> indices, best = top_k(scores, 3)
        >>> indices.tolist(), best.tolist()
        ([[1, 3, 2]], [[9.0, 9.0, 5.0]])
    """
    raise NotImplementedError


def search(queries: np.ndarray, vectors: np.ndarray, k: int, metric: str = "cosine") -> tuple[np.ndarray, np.ndarray]:
    """The k best vectors for each query.

    Args:
        queries: float64 of shape (M, D).
        vectors: float64 of shape (N, D).
        k: from 1 to N.
        metric: "cosine", "dot" or "euclidean".

    Returns:
        (indices, scores), both of shape (M, k), the best first.

    Raises:
        ValueError: if k isn't from 1 to N, or for another metric.

    Examples:
        >>> queries = np.array([[1.0, 0.0]])
        >>> vectors = np.array([[9.0, 9.0], [2.0, 0.0], [0.0, 5.0]])
        >>> search(queries, vectors, 2, "dot")[0].tolist()
        [[0, 1]]
        >>> search(queries, vectors, 2, "cosine")[0].tolist()
        [[1, 0]]
    """
    raise NotImplementedError
