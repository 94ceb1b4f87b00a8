"""A rejected token is replaced by a draw from the target's law itself: likely tokens then come out too often, since they had
their chance as a guess already. It is drawn from the residual, max(p - q, 0) made to sum to 1.

caught by: test_what_comes_out_follows_the_law_of_the_rule
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
    for i in range(len(tokens)):
        token = tokens[i]
        if rng.random() < acceptance(target[i], draft[i])[token]:
            output.append(token)
        else:
            output.append(int(rng.choice(target.shape[1], p=target[i])))
            return output
    output.append(int(rng.choice(target.shape[1], p=target[-1])))
    return output
