"""Acceptance in log space by an exponential number, proposals drawn by cumulative sums."""

import math

import numpy as np


def log_acceptance(log_p_x, log_p_y, log_q_xy, log_q_yx):
    if math.isinf(log_p_x) or math.isinf(log_q_xy):
        return 0.0
    return min(0.0, float(log_p_y - log_p_x + log_q_yx - log_q_xy))


def acceptance(log_p_x, log_p_y, log_q_xy=0.0, log_q_yx=0.0):
    return math.exp(log_acceptance(log_p_x, log_p_y, log_q_xy, log_q_yx))


def logs(q):
    return [[math.log(value) if value > 0 else -math.inf for value in row] for row in q.tolist()]


def transition_matrix(log_p, q):
    log_q = logs(q)
    n = len(log_p)
    rows = []
    for i in range(n):
        row = [float(q[i, j]) * acceptance(log_p[i], log_p[j], log_q[i][j], log_q[j][i]) for j in range(n)]
        row[i] += sum(float(q[i, j]) for j in range(n)) - sum(row)
        rows.append(row)
    return np.array(rows)


def run_chain(log_p, q, start, n_steps, rng):
    log_q, ends = logs(q), np.cumsum(q, axis=1)
    states = [start]
    for _ in range(n_steps):
        x = states[-1]
        y = min(int(np.sum(ends[x] <= rng.random())), len(q) - 1)
        accepted = -rng.exponential() < log_acceptance(log_p[x], log_p[y], log_q[x][y], log_q[y][x])
        states.append(y if accepted else x)
    return np.array(states[1:])
