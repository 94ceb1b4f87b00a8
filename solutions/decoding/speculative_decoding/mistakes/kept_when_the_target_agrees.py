"""A guess that the target finds less likely than the draft is always rejected: no chance is left in the decision. It is kept
with the probability p / q.

caught by: test_how_often_a_guess_is_kept
"""

import numpy as np


def acceptance(p, q):
    safe_q = np.where(q > 0, q, 1.0)
    return np.where(q > 0, np.minimum(1.0, p / safe_q), 1.0)


def acceptance_rate(p, q):
    return float(np.minimum(p, q).sum())


def residual(p, q):
    diff = np.clip(p - q, 0.0, None)
    return diff / diff.sum() if diff.sum() > 0 else p


def speculative_step(target, draft, tokens, rng):
    output = []
    for p, q, token in zip(target, draft, tokens):
        if p[token] >= q[token]:
            output.append(token)
        else:
            output.append(int(rng.choice(len(p), p=residual(p, q))))
            return output
    output.append(int(rng.choice(target.shape[1], p=target[len(tokens)])))
    return output
