"""A chain without an answer votes too: None can come most often or have the largest sum of weights. It has no vote.

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
    best = None
    for i, answer in enumerate(answers):
        if answer is not None and (best is None or scores[i] > scores[best]):
            best = i
    return None if best is None else answers[best]
