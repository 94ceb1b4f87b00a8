"""Plain floats place by place; the gradient is carried backwards through each logaddexp of the forward pass."""

import math

import numpy as np


def add(values):
    top = max(values)
    return top if top == -math.inf else top + math.log(sum(math.exp(v - top) for v in values))


def tables(logits, target):
    log_y = [[v - add(row) for v in row] for row in logits.tolist()]
    z = [0] + [symbol for label in target for symbol in (label, 0)]
    sources = [
        [q for q in (s, s - 1, s - 2) if q >= 0 and (q > s - 2 or (z[s] != 0 and z[s] != z[q]))] for s in range(len(z))
    ]
    alpha = [[log_y[0][k] if s < 2 else -math.inf for s, k in enumerate(z)]]
    for row in log_y[1:]:
        alpha.append([add([alpha[-1][q] for q in sources[s]]) + row[k] for s, k in enumerate(z)])
    return log_y, z, sources, alpha


def ctc_loss(logits, target):
    return -add(tables(logits, target)[-1][-1][-2:])


def ctc_gradient(logits, target):
    log_y, z, sources, alpha = tables(logits, target)
    total = add(alpha[-1][-2:])
    gradient = np.zeros_like(logits)
    if total == -math.inf:
        return gradient
    gradient += np.exp(np.array(log_y))
    flow = [math.exp(a - total) if s >= len(z) - 2 else 0.0 for s, a in enumerate(alpha[-1])]
    for t in range(len(logits) - 1, -1, -1):
        for s, k in enumerate(z):
            gradient[t, k] -= flow[s]
        before = [0.0] * len(z)
        for s, share in enumerate(flow):
            if t and share:
                whole = add([alpha[t - 1][q] for q in sources[s]])
                for q in sources[s]:
                    before[q] += share * math.exp(alpha[t - 1][q] - whole)
        flow = before
    return gradient
