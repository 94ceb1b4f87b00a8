"""One regression for state and reward together, by the pseudo-inverse; each plan is imagined by itself."""

import numpy as np


def fit_world_model(states, actions, rewards, next_states):
    inputs = np.concatenate([states, actions, np.ones_like(rewards)[:, None]], axis=1)
    weights = np.linalg.pinv(inputs) @ np.concatenate([next_states, rewards[:, None]], axis=1)
    return weights[:, :-1], weights[:, -1]


def imagined_returns(dynamics, reward, state, plans, gamma):
    totals = []
    for plan in plans:
        s, total, weight = state, 0.0, 1.0
        for action in plan:
            x = np.array([*s, *action, 1.0])
            total += weight * float(x @ reward)
            weight *= gamma
            s = x @ dynamics
        totals.append(total)
    return np.array(totals)


def plan_action(dynamics, reward, state, low, high, horizon, n_plans, gamma, rng):
    best, best_return = None, -np.inf
    for _ in range(n_plans):
        plan = low + (high - low) * rng.random((horizon, len(low)))
        value = imagined_returns(dynamics, reward, state, plan[None], gamma)[0]
        if value > best_return:
            best, best_return = plan[0], value
    return best
