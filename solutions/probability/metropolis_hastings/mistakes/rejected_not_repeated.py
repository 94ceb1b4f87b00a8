"""Only accepted moves are put into the run: a rejected one is a step too, and repeats the state. Without that likely states
come too seldom.

caught by: test_a_run
"""

import numpy as np


def acceptance(log_p_x, log_p_y, log_q_xy=0.0, log_q_yx=0.0):
    if log_p_x == -np.inf:
        return 1.0
    log_alpha = log_p_y + log_q_yx - log_p_x - log_q_xy
    return float(np.exp(min(0.0, log_alpha)))


def transition_matrix(log_p, q):
    n = len(log_p)
    P = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            if i == j or q[i, j] == 0:
                continue
            back = np.log(q[j, i]) if q[j, i] > 0 else -np.inf
            P[i, j] = q[i, j] * acceptance(log_p[i], log_p[j], np.log(q[i, j]), back)
        P[i, i] = 1.0 - P[i].sum()
    return P


def run_chain(log_p, q, start, n_steps, rng):
    x = start
    samples = []
    while len(samples) < n_steps:
        y = int(rng.choice(len(log_p), p=q[x]))
        back = np.log(q[y, x]) if q[y, x] > 0 else -np.inf
        a = acceptance(log_p[x], log_p[y], np.log(q[x, y]), back)
        if rng.random() < a:
            x = y
            samples.append(x)
    return np.array(samples)
