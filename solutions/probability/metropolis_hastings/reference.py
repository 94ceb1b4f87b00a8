"""The ratio of two flows, capped at 1.

Why it works: if more flows from x to y than back, the surplus is refused, and nothing else; so both flows are equal.
What was refused is still a step of the chain, and makes likely states last.
"""

import numpy as np


def acceptance(log_p_x, log_p_y, log_q_xy=0.0, log_q_yx=0.0):
    forth, back = log_p_x + log_q_xy, log_p_y + log_q_yx
    if forth == -np.inf:
        return 1.0
    return float(np.exp(min(0.0, back - forth)))


def transition_matrix(log_p, q):
    n = len(log_p)
    with np.errstate(divide="ignore"):
        log_q = np.log(q)
    p = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            if i != j:
                p[i, j] = q[i, j] * acceptance(log_p[i], log_p[j], log_q[i, j], log_q[j, i])
        p[i, i] = 1 - p[i].sum()
    return p


def run_chain(log_p, q, start, n_steps, rng):
    with np.errstate(divide="ignore"):
        log_q = np.log(q)
    x, states = start, []
    for _ in range(n_steps):
        y = int(rng.choice(len(q), p=q[x]))
        if rng.random() < acceptance(log_p[x], log_p[y], log_q[x, y], log_q[y, x]):
            x = y
        states.append(x)
    return np.array(states)
