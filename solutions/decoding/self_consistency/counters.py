"""Counter's order for the majority, and loops that keep the best so far."""

from collections import Counter


def majority_vote(answers):
    ranked = Counter(answer for answer in answers if answer is not None).most_common(1)
    return ranked[0][0] if ranked else None


def weighted_vote(answers, weights):
    if len(answers) != len(weights):
        raise ValueError("one weight for each answer")
    best, best_total = None, float("-inf")
    for answer in answers:
        if answer is None:
            continue
        total = sum(weight for other, weight in zip(answers, weights, strict=True) if other == answer)
        if total > best_total:
            best, best_total = answer, total
    return best


def best_of_n(answers, scores):
    if len(answers) != len(scores):
        raise ValueError("one score for each answer")
    best, best_score = None, float("-inf")
    for answer, score in zip(answers, scores, strict=True):
        if answer is not None and score > best_score:
            best, best_score = answer, score
    return best
