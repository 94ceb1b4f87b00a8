"""Softmax regression: logistic regression for K classes.

Also called multinomial logistic regression or a maximum entropy classifier,
and the head of every network that classifies: linear probes on frozen features
are just this. Each class has weights and a bias of its own. With X of shape
(N, D), W of shape (D, K) and b of shape (K,), the logits are

    Z = X W + b                               (N, K)
    p_nk = exp(z_nk) / sum_j exp(z_nj)

and for labels y_n from 0 to K - 1 the loss is the mean negative log-likelihood
with a penalty on the weights, but not on the biases:

    L(W, b) = -1/N sum_n log p_n,y_n + l2/2 sum_dk W_dk^2

As with two classes the gradient is prediction less label. With Y of shape
(N, K), which has a 1 where the row's label is and else 0,

    dL/dW = X^T (P - Y) / N + l2 W            dL/db = column means of P - Y

Only differences of logits count: a number added to all logits of a row changes
no probability. So without a penalty the minimum isn't unique; and started at
0, the weights of all classes keep the sum 0 in every step.

Conventions:

- **Stability**: logits up to 1e4 in size give no nan, no inf and no warning;
  the loss grows like the logit's lag where the label is wrong.
- **Start**: ``fit`` begins at 0 and takes full-batch steps of gradient
  descent; both gradients are those of the parameters before the step.
- **Decision**: the class with the largest logit, the first of equal ones.
- **Dtype**: float64, labels and predicted classes are integers. A class below
  K may have no row at all.
"""

import numpy as np


def loss_and_gradient(
    W: np.ndarray, b: np.ndarray, X: np.ndarray, y: np.ndarray, l2: float
) -> tuple[float, np.ndarray, np.ndarray]:
    """The loss at W and b, and its gradient.

    Args:
        W: shape (D, K).
        b: shape (K,).
        X: shape (N, D), N at least 1.
        y: labels from 0 to K - 1, shape (N,).
        l2: the weight of the penalty, at least 0.

    Returns:
        The loss, a float; dL/dW of shape (D, K); dL/db of shape (K,).

    Examples:
        >>> W, b = np.zeros((1, 2)), np.log([1.0, 3.0])
        >>> X, y = np.array([[2.0]]), np.array([0])
        >>> loss, dW, db = loss_and_gradient(W, b, X, y, 0.0)
        >>> round(float(loss), 4), dW.round(4).tolist()
        (1.3863, [[-1.5, 1.5]])
        >>> db.round(4).tolist()
        [-0.75, 0.75]
    """
    raise NotImplementedError


class SoftmaxRegression:
    """A linear classifier. After ``fit`` it has the attributes ``weights``, of
    shape (D, K), and ``bias``, of shape (K,).

    Args:
        n_classes: K, at least 2.
        lr: the learning rate, above 0.
        steps: the number of steps, at least 1.
        l2: the weight of the penalty, at least 0.

    Examples:
        >>> X, y = np.array([[2.0], [-1.0]]), np.array([1, 0])
        >>> model = SoftmaxRegression(n_classes=2, lr=1.0, steps=1, l2=0.0)
        >>> model = model.fit(X, y)
        >>> model.weights.tolist(), model.bias.tolist()
        ([[-0.75, 0.75]], [0.0, 0.0])
        >>> model.predict_proba(np.array([[4.0]])).round(4).tolist()
        [[0.0025, 0.9975]]
        >>> model.predict(np.array([[4.0], [-1.0]])).tolist()
        [1, 0]
    """

    def __init__(self, n_classes: int, lr: float, steps: int, l2: float):
        raise NotImplementedError

    def fit(self, X: np.ndarray, y: np.ndarray) -> "SoftmaxRegression":
        """Takes the steps from zero.

        Args:
            X: shape (N, D), N and D at least 1.
            y: labels from 0 to K - 1, shape (N,).

        Returns:
            The model itself.
        """
        raise NotImplementedError

    def predict_proba(self, X: np.ndarray) -> np.ndarray:
        """The probability of each class for each row.

        Args:
            X: shape (M, D).

        Returns:
            A float64 array of shape (M, K).
        """
        raise NotImplementedError

    def predict(self, X: np.ndarray) -> np.ndarray:
        """The class of each row.

        Args:
            X: shape (M, D).

        Returns:
            An integer array of shape (M,).
        """
        raise NotImplementedError
