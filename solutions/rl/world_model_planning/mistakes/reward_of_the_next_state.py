"""The reward is predicted from the state that is reached: it belongs to the state that is left and
the action taken there.

caught by: test_imagined_returns_follow_the_model
"""

import numpy as np


def fit_world_model(states, actions, rewards, next_states):
    inputs = np.column_stack([states, actions, np.ones(len(states))])
    dynamics, *_ = np.linalg.lstsq(inputs, next_states, rcond=None)
    reward, *_ = np.linalg.lstsq(inputs, rewards, rcond=None)
    return dynamics, reward


def imagined_returns(dynamics, reward, state, plans, gamma):
    returns = []
    for plan in plans:
        s, total, discount = state, 0.0, 1.0
        for a in plan:
            s = np.concatenate([s, a, [1.0]]) @ dynamics
            total += discount * (np.concatenate([s, a, [1.0]]) @ reward)
            discount *= gamma
        returns.append(total)
    return np.array(returns, dtype=float)


def plan_action(dynamics, reward, state, low, high, horizon, n_plans, gamma, rng):
    plans = low + (high - low) * rng.random((n_plans, horizon, len(low)))
    best = np.argmax(imagined_returns(dynamics, reward, state, plans, gamma))
    return plans[best][0]
