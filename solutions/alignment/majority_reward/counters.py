"""Two tables, sums and maxima, and one scan for the best; the share through the rewards."""

from collections import defaultdict


def checked(answers, weights):
    weights = [1] * len(answers) if weights is None else weights
    if len(weights) != len(answers):
        raise ValueError("each answer needs one weight")
    return weights


def pseudo_label(answers, weights=None):
    sums, heaviest = defaultdict(float), {}
    for answer, weight in zip(answers, checked(answers, weights), strict=True):
        sums[answer] += weight
        heaviest[answer] = max(weight, heaviest.get(answer, 0))
    best = None
    for answer in sums:
        if answer is None:
            continue
        if best is None or (sums[answer], heaviest[answer]) > (sums[best], heaviest[best]):
            best = answer
    return best


def majority_rewards(answers, weights=None):
    label = pseudo_label(answers, weights)
    return [0.0 if answer is None else float(answer == label) for answer in answers]


def majority_share(answers, weights=None):
    agreed = majority_rewards(answers, weights)
    numbers = checked(answers, weights)
    everything = sum(numbers)
    return sum(reward * w for reward, w in zip(agreed, numbers, strict=True)) / everything if everything else 0.0


def useful_questions(groups, low, high):
    shares = [majority_share(group) for group in groups]
    return [number for number, share in enumerate(shares) if not (share < low or share > high)]
