"""A chain without an answer votes too: None can come most often or have the highest score. It has no vote, and can't be the
best.

caught by: test_a_chain_without_an_answer_has_no_vote
"""

from collections import Counter


def majority_vote(answers):
    if not answers:
        return None
    return Counter(answers).most_common(1)[0][0]


def weighted_vote(answers, weights):
    if len(answers) != len(weights):
        raise ValueError("lengths differ")
    totals = {}
    for answer, weight in zip(answers, weights):
        totals[answer] = totals.get(answer, 0.0) + weight
    return max(totals, key=totals.get) if totals else None


def best_of_n(answers, scores):
    if len(answers) != len(scores):
        raise ValueError("lengths differ")
    if not answers:
        return None
    return answers[scores.index(max(scores))]
