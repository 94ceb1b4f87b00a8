"""The step goes on after a rejected token: the guesses after it followed another token, and the laws given to them don't
hold any more. A token that is drawn instead ends the step.

caught by: test_a_rejection_ends_the_step
"""

import numpy as np


def acceptance(p, q):
    safe_q = np.where(q > 0, q, 1.0)
    return np.where(q > 0, np.minimum(1.0, p / safe_q), 1.0)


def acceptance_rate(p, q):
    return float(np.sum(np.minimum(p, q)))


def residual(p, q):
    diff = np.maximum(p - q, 0.0)
    return diff / diff.sum() if diff.sum() > 0 else p


def speculative_step(target, draft, tokens, rng):
    output = []
    for i, token in enumerate(tokens):
        if rng.random() < acceptance(target[i], draft[i])[token]:
            output.append(token)
        else:
            output.append(int(rng.choice(target.shape[1], p=residual(target[i], draft[i]))))
    output.append(int(rng.choice(target.shape[1], p=target[-1])))
    return output
