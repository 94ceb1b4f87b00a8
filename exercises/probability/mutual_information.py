"""Mutual information: how much one variable tells about another.

Correlation sees lines only. Mutual information sees any dependence between two
discrete variables: it is the divergence of their joint law from what it would
be if they were independent, and 0 exactly if they are.

    I(X; Y) = sum over k, l of P_kl log(P_kl / (p_k q_l))

with P_kl the probability of x = k and y = l together, p_k = sum_l P_kl and
q_l = sum_k P_kl. It is also H(X) + H(Y) - H(X, Y), the uncertainty of Y that
knowing X takes away, and the other way round: I is symmetric.

Trees split on it ("information gain"), filters choose features by it, and
contrastive losses such as InfoNCE are lower bounds of it. From samples it is
computed with the shares of pairs in place of P.

Conventions:

- **Unit**: nats, the natural logarithm.
- **0 log 0** is 0: a pair that never occurs adds nothing.
- **Never negative**: rounding may leave something below 0 for independent
  variables; the result is 0 then.
- **Labels** of samples are any whole numbers, below 0 and far apart as well;
  each value is a class of its own.
- **Ranking**: the most informative feature first; features with equal
  information in the order of their columns.
"""

import numpy as np


def mutual_information(joint: np.ndarray) -> float:
    """The mutual information of a joint law.

    Args:
        joint: P, shape (K, L), summing to 1.

    Returns:
        I in nats.

    Examples:
        >>> joint = np.array([[0.5, 0.0, 0.0], [0.0, 0.25, 0.25]])
        >>> round(mutual_information(joint), 6)
        0.693147
    """
    raise NotImplementedError


def sample_information(x: np.ndarray, y: np.ndarray) -> float:
    """The mutual information of two samples of labels.

    Args:
        x: whole numbers, shape (N,), N of 1 or more.
        y: whole numbers, shape (N,), y_i belonging to x_i.

    Returns:
        I in nats.

    Examples:
        >>> x = np.array([3, 3, -1, -1])
        >>> round(sample_information(x, np.array([7, 7, 100, 100])), 6)
        0.693147
    """
    raise NotImplementedError


def rank_features(features: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """The columns, by what each of them alone tells about the labels.

    Args:
        features: whole numbers, shape (N, D).
        labels: whole numbers, shape (N,).

    Returns:
        The numbers of the columns, whole numbers of shape (D,).

    Examples:
        >>> features = np.array([[1, 5], [1, 6], [1, 5], [1, 6]])
        >>> rank_features(features, np.array([0, 1, 0, 1])).tolist()
        [1, 0]
    """
    raise NotImplementedError
