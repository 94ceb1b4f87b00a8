"""The normal equations are singular when inputs depend on each other or are more than the
transitions: lstsq and pinv give the smallest solution.

caught by: test_few_transitions_give_the_smallest_model
"""

import numpy as np


def fit_world_model(states, actions, rewards, next_states):
    X = np.concatenate([states, actions, np.ones((len(states), 1))], axis=1)
    gram = X.T @ X
    return np.linalg.solve(gram, X.T @ next_states), np.linalg.solve(gram, X.T @ rewards)


def imagined_returns(dynamics, reward, state, plans, gamma):
    M, H, A = plans.shape
    s = np.repeat(np.asarray(state, dtype=float)[None], M, axis=0)
    total = np.zeros(M)
    for h in range(H):
        x = np.concatenate([s, plans[:, h], np.ones((M, 1))], axis=1)
        total += gamma**h * (x @ reward)
        s = x @ dynamics
    return total


def plan_action(dynamics, reward, state, low, high, horizon, n_plans, gamma, rng):
    plans = rng.uniform(low, high, size=(n_plans, horizon, len(low)))
    returns = imagined_returns(dynamics, reward, state, plans, gamma)
    return plans[np.argmax(returns), 0]
