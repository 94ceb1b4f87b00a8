"""The ROC curve and the area under it: how well scores put classes apart.

A classifier gives scores, and a threshold t makes a decision of them: score
>= t is positive. Each threshold has its own confusion matrix; the ROC curve
shows all of them at once, as points

    false positive rate  FP / N    (across)
    true positive rate   TP / P    (up)

with P positive and N negative rows. The area under the curve needs no
threshold, and it has a meaning of its own: it is the probability that a random
positive row has a higher score than a random negative one, where equal scores
count one half,

    AUC = ( #{s_i > s_j} + 1/2 #{s_i = s_j} ) / (P N)

over all pairs of a positive row i and a negative row j. So it depends on the
order of the scores alone: any strictly increasing function of them has the
same curve. It takes no P x N table, and no pass over the rows for each row:
one sort is enough.

Conventions:

- **y** holds 0 and 1, both at least once; any real number is a score, they
  aren't probabilities.
- **The points** of the curve: first (0, 0), at the threshold inf; then one
  point for each distinct score, from the highest down. Rows of equal score
  come in at once, with one point. Every distinct score keeps its point, on a
  straight stretch too. The last point is (1, 1).
- **Area**: by trapezoids, which is exact, since the curve is straight between
  two points.
- **Sizes**: 100,000 rows are a usual case.
"""

import numpy as np


def roc_curve(y: np.ndarray, scores: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The points of the ROC curve.

    Args:
        y: integers 0 and 1, shape (n,).
        scores: floats, shape (n,), all finite.

    Returns:
        (false positive rates, true positive rates, thresholds), each of shape
        (number of distinct scores + 1,), float64.

    Raises:
        ValueError: if y has no 1 or no 0.

    Examples:
        >>> y = np.array([1, 0, 1, 0])
        >>> scores = np.array([3.0, 2.0, 2.0, -1.0])
        >>> fpr, tpr, thresholds = roc_curve(y, scores)
        >>> fpr.tolist(), tpr.tolist()
        ([0.0, 0.0, 0.5, 1.0], [0.0, 0.5, 1.0, 1.0])
        >>> thresholds.tolist()
        [inf, 3.0, 2.0, -1.0]
    """
    raise NotImplementedError


def area(x: np.ndarray, y: np.ndarray) -> float:
    """The area under a curve that is straight between its points.

    Args:
        x: ascending, shape (k,), k at least 2; equal values may follow each
            other, where the curve goes straight up.
        y: shape (k,).

    Returns:
        A float.

    Examples:
        >>> area(np.array([0.0, 0.5, 2.0]), np.array([1.0, 2.0, 0.0]))
        2.25
    """
    raise NotImplementedError


def roc_auc(y: np.ndarray, scores: np.ndarray) -> float:
    """The probability that a positive row has a higher score than a negative.

    Args:
        y: integers 0 and 1, shape (n,).
        scores: floats, shape (n,), all finite.

    Returns:
        A float from 0 to 1.

    Raises:
        ValueError: if y has no 1 or no 0.

    Examples:
        >>> y = np.array([1, 0, 1, 0])
        >>> roc_auc(y, np.array([3.0, 2.0, 2.0, -1.0]))
        0.875
    """
    raise NotImplementedError
