"""Planning with a learned world model: fit how the world moves, then try plans
in imagination.

A model-based agent learns from transitions what an action does, and chooses by
asking the model instead of the world. It needs far fewer real steps than a
model-free one, as long as its model is right where its plans lead. Here the
model is linear in state and action,

    s'  is predicted as  [s, a, 1] @ dynamics     dynamics: (D + A + 1, D)
    r   is predicted as  [s, a, 1] @ reward       reward:   (D + A + 1,)

fitted by least squares. Random shooting then plans: it draws many sequences of
H actions, imagines each, and returns the first action of the best. After that
action the agent looks at the real state and plans again, which is
model-predictive control: only one action of a plan is ever carried out.

Conventions:

- **Inputs** of both models are the state, then the action, then a constant 1,
  in this order.
- **Least squares** over all N transitions, with nothing added. If several
  models fit equally well, as with fewer transitions than inputs, it is the one
  with the smallest sum of squared weights.
- **Imagined return** of a plan a_0 to a_{H-1} from s_0: the sum over h of
  gamma^h times the predicted reward of (s_h, a_h), where s_{h+1} is the
  prediction from (s_h, a_h). Nothing is added for what follows after H steps,
  and imagined episodes don't terminate.
- **Random shooting**: every entry of every action of every plan is drawn
  uniformly between its own bounds, independently of all others. Of equally
  good plans, any may win.
- **Randomness** comes from the generator ``rng`` alone: with an rng in the
  same state, the action is the same.
- All results are float64.

``plan_often`` is given: it plans again and again, in your experiments and in
the checks.
"""

import numpy as np


def fit_world_model(
    states: np.ndarray, actions: np.ndarray, rewards: np.ndarray, next_states: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Fit dynamics and reward to observed transitions.

    Args:
        states: shape (N, D), N >= 1.
        actions: shape (N, A).
        rewards: shape (N,).
        next_states: shape (N, D).

    Returns:
        (dynamics, reward): arrays of shape (D + A + 1, D) and (D + A + 1,).

    Examples:
        The world s' = s + 2 a + 1 with the reward 3 s - a:

        >>> states = np.array([[0.0], [1.0], [0.0], [2.0]])
        >>> actions = np.array([[0.0], [0.0], [1.0], [1.0]])
        >>> rewards = np.array([0.0, 3.0, -1.0, 5.0])
        >>> next_states = np.array([[1.0], [2.0], [3.0], [5.0]])
        >>> dynamics, reward = fit_world_model(
        ...     states, actions, rewards, next_states
        ... )
        >>> (
        ...     (dynamics.round(6) + 0.0).tolist(),
        ...     (reward.round(6) + 0.0).tolist(),
        ... )
        ([[1.0], [2.0], [1.0]], [3.0, -1.0, 0.0])
    """
    raise NotImplementedError


def imagined_returns(
    dynamics: np.ndarray, reward: np.ndarray, state: np.ndarray, plans: np.ndarray, gamma: float
) -> np.ndarray:
    """The discounted return that the model predicts for each of several plans.

    Args:
        dynamics: shape (D + A + 1, D).
        reward: shape (D + A + 1,).
        state: the state in which all plans begin, shape (D,).
        plans: shape (M, H, A): M plans of H actions each, H >= 1.
        gamma: the discount, from 0 to 1.

    Returns:
        An array of shape (M,).

    Examples:
        In the world s' = s + a with the reward s, from s = 1:

        >>> dynamics = np.array([[1.0], [1.0], [0.0]])
        >>> reward = np.array([1.0, 0.0, 0.0])
        >>> plans = np.array([[[1.0], [1.0], [0.0]], [[0.0], [4.0], [9.0]]])
        >>> imagined_returns(
        ...     dynamics, reward, np.array([1.0]), plans, gamma=0.5
        ... ).tolist()
        [2.75, 2.75]
    """
    raise NotImplementedError


def plan_action(
    dynamics: np.ndarray,
    reward: np.ndarray,
    state: np.ndarray,
    low: np.ndarray,
    high: np.ndarray,
    horizon: int,
    n_plans: int,
    gamma: float,
    rng: np.random.Generator,
) -> np.ndarray:
    """The first action of the best of many random plans.

    Args:
        dynamics: shape (D + A + 1, D).
        reward: shape (D + A + 1,).
        state: where the agent is, shape (D,).
        low: the smallest value of each entry of an action, shape (A,).
        high: the largest, shape (A,), nowhere below ``low``.
        horizon: H, at least 1.
        n_plans: M, how many plans are drawn, at least 1.
        gamma: the discount, from 0 to 1.
        rng: the generator that the plans are drawn from.

    Returns:
        An array of shape (A,).

    Examples:
        The reward is the action itself, so the best of 1000 plans begins
        near the upper bound:

        >>> dynamics = np.zeros((3, 1))
        >>> reward = np.array([0.0, 1.0, 0.0])
        >>> state = np.zeros(1)
        >>> rng = np.random.default_rng(0)
        >>> plan_action(
        ...     dynamics,
        ...     reward,
        ...     state,
        ...     np.array([-1.0]),
        ...     np.array([2.0]),
        ...     1,
        ...     1000,
        ...     0.9,
        ...     rng,
        ... ).round(1).tolist()
        [2.0]
    """
    raise NotImplementedError


# given
def plan_often(n_times: int, *arguments: object) -> np.ndarray:
    """Call `plan_action` several times, one after the other.

    Args:
        n_times: how often.
        arguments: the arguments of `plan_action`, the same for each call.

    Returns:
        The actions, shape (n_times, A).

    Examples:
        >>> ends, rng = np.ones(1), np.random.default_rng(0)
        >>> plan_often(
        ...     3,
        ...     np.zeros((3, 1)),
        ...     np.zeros(3),
        ...     np.zeros(1),
        ...     ends,
        ...     ends,
        ...     2,
        ...     5,
        ...     0.9,
        ...     rng,
        ... ).tolist()
        [[1.0], [1.0], [1.0]]
    """
    return np.array([plan_action(*arguments) for _ in range(n_times)])
