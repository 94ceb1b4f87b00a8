"""Anomaly scores: how far out is a row, and how far is too far?

Fraud, a failing bearing, a broken sensor: there are few examples of what is
looked for, so one describes what is normal and scores how far a new row is
from that. Three scores that come before any model, each fitted on training
data alone:

    z-score      |x - m| / s         m the mean, s the standard deviation
    IQR          0 if Q1 <= x <= Q3, else the distance to the nearer of the
                 two, divided by IQR = Q3 - Q1
    Mahalanobis  sqrt((x - m)^T S^-1 (x - m))     S the covariance matrix

The first two look at one feature. Outliers in the training data stretch m and
s and hide themselves, while quartiles hardly move; Tukey's fences are an IQR
score of 1.5. The third sees a row that is ordinary in each feature and odd in
their combination: a man of 190 cm and 50 kg.

Where to draw the line is a question of how many alarms one can look at: the
threshold is the quantile q of the scores of the training rows, and a row is
an anomaly if its score is above it.

Conventions:

- **Divisions**: s and S divide by N, as in a fit by maximum likelihood.
- **Quantiles**, Q1 (0.25) and Q3 (0.75) and the threshold, are interpolated
  linearly between neighbours in sorted order: the quantile q of N values lies
  at the position q (N - 1), counted from 0. That is NumPy's default.
- s and IQR are above 0, and S is invertible.
"""

import numpy as np


def z_scores(train: np.ndarray, x: np.ndarray) -> np.ndarray:
    """The z-scores of new values.

    Args:
        train: values of a feature, shape (N,).
        x: new values, shape (M,).

    Returns:
        Shape (M,), at least 0.

    Examples:
        >>> z_scores(np.array([1.0, 5.0]), np.array([3.0, 9, 0])).tolist()
        [0.0, 3.0, 1.5]
    """
    raise NotImplementedError


def iqr_scores(train: np.ndarray, x: np.ndarray) -> np.ndarray:
    """The IQR scores of new values.

    Args:
        train: values of a feature, shape (N,).
        x: new values, shape (M,).

    Returns:
        Shape (M,), at least 0.

    Examples:
        >>> train = np.array([0.0, 1.0, 2.0, 3.0, 40.0])
        >>> iqr_scores(train, np.array([1.5, 6.0, -2.0])).tolist()
        [0.0, 1.5, 1.5]
    """
    raise NotImplementedError


def mahalanobis_scores(train: np.ndarray, X: np.ndarray) -> np.ndarray:
    """The Mahalanobis distances of new rows.

    Args:
        train: shape (N, D), N above D.
        X: new rows, shape (M, D).

    Returns:
        Shape (M,), at least 0.

    Examples:
        >>> train = np.array([[0.0, 0], [4.0, 0], [0.0, 2], [4.0, 2]])
        >>> X = np.array([[2.0, 1.0], [6.0, 1.0], [2.0, 5.0]])
        >>> mahalanobis_scores(train, X).tolist()
        [0.0, 2.0, 4.0]
    """
    raise NotImplementedError


def anomalies(train_scores: np.ndarray, scores: np.ndarray, q: float) -> np.ndarray:
    """Which rows are anomalies.

    Args:
        train_scores: the scores of the training rows, shape (N,).
        scores: the scores of the new rows, shape (M,).
        q: the quantile that is the threshold, 0 < q < 1.

    Returns:
        Booleans of shape (M,).

    Examples:
        >>> train_scores = np.array([0.0, 3.0, 1.0, 2.0])
        >>> anomalies(train_scores, np.array([1.5, 1.6]), 0.5).tolist()
        [False, True]
    """
    raise NotImplementedError
