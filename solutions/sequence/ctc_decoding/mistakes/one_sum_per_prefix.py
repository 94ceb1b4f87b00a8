"""Each prefix has one sum only, so that nobody knows which of its alignments end in a blank: a label that repeats can't be
told from one that goes on.

caught by: test_a_wide_beam_is_exact
"""

import math


def lse(a, b):
    m = max(a, b)
    return m + math.log(math.exp(a - m) + math.exp(b - m))


def ctc_greedy(log_probs):
    best = [frame.index(max(frame)) for frame in log_probs]
    return [k for i, k in enumerate(best) if k != 0 and (i == 0 or best[i - 1] != k)]


def ctc_beam_search(log_probs, width):
    if width < 1:
        raise ValueError("width must be positive")
    beam = {(): 0.0}
    for frame in log_probs:
        new = {}
        for prefix, score in beam.items():
            for k, lp in enumerate(frame):
                if k == 0 or (prefix and prefix[-1] == k):
                    target = prefix
                else:
                    target = prefix + (k,)
                s = score + lp
                new[target] = lse(new[target], s) if target in new else s
        beam = dict(sorted(new.items(), key=lambda kv: -kv[1])[:width])
    return [(list(p), s) for p, s in beam.items()]
