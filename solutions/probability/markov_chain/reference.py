"""What reaches what, and one linear system for each question.

Why it works: the answer for a state is an average of the answers for the states that follow. Reachability says where
such a system has exactly one solution.
"""

import math

import numpy as np


def reachable(p):
    """Entry (i, j): whether j can be reached from i in any number of steps, 0 included."""
    reach = (p > 0) | np.eye(len(p), dtype=bool)
    for _ in range(len(p).bit_length()):
        reach = reach @ reach
    return reach


def stationary(p):
    reach = reachable(p)
    # With a single closed class there are states that all others reach.
    if not reach.all(axis=0).any():
        raise ValueError("several closed classes")
    a, b = (np.eye(len(p)) - p).T, np.zeros(len(p))
    a[-1], b[-1] = 1.0, 1.0
    return np.linalg.solve(a, b)


def absorption(p):
    absorbing = np.diag(p) == 1
    if not reachable(p)[:, absorbing].any(axis=1).all():
        raise ValueError("some state reaches no absorbing state")
    result = np.eye(len(p))[:, absorbing]
    among = p[np.ix_(~absorbing, ~absorbing)]
    into = p[np.ix_(~absorbing, absorbing)]
    result[~absorbing] = np.linalg.solve(np.eye(len(among)) - among, into)
    return result


def hitting_times(p, target):
    stopped = p.copy()
    stopped[target] = np.arange(len(p)) == target
    reach = reachable(stopped)
    sure = ~(reach & ~reach[:, target]).any(axis=1)
    result = np.where(sure, 0.0, np.inf)
    sure[target] = False
    among = p[np.ix_(sure, sure)]
    result[sure] = np.linalg.solve(np.eye(len(among)) - among, np.ones(len(among)))
    return result


def period(p):
    if not reachable(p).all():
        raise ValueError("the chain is reducible")
    levels = {0: 0}
    queue = [0]
    for i in queue:
        for j in np.flatnonzero(p[i]).tolist():
            if j not in levels:
                levels[j] = levels[i] + 1
                queue.append(j)
    return math.gcd(*(levels[i] + 1 - levels[j] for i, j in np.argwhere(p > 0).tolist()))
