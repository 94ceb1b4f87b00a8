"""The search multiplies probabilities: those of a long recording, or of an unlikely label, are 0 as floats. Keep logarithms
and add them with log-sum-exp.

caught by: test_probabilities_that_underflow
"""

import math
from collections import defaultdict


def ctc_greedy(log_probs):
    result, prev = [], 0
    for frame in log_probs:
        k = max(range(len(frame)), key=lambda i: frame[i])
        if k != 0 and k != prev:
            result.append(k)
        prev = k
    return result


def ctc_beam_search(log_probs, width):
    if width < 1:
        raise ValueError("width")
    beam = [((), (1.0, 0.0))]
    for frame in log_probs:
        probs = [math.exp(v) for v in frame]
        nxt = defaultdict(lambda: [0.0, 0.0])
        for prefix, (pb, pnb) in beam:
            for k, p in enumerate(probs):
                if k == 0:
                    nxt[prefix][0] += p * (pb + pnb)
                elif prefix and prefix[-1] == k:
                    nxt[prefix][1] += p * pnb
                    nxt[prefix + (k,)][1] += p * pb
                else:
                    nxt[prefix + (k,)][1] += p * (pb + pnb)
        alive = [(x, tuple(v)) for x, v in nxt.items() if sum(v) > 0]
        beam = sorted(alive, key=lambda x: sum(x[1]), reverse=True)[:width]
    return [(list(prefix), math.log(pb + pnb)) for prefix, (pb, pnb) in beam]
