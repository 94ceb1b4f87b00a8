"""The beam holds alignments, which are collapsed at the end: while the search goes, alignments of one transcript compete with each
other for the places, and what is dropped is never added up.

caught by: test_many_alignments_beat_the_best_one
"""

import math


def collapse(path):
    out = []
    previous = None
    for symbol in path:
        if symbol != previous and symbol != 0:
            out.append(symbol)
        previous = symbol
    return out


def ctc_greedy(log_probs):
    path = []
    for frame in log_probs:
        path.append(max(range(len(frame)), key=lambda k: frame[k]))
    return collapse(path)


def ctc_beam_search(log_probs, width):
    if width < 1:
        raise ValueError("width must be >= 1")
    beams = [([], 0.0)]
    for frame in log_probs:
        candidates = []
        for path, score in beams:
            for symbol, lp in enumerate(frame):
                candidates.append((path + [symbol], score + lp))
        candidates.sort(key=lambda c: c[1], reverse=True)
        beams = candidates[:width]
    totals = {}
    for path, score in beams:
        labels = tuple(collapse(path))
        totals[labels] = totals.get(labels, 0.0) + math.exp(score)
    ranked = sorted(totals.items(), key=lambda item: item[1], reverse=True)
    return [(list(labels), math.log(total) if total > 0 else -math.inf) for labels, total in ranked]
