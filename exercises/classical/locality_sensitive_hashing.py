"""Locality-sensitive hashing: similar things meet in the same bucket.

An ordinary hash scatters; this one keeps neighbours together, so that similar
pairs among millions are found without comparing all of them: near-duplicates
in training corpora, songs by their fingerprints, vectors in an index. There
are N rows x_n of D features, X.

Random hyperplanes, for the angle. A plane with the normal a, drawn from a
standard normal, gives one bit, the side on which a row lies:

    bit(x) = 1 if a.x >= 0, else 0
    P(two rows have the same bit) = 1 - angle(x, y) / pi

p-stable hashes, for the Euclidean distance. A line with the direction a is cut
into buckets of width w, moved by an offset b that is uniform on [0, w):

    bucket(x) = floor((a.x + b) / w)

Banding. A signature of b * r hashes is cut into b bands of r, one after the
other. Two rows are a candidate pair if they agree in all r hashes of at least
one band. If single hashes agree with probability p, independently,

    P(candidate) = 1 - (1 - p^r)^b

an S-shaped curve in p: r makes it fall for dissimilar pairs, b makes it rise
for similar ones. Only candidates are then compared exactly.

Conventions:

- **Normals and directions** are handed in, a row for each hash: (H, D).
- **On the plane**, a.x = 0, the bit is 1.
- **Buckets** are integers, also below 0: floor, and not truncation.
- **Angle** is that from 0 to pi between the two vectors, neither of them 0,
  whatever their lengths. Rounding must not make it nan.
- **Pairs** are tuples (i, j) with i < j, sorted, each of them once.
- **Bands** have r = H / b hashes; b divides H. Equal signatures in different
  bands are no meeting: each band has buckets of its own.
"""

import numpy as np


def hyperplane_bits(X: np.ndarray, normals: np.ndarray) -> np.ndarray:
    """On which side of each plane the rows lie.

    Args:
        X: shape (N, D), float64.
        normals: shape (H, D), float64.

    Returns:
        An integer array of shape (N, H), of 0 and 1.

    Examples:
        >>> X = np.array([[1.0, 2.0], [-1.0, 1.0]])
        >>> hyperplane_bits(X, np.array([[1.0, 0.0], [1.0, 1.0]])).tolist()
        [[1, 1], [0, 1]]
    """
    raise NotImplementedError


def stable_buckets(X: np.ndarray, directions: np.ndarray, offsets: np.ndarray, width: float) -> np.ndarray:
    """The bucket of each row on each line.

    Args:
        X: shape (N, D), float64.
        directions: shape (H, D), float64.
        offsets: shape (H,), from 0 to less than the width.
        width: of a bucket, above 0.

    Returns:
        An integer array of shape (N, H).

    Examples:
        >>> X, line = np.array([[1.0], [-3.0]]), np.array([[1.0]])
        >>> stable_buckets(X, line, np.array([0.5]), 2.0).tolist()
        [[0], [-2]]
    """
    raise NotImplementedError


def candidate_pairs(signatures: np.ndarray, bands: int) -> list[tuple[int, int]]:
    """The pairs of rows that agree in at least one band.

    Args:
        signatures: integers, shape (N, H).
        bands: b, which divides H.

    Returns:
        Sorted tuples (i, j), i < j.

    Examples:
        >>> rows = [[1, 2, 3, 4], [5, 6, 3, 4], [3, 4, 9, 9]]
        >>> candidate_pairs(np.array(rows), 2)
        [(0, 1)]
    """
    raise NotImplementedError


def candidate_probability(x: np.ndarray, y: np.ndarray, rows: int, bands: int) -> float:
    """How probable it is that two rows become a candidate pair by the bits of
    random hyperplanes.

    Args:
        x: shape (D,), not 0.
        y: shape (D,), not 0.
        rows: r, the number of bits in a band.
        bands: b.

    Returns:
        A float from 0 to 1.

    Examples:
        >>> x, y = np.array([1.0, 0.0]), np.array([0.0, 3.0])
        >>> candidate_probability(x, y, 2, 3)
        0.578125
    """
    raise NotImplementedError
