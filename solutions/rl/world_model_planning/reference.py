"""A linear world model, and random shooting in it.

Why it works: both models are ordinary regressions on what was seen. A plan is judged by rolling the model forward on
its own predictions, all plans at once, one row each. With enough plans the best random one is near the best there is,
at least for its first action, and that is all that is used before the next look at the world.
"""

import numpy as np


def with_constant(states, actions):
    return np.hstack([states, actions, np.ones((len(states), 1))])


def fit_world_model(states, actions, rewards, next_states):
    inputs = with_constant(states, actions)
    # lstsq returns the smallest solution where there are several; the normal equations would be singular there.
    dynamics = np.linalg.lstsq(inputs, next_states, rcond=None)[0]
    reward = np.linalg.lstsq(inputs, rewards, rcond=None)[0]
    return dynamics, reward


def imagined_returns(dynamics, reward, state, plans, gamma):
    n_plans, horizon, _ = plans.shape
    states = np.tile(state, (n_plans, 1))
    returns = np.zeros(n_plans)
    for h in range(horizon):
        inputs = with_constant(states, plans[:, h])
        returns += gamma**h * (inputs @ reward)
        states = inputs @ dynamics
    return returns


def plan_action(dynamics, reward, state, low, high, horizon, n_plans, gamma, rng):
    plans = rng.uniform(low, high, size=(n_plans, horizon, len(low)))
    returns = imagined_returns(dynamics, reward, state, plans, gamma)
    return plans[returns.argmax(), 0]
