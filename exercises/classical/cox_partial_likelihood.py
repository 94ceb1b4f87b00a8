"""The Cox model: who is next, without saying when.

How long until a customer leaves, a machine breaks, a patient relapses? For
many rows the answer is only "not yet": their observation ended before the
event did happen. Such a row is censored. Dropping it, or taking its time for
that of the event, would bias everything. Cox's proportional hazards model is
still the first thing that is tried, and its loss is what DeepSurv puts on a
network. With X of shape (N, D), coefficients beta of shape (D,), and the
linear predictor eta_n = beta.x_n, the hazard of row n, its risk of the event
in the next moment, is

    h(t) exp(eta_n)

with one function h(t) for all rows. Cox's idea is to leave h out. At the time
of an event, the rows which are still under observation are its risk set; that
it was row i, and none of the others, has a probability in which h cancels, the
softmax of eta over the risk set:

    exp(eta_i) / sum_{j: time_j >= time_i} exp(eta_j)

The product over all events is the partial likelihood; a censored row is no
factor of its own, but belongs to the risk sets up to its time. So

    l(beta) = sum_{i: event_i} [eta_i - log sum_{j in R_i} exp(eta_j)]

    R_i = all rows j with time_j >= time_i, row i included

and, with p_ij for the softmax of eta over R_i, the gradient compares each
event with what was expected:

    dl/dbeta = sum_{i: event_i} [x_i - sum_{j in R_i} p_ij x_j]

Only the order of the times counts. In the form of Breslow the same sum holds
where events have the same time: each has the whole risk set of that time, the
other events at it included. (Efron's form takes parts of them away, and is the
default of R's survival package and of lifelines.)

How well scores rank is measured by Harrell's concordance index. A pair of rows
i, j is comparable if the event of i is known to come first: event_i holds and
time_i < time_j. It is concordant if row i has the larger score, that is the
higher risk:

    C = (concordant pairs + 1/2 pairs with equal scores) / comparable pairs

1/2 is chance, 1 a perfect ranking. Rows with the same time are no comparable
pair.

Conventions:

- **Scale**: l is a sum over the events, and to be made large; no event, no
  term: l is 0 then.
- **Stability**: eta up to 1e4 in size gives no nan and no inf, also where the
  eta of one risk set are far from those of another.
- **Dtype**: float64; ``event`` is of integers, 1 where the event was seen and
  0 where the row is censored.
"""

import numpy as np


def log_partial_likelihood(beta: np.ndarray, X: np.ndarray, time: np.ndarray, event: np.ndarray) -> float:
    """l(beta), with Breslow's form for ties.

    Args:
        beta: shape (D,).
        X: shape (N, D), N at least 1.
        time: of the event or of censoring, in any order, shape (N,).
        event: whether the event was seen, shape (N,).

    Returns:
        A float, at most 0.

    Examples:
        >>> X, beta = np.array([[0.0], [1.0], [0.0]]), np.log([2.0])
        >>> time, event = np.array([5.0, 3.0, 4.0]), np.array([1, 1, 0])
        >>> l = log_partial_likelihood(beta, X, time, event)
        >>> round(float(np.exp(l)), 6)  # 2 / (1 + 2 + 1), then 1 / 1
        0.5
    """
    raise NotImplementedError


def gradient(beta: np.ndarray, X: np.ndarray, time: np.ndarray, event: np.ndarray) -> np.ndarray:
    """The gradient of l.

    Args:
        beta: shape (D,).
        X: shape (N, D), N at least 1.
        time: shape (N,).
        event: shape (N,).

    Returns:
        A float64 array of shape (D,).

    Examples:
        >>> X, beta = np.array([[0.0], [1.0], [0.0]]), np.log([2.0])
        >>> time, event = np.array([5.0, 3.0, 4.0]), np.array([1, 1, 0])
        >>> gradient(beta, X, time, event).round(6).tolist()
        [0.5]
    """
    raise NotImplementedError


def concordance_index(score: np.ndarray, time: np.ndarray, event: np.ndarray) -> float:
    """Harrell's C.

    Args:
        score: larger for an earlier event, shape (N,).
        time: shape (N,).
        event: shape (N,).

    Returns:
        A float from 0 to 1.

    Raises:
        ValueError: if no pair is comparable.

    Examples:
        >>> score = np.array([3.0, 1.0, 2.0])
        >>> time = np.array([1.0, 2.0, 3.0])
        >>> event = np.array([1, 1, 0])
        >>> round(concordance_index(score, time, event), 6)
        0.666667
    """
    raise NotImplementedError
