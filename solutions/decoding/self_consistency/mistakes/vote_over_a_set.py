"""Ties go to another answer than the one that came first in the list: to the last one, the first of a sorted order, or the
first whose votes are complete.

caught by: test_ties_go_to_the_answer_that_came_first
"""


def majority_vote(answers):
    given = [answer for answer in answers if answer is not None]
    if not given:
        return None
    return max(sorted(set(given)), key=given.count)


def weighted_vote(answers, weights):
    if len(answers) != len(weights):
        raise ValueError("lengths differ")
    totals = {}
    for answer, weight in zip(answers, weights):
        if answer is not None:
            totals[answer] = totals.get(answer, 0.0) + weight
    if not totals:
        return None
    return max(sorted(totals), key=lambda answer: totals[answer])


def best_of_n(answers, scores):
    if len(answers) != len(scores):
        raise ValueError("lengths differ")
    pairs = [(score, answer) for answer, score in zip(answers, scores) if answer is not None]
    if not pairs:
        return None
    pairs.sort(key=lambda pair: (-pair[0], pair[1]))
    return pairs[0][1]
