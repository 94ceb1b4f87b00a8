"""Self-consistency by counts and sums.

Why it works: a dict keeps its keys in the order in which they came, and max returns the first of equal keys, so that
the tie rule needs no line of its own.
"""


def majority_vote(answers):
    given = [answer for answer in answers if answer is not None]
    return max(given, key=given.count, default=None)


def weighted_vote(answers, weights):
    totals = {}
    for answer, weight in zip(answers, weights, strict=True):
        if answer is not None:
            totals[answer] = totals.get(answer, 0) + weight
    return max(totals, key=totals.get, default=None)


def best_of_n(answers, scores):
    chains = [(answer, score) for answer, score in zip(answers, scores, strict=True) if answer is not None]
    return max(chains, key=lambda chain: chain[1])[0] if chains else None
