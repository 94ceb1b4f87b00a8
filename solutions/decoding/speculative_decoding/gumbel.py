"""Draws by the largest of log-probabilities with Gumbel noise; a recursion over the positions."""

import numpy as np


def log(law):
    return np.log(law, out=np.full(len(law), -np.inf), where=law > 0)


def draw(law, rng):
    return int(np.argmax(log(law) + rng.gumbel(size=len(law))))


def acceptance(p, q):
    return np.array([1.0 if b == 0 or a >= b else a / b for a, b in zip(p.tolist(), q.tolist(), strict=True)])


def acceptance_rate(p, q):
    return float(q @ acceptance(p, q))


def residual(p, q):
    missing = np.where(p > q, p - q, 0.0)
    return missing / missing.sum() if (p > q).any() else p


def speculative_step(target, draft, tokens, rng):
    if len(tokens) == 0:
        return [draw(target[0], rng)]
    token = int(tokens[0])
    if rng.uniform() < acceptance(target[0], draft[0])[token]:
        return [token, *speculative_step(target[1:], draft[1:], tokens[1:], rng)]
    return [draw(residual(target[0], draft[0]), rng)]
