"""Sorts the candidates: largest sum first, heaviest sample next, earliest last."""


def candidates(answers, weights):
    weights = list(weights) if weights is not None else [1.0 for _ in answers]
    if len(weights) - len(answers):
        raise ValueError("weights")
    places = {}
    for i, answer in enumerate(answers):
        if answer is not None:
            places.setdefault(answer, []).append(i)
    rows = [(-sum(weights[i] for i in own), -max(weights[i] for i in own), own[0]) for own in places.values()]
    return sorted(rows), sum(weights)


def pseudo_label(answers, weights=None):
    rows, _ = candidates(answers, weights)
    return answers[rows[0][2]] if rows else None


def majority_rewards(answers, weights=None):
    label = pseudo_label(answers, weights)
    return [float(label is not None and answer == label) for answer in answers]


def majority_share(answers, weights=None):
    rows, total = candidates(answers, weights)
    return -rows[0][0] / total if rows and total else 0.0


def useful_questions(groups, low, high):
    useful = []
    for i in range(len(groups)):
        if low <= majority_share(groups[i]) <= high:
            useful.append(i)
    return useful
