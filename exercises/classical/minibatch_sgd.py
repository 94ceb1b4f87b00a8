"""Mini-batches: gradient descent that doesn't wait for the whole data set.

A step of full gradient descent looks at all N rows. The mean gradient of a few
rows drawn at random is right on average and costs a fraction, so that the same
pass over the data buys many steps. Everything from logistic regression to
language models is trained like this. With X of shape (N, D), y of shape (N,),
weights w and no intercept, the loss and its gradient over any rows are

    L(w) = 1/(2B) sum_b (w.x_b - y_b)^2        dL/dw = X^T (X w - y) / B

with B the number of these rows. An epoch is one pass: the rows are shuffled,
cut into batches, and each batch makes one step, w <- w - lr dL/dw. One loss,
three names: batch size 1 is stochastic gradient descent, B is mini-batch
gradient descent, and N is full gradient descent, where the order of the rows
has no effect.

Dividing by the size of the batch keeps the step's length the same for every
batch size, the last and shorter batch included.

Conventions:

- **Batches**: each epoch has every row exactly once. All batches have
  batch_size rows but the last one, which has what is left; it isn't dropped.
  A batch size above N gives one batch of N rows.
- **Shuffling**: a new order in each epoch, each order equally likely, all
  chance from rng. How rng is called is up to the answer.
- **Start**: w is handed in and stays as it is.
- **history** has L over all N rows before the first epoch and after each one.
- **Dtype**: float64.
"""

import numpy as np


def batches(n: int, batch_size: int, rng: np.random.Generator) -> list[np.ndarray]:
    """The row numbers of the batches of one epoch.

    Args:
        n: the number of rows, at least 1.
        batch_size: at least 1.
        rng: the generator that all chance comes from.

    Returns:
        A list of integer arrays that together have 0 to n - 1 once each.

    Raises:
        ValueError: if batch_size is below 1.

    Examples:
        >>> parts = batches(5, 2, np.random.default_rng(0))
        >>> [len(part) for part in parts]
        [2, 2, 1]
        >>> sorted(int(i) for part in parts for i in part)
        [0, 1, 2, 3, 4]
    """
    raise NotImplementedError


def gradient(w: np.ndarray, X: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The gradient of the loss over these rows.

    Args:
        w: weights, shape (D,).
        X: rows, shape (B, D), B at least 1.
        y: targets, shape (B,).

    Returns:
        A float64 array of shape (D,).

    Examples:
        >>> X, y = np.array([[1.0], [3.0]]), np.array([2.0, 4.0])
        >>> gradient(np.array([1.0]), X, y).tolist()
        [-2.0]
    """
    raise NotImplementedError


def fit(
    w: np.ndarray,
    X: np.ndarray,
    y: np.ndarray,
    lr: float,
    epochs: int,
    batch_size: int,
    rng: np.random.Generator,
) -> tuple[np.ndarray, list[float]]:
    """Trains for some epochs.

    Args:
        w: the weights to begin with, shape (D,).
        X: shape (N, D).
        y: shape (N,).
        lr: the learning rate, above 0.
        epochs: how many passes, at least 1.
        batch_size: at least 1.
        rng: the generator that all chance comes from.

    Returns:
        The new weights, shape (D,), and the history, a list of epochs + 1
        floats.

    Raises:
        ValueError: if batch_size is below 1.

    Examples:
        >>> X, y = np.array([[1.0], [1.0]]), np.array([4.0, 4.0])
        >>> rng = np.random.default_rng(0)
        >>> w, history = fit(np.zeros(1), X, y, 0.5, 1, 1, rng)
        >>> w.tolist(), history
        ([3.0], [8.0, 0.5])
    """
    raise NotImplementedError
