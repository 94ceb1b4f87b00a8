# needs: scipy
"""SciPy's least squares; the return as an affine function of all actions, found by going backwards through the plan."""

import numpy as np
from scipy.linalg import lstsq


def fit_world_model(states, actions, rewards, next_states):
    inputs = np.column_stack([states, actions, np.ones(len(rewards))])
    return lstsq(inputs, next_states)[0], lstsq(inputs, rewards)[0]


def imagined_returns(dynamics, reward, state, plans, gamma):
    d = len(state)
    # value(s) of the rest of a plan is slope . s + offset: the slope is the same for all plans.
    slope, offset = np.zeros(d), np.zeros(len(plans))
    for actions in plans.transpose(1, 0, 2)[::-1]:
        ahead = reward + gamma * dynamics @ slope
        offset = actions @ ahead[d:-1] + ahead[-1] + gamma * offset
        slope = ahead[:d]
    return offset + slope @ state


def plan_action(dynamics, reward, state, low, high, horizon, n_plans, gamma, rng):
    width = high - low
    plans = np.stack([low + width * rng.random((horizon, len(low))) for _ in range(n_plans)])
    ranking = np.argsort(imagined_returns(dynamics, reward, state, plans, gamma))
    return plans[ranking[-1]][0]
