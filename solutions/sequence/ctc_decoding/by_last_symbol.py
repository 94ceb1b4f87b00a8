"""States are pairs of a prefix and the last symbol of the alignment; the prefixes' totals are made for pruning only."""

from collections import defaultdict
from math import exp, log


def add(values):
    top = max(values)
    return top + log(sum(exp(v - top) for v in values))


def ctc_greedy(log_probs):
    labels, last = [], 0
    for row in log_probs:
        symbol = max(range(len(row)), key=row.__getitem__)
        if symbol not in (0, last):
            labels.append(symbol)
        last = symbol
    return labels


def ctc_beam_search(log_probs, width):
    if width <= 0:
        raise ValueError(f"width is {width}: keep at least one prefix")
    states = {("", 0): 0.0}
    totals = {"": 0.0}
    for row in log_probs:
        arrivals = defaultdict(list)
        for (prefix, last), score in states.items():
            for symbol, p in enumerate(row):
                longer = prefix if symbol in (0, last) else prefix + chr(symbol)
                arrivals[longer, symbol].append(score + p)
        states = {state: add(scores) for state, scores in arrivals.items()}
        of_prefix = defaultdict(list)
        for (prefix, _), score in states.items():
            of_prefix[prefix].append(score)
        ranked = sorted(((add(scores), prefix) for prefix, scores in of_prefix.items()), reverse=True)
        totals = {prefix: score for score, prefix in ranked[:width]}
        states = {state: score for state, score in states.items() if state[0] in totals}
    return [([ord(c) for c in prefix], score) for prefix, score in totals.items()]
