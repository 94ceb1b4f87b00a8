"""Gaussian naive Bayes: a bell curve for each class and feature.

The oldest classifier that still is a sensible first try: it has no loop, needs
one pass over the data, and copes with few rows and many features. It models
how each class makes its rows, and turns that round by Bayes' theorem. "Naive"
says that within a class the features are taken to be independent:

    p(k | x)  is proportional to  pi_k  prod_d N(x_d; mu_kd, var_kd)

with N(x; mu, var) = exp(-(x - mu)^2 / (2 var)) / sqrt(2 pi var), and for class
k, of which N_k of the N training rows are,

    pi_k    N_k / N                                       the prior
    mu_kd   the mean of feature d over the rows of class k
    var_kd  their variance (divided by N_k) + epsilon
    epsilon = smoothing * the largest variance of a feature over all N rows
              (divided by N)

Without epsilon a feature that is constant in a class would have a variance of
0, and rule the class out for all other values. The form of it is that of
scikit-learn (var_smoothing).

A product of hundreds of densities is 0 in floating point, for every class. So
all is done in logarithms, and the posterior is normalized there:

    log p(k | x) = J_k - log sum_j exp(J_j)
    J_k = log pi_k + sum_d log N(x_d; mu_kd, var_kd)

Conventions:

- **Classes** are the labels that occur in y, in ascending order; any integers.
- **Far away**: a row of which every density is 0 in floating point still has
  a finite log-posterior.
- **A draw** between classes goes to the smaller label.
"""

import numpy as np


def fit(X: np.ndarray, y: np.ndarray, smoothing: float) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """The parameters of a model.

    Args:
        X: floats of shape (N, D).
        y: labels, integers of shape (N,).
        smoothing: the share of the largest variance that is added, above 0.

    Returns:
        The K classes, their priors, the means and the variances; shapes (K,),
        (K,), (K, D) and (K, D).

    Examples:
        >>> X = np.array([[1.0, 2.0], [3.0, 2.0], [6.0, 0.0], [6.0, 4.0]])
        >>> model = fit(X, np.array([5, 5, 2, 2]), 0.1)
        >>> classes, priors, means, variances = model
        >>> classes.tolist(), priors.tolist(), means.tolist()
        ([2, 5], [0.5, 0.5], [[6.0, 2.0], [2.0, 2.0]])
        >>> variances.round(2).tolist()  # epsilon is 0.1 * 4.5
        [[0.45, 4.45], [1.45, 0.45]]
    """
    raise NotImplementedError


def log_posterior(X: np.ndarray, priors: np.ndarray, means: np.ndarray, variances: np.ndarray) -> np.ndarray:
    """log p(k | x) of each row and class.

    Args:
        X: shape (N, D).
        priors: shape (K,).
        means: shape (K, D).
        variances: above 0, shape (K, D).

    Returns:
        Shape (N, K).

    Examples:
        >>> priors, variances = np.array([0.5, 0.5]), np.ones((2, 1))
        >>> means = np.array([[-1.0], [1.0]])
        >>> X = np.array([[0.0], [1.0]])
        >>> log_posterior(X, priors, means, variances).round(4).tolist()
        [[-0.6931, -0.6931], [-2.1269, -0.1269]]
    """
    raise NotImplementedError


def predict(
    X: np.ndarray, classes: np.ndarray, priors: np.ndarray, means: np.ndarray, variances: np.ndarray
) -> np.ndarray:
    """The most probable class of each row.

    Args:
        X: shape (N, D).
        classes: labels, shape (K,).
        priors: shape (K,).
        means: shape (K, D).
        variances: shape (K, D).

    Returns:
        Labels, integers of shape (N,).

    Examples:
        >>> priors, variances = np.array([0.5, 0.5]), np.ones((2, 1))
        >>> means, X = np.array([[-1.0], [1.0]]), np.array([[0.0], [1.0]])
        >>> predict(X, np.array([3, 8]), priors, means, variances).tolist()
        [3, 8]
    """
    raise NotImplementedError
