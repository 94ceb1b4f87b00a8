"""The whole matrix by the smaller of two flows; a run by its own transition matrix."""

import numpy as np


def acceptance(log_p_x, log_p_y, log_q_xy=0.0, log_q_yx=0.0):
    with np.errstate(invalid="ignore"):
        ratio = (log_p_y + log_q_yx) - (log_p_x + log_q_xy)
    return 1.0 if not ratio < 0 else np.exp(ratio)


def transition_matrix(log_p, q):
    with np.errstate(divide="ignore", invalid="ignore"):
        flow = log_p[:, None] + np.log(q)
        gap = flow.T - flow
    accept = np.exp(np.minimum(np.where(np.isneginf(flow), 0.0, gap), 0.0))
    moves = q * accept
    np.fill_diagonal(moves, 0.0)
    np.fill_diagonal(moves, 1.0 - moves.sum(axis=1))
    return moves


def run_chain(log_p, q, start, n_steps, rng):
    ends = np.cumsum(transition_matrix(log_p, q), axis=1)
    ends[:, -1] = 1.0
    states = np.empty(n_steps, dtype=int)
    for t, u in enumerate(rng.random(n_steps)):
        start = states[t] = int(np.searchsorted(ends[start], u, side="right"))
    return states
