"""Logistic regression: a linear model whose output is a probability.

Clicks, credit, spam, and the last layer of every binary classifier. The score
of a row is a logit, z = w.x + b, and the sigmoid makes it the probability of
class 1:

    p = sigmoid(z) = 1 / (1 + exp(-z))

The loss is the mean negative log-likelihood of the labels y, 0 or 1, over the
N rows, and a penalty on the weights, but not on the bias:

    L(w, b) = -1/N sum_n [y_n log p_n + (1 - y_n) log(1 - p_n)]
              + l2/2 sum_d w_d^2

It is convex and has no closed form. Its gradient is that of linear regression,
with p for the prediction, since the sigmoid's derivative p (1 - p) cancels:

    dL/dw = X^T (p - y) / N + l2 w          dL/db = mean(p - y)

Numerically p is best left out of the loss: log(1 - p) is -inf once p rounds to
1, at z = 37. For one row, in the logit alone,

    -[y log p + (1 - y) log(1 - p)] = log(1 + exp(z)) - y z

Conventions:

- **Stability**: logits up to 1e4 in size give no nan and no inf: the loss
  grows like |z| where the label is wrong. Probabilities are right to 1e-13.
- **Start**: ``fit`` begins at 0 and takes full-batch steps of gradient
  descent; both gradients are those of the parameters before the step.
- **Decision**: class 1 from p = 1/2 on.
- **Dtype**: float64, labels and predicted classes are integers.
"""

import numpy as np


def sigmoid(z: np.ndarray) -> np.ndarray:
    """The probability for each logit.

    Args:
        z: shape (N,), up to 1e4 in size.

    Returns:
        A float64 array of shape (N,).

    Examples:
        >>> sigmoid(np.array([0.0, 1000.0, -1000.0])).tolist()
        [0.5, 1.0, 0.0]
    """
    raise NotImplementedError


def log_loss(z: np.ndarray, y: np.ndarray) -> float:
    """The mean negative log-likelihood, without a penalty.

    Args:
        z: logits, shape (N,), N at least 1.
        y: labels 0 or 1, shape (N,).

    Returns:
        A float.

    Examples:
        >>> z, y = np.array([0.0, 1000.0, -300.0]), np.array([1, 1, 1])
        >>> round(log_loss(z, y), 4)  # (log 2 + 0 + 300) / 3
        100.231
    """
    raise NotImplementedError


class LogisticRegression:
    """A linear classifier. After ``fit`` it has the attributes ``weights``, of
    shape (D,), and ``bias``, a number.

    Args:
        lr: the learning rate, above 0.
        steps: the number of steps, at least 1.
        l2: the weight of the penalty, at least 0.

    Examples:
        >>> X, y = np.array([[2.0], [-1.0]]), np.array([1, 0])
        >>> model = LogisticRegression(lr=1.0, steps=1, l2=0.0).fit(X, y)
        >>> model.weights.tolist(), float(model.bias)
        ([0.75], 0.0)
        >>> model.predict_proba(np.array([[4.0]])).round(4).tolist()
        [0.9526]
        >>> model.predict(np.array([[4.0], [-1.0]])).tolist()
        [1, 0]
    """

    def __init__(self, lr: float, steps: int, l2: float):
        raise NotImplementedError

    def fit(self, X: np.ndarray, y: np.ndarray) -> "LogisticRegression":
        """Takes the steps from zero.

        Args:
            X: shape (N, D), N and D at least 1.
            y: labels 0 or 1, shape (N,).

        Returns:
            The model itself.
        """
        raise NotImplementedError

    def predict_proba(self, X: np.ndarray) -> np.ndarray:
        """The probability of class 1 for each row.

        Args:
            X: shape (M, D).

        Returns:
            A float64 array of shape (M,).
        """
        raise NotImplementedError

    def predict(self, X: np.ndarray) -> np.ndarray:
        """The class of each row.

        Args:
            X: shape (M, D).

        Returns:
            An integer array of shape (M,): 1 where the probability is at least
            1/2, else 0.
        """
        raise NotImplementedError
