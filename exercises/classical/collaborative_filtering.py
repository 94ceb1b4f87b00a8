"""Collaborative filtering: people who agreed so far will agree again.

The first recommender (GroupLens 1994) knew nothing about films and users but
their ratings: to predict what a user thinks of an item, look at what similar
users thought of it. It still is the baseline, and nearest neighbors in a space
of embeddings are the same idea.

R[u, i] is the rating of item i by user u, and nan where there is none. For two
users, C are the items that both have rated:

    cosine   sum_C r_u r_v / sqrt(sum_C r_u^2  sum_C r_v^2)
    pearson  the same with r_u - m_u for r_u and r_v - m_v for r_v, with m_u
             and m_v the means of the two users over C

Ratings from 1 to 5 are all positive, so that the cosine finds nearly everybody
alike; Pearson's correlation asks who is above and below the own mean together.

A prediction takes over how far the neighbors were from their own means, since
one user's 4 is another's 3:

    r_ui = mean_u + sum_v s_uv (R[v, i] - mean_v) / sum_v |s_uv|

where v are the k users most similar to u of those that have rated i, and
mean_u and mean_v are means over all ratings of that user.

Conventions:

- **All sums of a similarity** go over C alone, those under the root as well.
- **Undefined** similarities, 0 / 0 (C is empty, or all ratings in it are
  equal for Pearson), are 0; what is under the root counts as 0 up to 1e-12.
- **The diagonal** is like the rest: a user is compared with itself.
- **Neighbors** have a similarity above 0 and aren't u; of equally similar
  ones the lower number comes first. There may be fewer than k.
- **No neighbor**: the prediction is mean_u.
- Every user has at least one rating.
"""

import numpy as np


def similarities(R: np.ndarray, measure: str) -> np.ndarray:
    """How similar each pair of users is.

    Args:
        R: ratings with nan for missing ones, shape (U, I).
        measure: "cosine" or "pearson".

    Returns:
        Shape (U, U).

    Raises:
        ValueError: for another measure.

    Examples:
        >>> R = np.array([[3.0, 4.0, 5.0], [4.0, 3.0, np.nan]])
        >>> similarities(R, "cosine").round(2).tolist()
        [[1.0, 0.96], [0.96, 1.0]]
        >>> similarities(R, "pearson").round(2).tolist()
        [[1.0, -1.0], [-1.0, 1.0]]
    """
    raise NotImplementedError


def predict(R: np.ndarray, S: np.ndarray, user: int, item: int, k: int) -> float:
    """The predicted rating of an item by a user.

    Args:
        R: ratings with nan for missing ones, shape (U, I).
        S: similarities of the users, shape (U, U).
        user: the number of the user.
        item: the number of the item.
        k: the largest number of neighbors, at least 1.

    Returns:
        A float.

    Examples:
        >>> R = np.array([[3.0, 4, np.nan], [4.0, 2, 3], [1.0, 2, 6]])
        >>> S = np.array([[1, 0.25, 0.75], [0.25, 1, 0.5], [0.75, 0.5, 1]])
        >>> predict(R, S, 0, 2, 1), predict(R, S, 0, 2, 2)
        (6.5, 5.75)
    """
    raise NotImplementedError
