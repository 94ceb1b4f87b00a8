"""The Boltzmann policy: a softmax of values over a temperature.

Why it works: only differences of values matter, so each row is moved until its best value is 0. Then no exponent is
positive and the sum is at least 1. Of log p(a) = v(a) / T - log sum_b exp(v(b) / T), the first term has the gradient
1 / T at a alone; the second has p(b) / T everywhere, because the derivative of a log-sum-exp is the softmax.
"""

import numpy as np


def boltzmann_policy(values, temperature):
    if temperature < 0:
        raise ValueError(f"a temperature is at least 0, not {temperature}")
    values = np.asarray(values, dtype=np.float64)
    gap = values - values.max(axis=-1, keepdims=True)
    if temperature == 0:
        weights = (gap == 0).astype(np.float64)
    else:
        # A tiny temperature may send the quotient to -inf, whose exponential is the right one.
        with np.errstate(over="ignore"):
            weights = np.exp(gap / temperature)
    return weights / weights.sum(axis=-1, keepdims=True)


def log_policy_gradient(values, action, temperature):
    if not 0 < temperature < np.inf:
        raise ValueError(f"the gradient needs a temperature above 0 and below inf, not {temperature}")
    gradient = -boltzmann_policy(values, temperature)
    gradient[action] += 1.0
    return gradient / temperature


def sample_actions(values, temperature, rng):
    cumulative = boltzmann_policy(values, temperature).cumsum(axis=-1)
    # One uniform number a state: the action is how many cumulative sums lie at or below it. The last sum is 1 up to
    # rounding and left out, so that no number is too large.
    u = rng.random((*cumulative.shape[:-1], 1))
    return (u >= cumulative[..., :-1]).sum(axis=-1, dtype=np.int64)
