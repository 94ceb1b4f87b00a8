"""None is counted as an answer like any other: a model that often runs out of tokens would be rewarded for saying
nothing. It has no vote.

caught by: test_none_has_no_vote
"""


def pseudo_label(answers, weights=None):
    if weights is None:
        weights = [1.0] * len(answers)
    if len(weights) != len(answers):
        raise ValueError("need one weight per answer")
    totals = {}
    heaviest = {}
    for a, w in zip(answers, weights):
        totals[a] = totals.get(a, 0.0) + w
        heaviest[a] = max(heaviest.get(a, 0.0), w)
    if not totals:
        return None
    return max(totals, key=lambda a: (totals[a], heaviest[a]))


def majority_rewards(answers, weights=None):
    label = pseudo_label(answers, weights)
    return [1.0 if a == label else 0.0 for a in answers]


def majority_share(answers, weights=None):
    label = pseudo_label(answers, weights)
    if weights is None:
        weights = [1.0] * len(answers)
    total = sum(weights)
    if label is None or total == 0:
        return 0.0
    return sum(w for a, w in zip(answers, weights) if a == label) / total


def useful_questions(groups, low, high):
    return [i for i, g in enumerate(groups) if low <= majority_share(g) <= high]
