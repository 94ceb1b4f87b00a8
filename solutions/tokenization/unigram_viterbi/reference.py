"""The n best segmentations by dynamic programming over the positions of the text.

Why it works: a score is a sum over pieces, so what comes behind a position adds the same to all ways that lead there.
A way that isn't among the n best up to its position can't become one of the n best later: n others stay ahead of it.
So n entries a position are enough, each with the place where its last piece begins and its rank there.
"""

import heapq


def best_segmentation(text, log_probs, unknown_penalty=10.0):
    return n_best_segmentations(text, log_probs, 1, unknown_penalty)[0]


def n_best_segmentations(text, log_probs, n, unknown_penalty=10.0):
    unknown = min(log_probs.values()) - unknown_penalty
    longest = max(map(len, log_probs))
    # best[end] holds (score, start of the last piece, rank among best[start]) for the n best ways to cut text[:end].
    best = [[(0.0, 0, 0)]]
    for end in range(1, len(text) + 1):
        ways = []
        for start in range(max(0, end - longest), end):
            # One character always has a way, so that no position is out of reach.
            log_prob = log_probs.get(text[start:end], unknown if start == end - 1 else None)
            if log_prob is not None:
                ways += [(score + log_prob, start, rank) for rank, (score, _, _) in enumerate(best[start])]
        best.append(heapq.nlargest(n, ways))
    return [(trace(text, best, rank), way[0]) for rank, way in enumerate(best[-1])]


def trace(text, best, rank):
    pieces, end = [], len(text)
    while end:
        _, start, rank = best[end][rank]
        pieces.append(text[start:end])
        end = start
    return pieces[::-1]
