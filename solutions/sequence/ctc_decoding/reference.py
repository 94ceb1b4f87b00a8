"""Greedy and prefix beam search decoding.

Why it works: what a symbol does to a prefix depends on nothing but the prefix and on whether the alignment ends in a
blank. So two sums for each prefix carry all its alignments on, and nothing is counted twice or lost but by pruning.
"""

from itertools import groupby
from math import exp, inf, log1p


def log_add(a, b):
    if a < b:
        a, b = b, a
    return a if b == -inf else a + log1p(exp(b - a))


def ctc_greedy(log_probs):
    best = [row.index(max(row)) for row in log_probs]
    return [symbol for symbol, _ in groupby(best) if symbol != 0]


def ctc_beam_search(log_probs, width):
    if width < 1:
        raise ValueError("width must be at least 1")
    # Of each prefix: the log-probability of its alignments that end in a blank, and of the others.
    beam = {(): (0.0, -inf)}
    for row in log_probs:
        grown = {}

        def put(prefix, blank=-inf, label=-inf, *, grown=grown):
            old_blank, old_label = grown.get(prefix, (-inf, -inf))
            grown[prefix] = log_add(old_blank, blank), log_add(old_label, label)

        for prefix, (blank, label) in beam.items():
            total = log_add(blank, label)
            put(prefix, blank=total + row[0])
            for symbol in range(1, len(row)):
                if prefix and symbol == prefix[-1]:
                    put(prefix, label=label + row[symbol])
                    put((*prefix, symbol), label=blank + row[symbol])
                else:
                    put((*prefix, symbol), label=total + row[symbol])
        ranked = sorted(grown.items(), key=lambda item: log_add(*item[1]), reverse=True)
        beam = dict(ranked[:width])
    return [(list(prefix), log_add(*sums)) for prefix, sums in beam.items()]
