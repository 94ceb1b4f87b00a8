"""Stable sorts: of equal keys the first stays first."""


def same_length(answers, numbers):
    if len(answers) != len(numbers):
        raise ValueError("as many numbers as answers")


def majority_vote(answers):
    given = [answer for answer in answers if answer is not None]
    return sorted(given, key=lambda answer: -given.count(answer))[0] if given else None


def weighted_vote(answers, weights):
    same_length(answers, weights)
    order = [answer for answer in dict.fromkeys(answers) if answer is not None]
    sums = dict.fromkeys(order, 0.0)
    for index, answer in enumerate(answers):
        if answer in sums:
            sums[answer] += weights[index]
    order.sort(key=lambda answer: sums[answer], reverse=True)
    return (order or [None])[0]


def best_of_n(answers, scores):
    same_length(answers, scores)
    indices = [index for index, answer in enumerate(answers) if answer is not None]
    indices.sort(key=lambda index: scores[index], reverse=True)
    return answers[indices[0]] if indices else None
