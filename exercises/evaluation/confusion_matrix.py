"""The confusion matrix: which class is taken for which.

Accuracy hides what kind of mistakes a classifier makes. The confusion matrix
counts each pair of a true and a predicted class, and every metric of
classification is made of its cells. Seen from one class, which is then called
positive and all others negative, a row is

    TP   of the class, and predicted to be      a true positive
    FN   of the class, but not predicted to be  a false negative
    FP   not of the class, but predicted to be  a false positive
    TN   neither                                a true negative

and four rates are made of them:

    sensitivity   TP / (TP + FN)    also: recall, true positive rate
    specificity   TN / (TN + FP)    also: true negative rate
    type I rate   FP / (FP + TN)    also: false positive rate, false alarms
    type II rate  FN / (FN + TP)    also: false negative rate, misses

Conventions:

- **Rows are true classes, columns predicted ones**, both in the order of
  ``labels``; as in scikit-learn, and transposed in some books.
- **Labels** are integers, any of them, with gaps. A label that no row has gets
  a row and a column of zeros.
- **Rates**: one whose denominator is 0 is nan.
"""

import numpy as np


def confusion_matrix(y_true: np.ndarray, y_pred: np.ndarray, labels: np.ndarray | None = None) -> np.ndarray:
    """Count the pairs of a true and a predicted label.

    Args:
        y_true: true labels, integers of shape (N,), N at least 1.
        y_pred: predicted labels, integers of shape (N,).
        labels: C distinct labels in the order of rows and columns; None stands
            for all labels that are true or predicted somewhere, ascending.

    Returns:
        An integer array of shape (C, C): item (i, j) is the number of rows of
        class labels[i] that were predicted to be labels[j].

    Raises:
        ValueError: if a true or predicted label isn't among ``labels``.

    Examples:
        >>> y_true, y_pred = np.array([4, 9, 9, 9]), np.array([4, 4, 9, 4])
        >>> confusion_matrix(y_true, y_pred).tolist()
        [[1, 0], [2, 1]]
        >>> labels = np.array([9, 7, 4])
        >>> confusion_matrix(y_true, y_pred, labels).tolist()
        [[1, 0, 2], [0, 0, 0], [0, 0, 1]]
    """
    raise NotImplementedError


def one_against_rest(matrix: np.ndarray, i: int) -> tuple[int, int, int, int]:
    """The four counts of one class.

    Args:
        matrix: a confusion matrix, shape (C, C).
        i: the place of the positive class, 0 to C - 1.

    Returns:
        (TP, FN, FP, TN).

    Examples:
        >>> one_against_rest(np.array([[5, 1, 0], [2, 6, 3], [0, 4, 7]]), 0)
        (5, 1, 2, 20)
    """
    raise NotImplementedError


def rates(matrix: np.ndarray, i: int) -> tuple[float, float, float, float]:
    """The four rates of one class.

    Args:
        matrix: a confusion matrix, shape (C, C).
        i: the place of the positive class, 0 to C - 1.

    Returns:
        (sensitivity, specificity, type I rate, type II rate), floats.

    Examples:
        >>> rates(np.array([[3, 1], [2, 6]]), 0)
        (0.75, 0.75, 0.25, 0.25)
    """
    raise NotImplementedError


def accuracy(matrix: np.ndarray) -> float:
    """The share of rows that were predicted right.

    Args:
        matrix: a confusion matrix, shape (C, C), of at least one row.

    Returns:
        A float from 0 to 1.

    Examples:
        >>> accuracy(np.array([[3, 1], [2, 6]]))
        0.75
    """
    raise NotImplementedError
