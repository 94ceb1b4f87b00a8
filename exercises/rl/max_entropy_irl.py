"""Maximum-entropy inverse reinforcement learning: which reward explains what
an expert does?

An expert's trajectories are known, its reward isn't. Many rewards explain
them, even one that is 0 everywhere. The principle of Ziebart et al. picks the
distribution over trajectories that matches the expert's features on average
and commits to nothing else: in a deterministic world, a trajectory is
exponentially more likely the more it collects,

    p(trajectory) proportional to exp(sum over t of R[s_t, a_t])
    R[s, a] = sum over k of w[k] * features[s, a, k]

and w is fitted by maximum likelihood. The policy behind this distribution
comes from value iteration with a soft maximum: for t = T - 1 down to 0, with
V_T = 0,

    Q_t[s, a]  = R[s, a] + sum over s' of P[s, a, s'] V_{t+1}[s']
    V_t[s]     = log(sum over a of exp(Q_t[s, a]))
    pi_t(a | s) = exp(Q_t[s, a] - V_t[s])

and the gradient of the mean log-likelihood of the expert's trajectories is a
difference of feature counts,

    gradient = the expert's mean sum of features
               - the expected sum of features under pi

which is 0 exactly when the two match. With random transitions the same
recursion and the same difference are used: they belong to the causal form of
the principle (Ziebart 2010), which doesn't pay the expert for luck.

Conventions:

- **MDP**: P[s, a, s'], shape (S, A, S), is the probability of s' after action
  a in s; ``features`` has shape (S, A, K). No discount. Nothing terminates: an
  end is a state that leads to itself.
- **Horizon**: a trajectory has exactly T pairs (s_0, a_0) to
  (s_{T-1}, a_{T-1}), so the policy depends on t.
- **Sums** of features run over the T steps of a trajectory, means over the N
  trajectories.
- **Start**: the distribution of s_0 in the model is that of the expert's first
  states.
- **Stability**: rewards of +-1000 neither overflow nor underflow.
- All results are float64.
"""

import numpy as np


def soft_value_iteration(P: np.ndarray, R: np.ndarray, horizon: int) -> tuple[np.ndarray, np.ndarray]:
    """The maximum-entropy policy for a known reward.

    Args:
        P: transition probabilities, shape (S, A, S).
        R: rewards, shape (S, A).
        horizon: T, at least 1.

    Returns:
        (policy, values): pi of shape (T, S, A), whose rows sum to 1, and V_0
        of shape (S,).

    Examples:
        One state; action 1 pays log 3 more than action 0:

        >>> policy, values = soft_value_iteration(
        ...     np.ones((1, 2, 1)),
        ...     np.array([[0.0, np.log(3.0)]]),
        ...     horizon=2,
        ... )
        >>> policy.round(4).tolist(), values.round(4).tolist()
        ([[[0.25, 0.75]], [[0.25, 0.75]]], [2.7726])
    """
    raise NotImplementedError


def expected_visits(P: np.ndarray, policy: np.ndarray, start: np.ndarray) -> np.ndarray:
    """How likely each pair is at each step, when the policy acts.

    Args:
        P: transition probabilities, shape (S, A, S).
        policy: pi, shape (T, S, A).
        start: the distribution of s_0, shape (S,).

    Returns:
        An array of shape (T, S, A): the probability that step t is in state s
        and takes action a. Each step sums to 1.

    Examples:
        Action 1 leads to state 1, from where nothing leads back:

        >>> P = np.array(
        ...     [[[1.0, 0.0], [0.0, 1.0]], [[0.0, 1.0], [0.0, 1.0]]]
        ... )
        >>> expected_visits(
        ...     P, np.full((2, 2, 2), 0.5), np.array([1.0, 0.0])
        ... ).tolist()
        [[[0.5, 0.5], [0.0, 0.0]], [[0.25, 0.25], [0.25, 0.25]]]
    """
    raise NotImplementedError


def irl_gradient(
    P: np.ndarray, features: np.ndarray, weights: np.ndarray, states: np.ndarray, actions: np.ndarray
) -> np.ndarray:
    """The feature-matching gradient: the expert's mean sum of features minus
    the expected sum under the policy of w.

    Args:
        P: transition probabilities, shape (S, A, S).
        features: shape (S, A, K).
        weights: w, shape (K,).
        states: the expert's states, integers of shape (N, T).
        actions: the expert's actions, integers of shape (N, T).

    Returns:
        An array of shape (K,).

    Examples:
        One state and three actions, of which the expert takes the first and
        the second:

        >>> features, states = np.eye(3)[None], np.array([[0], [0]])
        >>> irl_gradient(
        ...     np.ones((1, 3, 1)),
        ...     features,
        ...     np.zeros(3),
        ...     states,
        ...     np.array([[0], [1]]),
        ... ).round(4).tolist()
        [0.1667, 0.1667, -0.3333]
    """
    raise NotImplementedError


def max_entropy_irl(
    P: np.ndarray,
    features: np.ndarray,
    states: np.ndarray,
    actions: np.ndarray,
    lr: float,
    n_steps: int,
) -> np.ndarray:
    """Fit the weights by gradient ascent, from zero.

    Args:
        P: transition probabilities, shape (S, A, S).
        features: shape (S, A, K).
        states: the expert's states, integers of shape (N, T).
        actions: the expert's actions, integers of shape (N, T).
        lr: the learning rate.
        n_steps: how many steps w <- w + lr * gradient to make, at least 0.

    Returns:
        The weights after the last step, shape (K,).

    Examples:
        The expert takes action 1 in three of four tries, which a difference
        of log 3 explains:

        >>> features = np.array([[[0.0], [1.0]]])
        >>> states = np.zeros((4, 1), dtype=int)
        >>> actions = np.array([[1], [1], [0], [1]])
        >>> max_entropy_irl(
        ...     np.ones((1, 2, 1)),
        ...     features,
        ...     states,
        ...     actions,
        ...     lr=1.0,
        ...     n_steps=100,
        ... ).round(4).tolist()
        [1.0986]
    """
    raise NotImplementedError
