"""Linear regression by gradient descent: the first model, and the training
loop of all others.

A linear model predicts y = w.x + b. The loss is half the mean of the squared
residuals over the N rows of X:

    r_n = w.x_n + b - y_n
    L(w, b) = 1/(2N) sum_n r_n^2

Its gradient says how to change the parameters. With X of shape (N, D), r of
shape (N,) and w of shape (D,):

    dL/dw = X^T r / N          dL/db = sum_n r_n / N

Each step goes against the gradient: w <- w - lr dL/dw, b <- b - lr dL/db.
The loss is convex, so that for a small enough lr the steps arrive at the least
squares solution. Every network is trained by the same loop; only the model and
the gradient change. (Some write L without the 1/2 and get twice the gradient;
others take the sum, and the right lr then depends on N.)

Conventions:

- **Start**: all weights and the bias are 0. A second call of ``fit`` starts
  there again and forgets the first.
- **Full batch**: each step uses all rows, and both gradients are those of the
  parameters before the step.
- **history** has steps + 1 losses: that before the first step, and that after
  each step.
- **Dtype**: float64.
"""

import numpy as np


class LinearRegression:
    """A linear model with a bias.

    After ``fit`` it has the attributes ``weights``, of shape (D,), ``bias``, a
    number, and ``history``, a list of floats.

    Args:
        lr: the learning rate, above 0.
        steps: the number of steps, at least 1.

    Examples:
        >>> X, y = np.array([[1.0], [3.0]]), np.array([2.0, 4.0])
        >>> model = LinearRegression(lr=0.5, steps=1).fit(X, y)
        >>> model.weights.tolist(), float(model.bias)
        ([3.5], 1.5)
        >>> [float(loss) for loss in model.history]
        [5.0, 18.25]
        >>> model.predict(np.array([[2.0]])).tolist()
        [8.5]
    """

    def __init__(self, lr: float, steps: int):
        raise NotImplementedError

    def fit(self, X: np.ndarray, y: np.ndarray) -> "LinearRegression":
        """Takes the steps from zero.

        Args:
            X: shape (N, D), N and D at least 1.
            y: shape (N,).

        Returns:
            The model itself.
        """
        raise NotImplementedError

    def predict(self, X: np.ndarray) -> np.ndarray:
        """The predictions for the rows of X.

        Args:
            X: shape (M, D).

        Returns:
            A float64 array of shape (M,).
        """
        raise NotImplementedError
