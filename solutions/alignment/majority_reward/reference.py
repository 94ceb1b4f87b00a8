"""Rewards by majority vote.

A dict keeps the order in which answers came, and max returns the first of equal keys: the last tie rule costs nothing.
"""


def tally(answers, weights):
    """The weights of each answer, by answer, and the sum of all weights."""
    if weights is None:
        weights = [1.0] * len(answers)
    votes = {}
    for answer, weight in zip(answers, weights, strict=True):
        if answer is not None:
            votes.setdefault(answer, []).append(weight)
    return votes, sum(weights)


def pseudo_label(answers, weights=None):
    votes, _ = tally(answers, weights)
    return max(votes, key=lambda answer: (sum(votes[answer]), max(votes[answer])), default=None)


def majority_rewards(answers, weights=None):
    label = pseudo_label(answers, weights)
    return [1.0 if answer is not None and answer == label else 0.0 for answer in answers]


def majority_share(answers, weights=None):
    votes, total = tally(answers, weights)
    label = pseudo_label(answers, weights)
    return sum(votes.get(label, [])) / total if total > 0 else 0.0


def useful_questions(groups, low, high):
    return [i for i, answers in enumerate(groups) if low <= majority_share(answers) <= high]
