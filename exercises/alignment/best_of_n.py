"""Best of n: sample n answers, keep the one with the highest reward.

It needs no training, beats much that does, and is what RLHF is measured
against. What it does to a policy can be written down. Take a prompt with K
possible answers, of probabilities p and rewards R. The best of n independent
samples has a reward of at most v exactly when all n have, so

    P(best reward <= v) = F(v)^n,    F(v) = sum of p_j with R_j <= v

and the winner has reward v with probability F(v)^n - F(below v)^n. Answers of
equal reward share that in proportion to their p. Call this law q. How far one
has moved from the policy is a divergence with a well-known bound,

    KL(q || p) = sum of q_j log(q_j / p_j)  <=  log n - (n - 1) / n

that is reached only where no two answers have the same reward and each is
unlikely. With few answers it is far below: many papers report the bound as if
it were the divergence.

In practice one has m >= n samples of a prompt and asks what the best of n
would be worth. The mean of the best reward over all subsets of n of them has
no bias, and with the rewards sorted, R_(1) <= ... <= R_(m), it is

    estimate = sum over i of  R_(i) C(i - 1, n - 1) / C(m, n)

where C counts subsets and is 0 for i < n.

Conventions:

- **Ties**: the winner is any one of the best samples, all alike.
- **Logarithms** are natural. Answers with p = 0 never win and add 0, and so do
  those whose q is too small for a float, as many are if n is in the hundreds.
- **Size**: m may be in the thousands: the counts overflow a float, the
  estimate doesn't.
"""

import numpy as np


def winner_law(p: np.ndarray, rewards: np.ndarray, n: int) -> np.ndarray:
    """The probability of each answer to be the best of n.

    Args:
        p: shape (K,), at least 0, summing to 1.
        rewards: shape (K,).
        n: at least 1.

    Returns:
        A float64 array of shape (K,) that sums to 1.

    Examples:
        >>> p = np.array([0.5, 0.5])
        >>> winner_law(p, np.array([1.0, 0.0]), 2).tolist()
        [0.75, 0.25]
        >>> winner_law(p, np.array([1.0, 1.0]), 2).tolist()
        [0.5, 0.5]
    """
    raise NotImplementedError


def expected_best(p: np.ndarray, rewards: np.ndarray, n: int) -> float:
    """The expected reward of the best of n.

    Args:
        p: as in `winner_law`.
        rewards: shape (K,).
        n: at least 1.

    Returns:
        A float.

    Examples:
        >>> expected_best(np.array([0.5, 0.5]), np.array([1.0, 0.0]), 3)
        0.875
    """
    raise NotImplementedError


def best_of_n_kl(p: np.ndarray, rewards: np.ndarray, n: int) -> tuple[float, float]:
    """How far the winner's law is from the policy.

    Args:
        p: as in `winner_law`.
        rewards: shape (K,).
        n: at least 1.

    Returns:
        (KL(q || p), its bound), two floats.

    Examples:
        >>> kl, bound = best_of_n_kl(
        ...     np.array([0.5, 0.5]), np.array([1.0, 0.0]), 4
        ... )
        >>> round(kl, 3), round(bound, 3)
        (0.459, 0.636)
    """
    raise NotImplementedError


def estimate_best(rewards: np.ndarray, n: int) -> float:
    """The expected best reward of n, from m samples of one prompt.

    Args:
        rewards: of the samples, shape (m,), in any order.
        n: from 1 to m.

    Returns:
        A float.

    Examples:
        >>> round(estimate_best(np.array([3.0, 0.0, 6.0]), 2), 4)
        5.0
    """
    raise NotImplementedError
