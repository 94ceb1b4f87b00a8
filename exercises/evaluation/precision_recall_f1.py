"""Precision, recall and F1, of one class and averaged over several.

If one row in a hundred is a fraud, whoever never says "fraud" has an accuracy
of 99 %. Two questions see through that, and one number joins them. For a class
with TP rows found, FP rows taken for it wrongly, and FN rows missed:

    precision   TP / (TP + FP)           of what was predicted, what is so?
    recall      TP / (TP + FN)           of what is so, what was found?
    F1          2 TP / (2 TP + FP + FN)  their harmonic mean

For several classes there are three averages, and a report that doesn't say
which is worth little:

    macro       the mean of each metric over the classes: all classes count
                alike, however rare
    weighted    the mean weighted by support, the number of true rows
    micro       TP, FP and FN are summed over the classes, then divided once

Conventions:

- **0 / 0 is 0**, for each of the three metrics of each class: a class that is
  never predicted has precision 0, one that never occurs has recall 0.
- **The classes** of an average are all labels that are true or predicted
  somewhere, ascending. Labels are integers, any of them, with gaps.
- **Macro and weighted F1** are means of the classes' F1, as in scikit-learn,
  and not the F1 of the mean precision and recall.
- **Binary** is about one class, ``positive``, alone; a class that no row has
  and that is never predicted has 0 for all three.
"""

import numpy as np


def per_class(
    y_true: np.ndarray, y_pred: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """The metrics of each class.

    Args:
        y_true: true labels, integers of shape (N,), N at least 1.
        y_pred: predicted labels, integers of shape (N,).

    Returns:
        (classes, precision, recall, f1, support), each of shape (C,): the
        classes ascending, and the number of true rows of each.

    Examples:
        >>> y_true = np.array([0, 0, 5, 5, 5, 5])
        >>> y_pred = np.array([0, 5, 5, 5, 5, 7])
        >>> classes, p, r, f1, support = per_class(y_true, y_pred)
        >>> classes.tolist(), support.tolist()
        ([0, 5, 7], [2, 4, 0])
        >>> p.tolist(), r.tolist()
        ([1.0, 0.75, 0.0], [0.5, 0.75, 0.0])
        >>> f1.round(4).tolist()
        [0.6667, 0.75, 0.0]
    """
    raise NotImplementedError


def precision_recall_f1(
    y_true: np.ndarray, y_pred: np.ndarray, average: str = "binary", positive: int = 1
) -> tuple[float, float, float]:
    """Precision, recall and F1 as three numbers.

    Args:
        y_true: true labels, integers of shape (N,), N at least 1.
        y_pred: predicted labels, integers of shape (N,).
        average: "binary", "macro", "micro" or "weighted".
        positive: the class that "binary" is about; the averages don't look
            at it.

    Returns:
        (precision, recall, F1).

    Raises:
        ValueError: for another ``average``.

    Examples:
        >>> y_true = np.array([0, 0, 5, 5, 5, 5])
        >>> y_pred = np.array([0, 5, 5, 5, 5, 7])
        >>> precision_recall_f1(y_true, y_pred, "binary", positive=5)
        (0.75, 0.75, 0.75)
        >>> macro = precision_recall_f1(y_true, y_pred, "macro")
        >>> [round(m, 4) for m in macro]
        [0.5833, 0.4167, 0.4722]
    """
    raise NotImplementedError
