"""No backward pass: each position carries the expected counts of the ways that lead to it (an expectation semiring)."""

import math


def forward(word, log_probs):
    """(log P, expected counts) of a word; (-inf, {}) if it has no segmentation."""
    lengths = sorted({len(piece) for piece in log_probs})
    states = [(0.0, {})]
    for end in range(1, len(word) + 1):
        ways = []
        for length in lengths:
            piece = word[max(0, end - length) : end]
            if len(piece) == length and piece in log_probs and states[end - length][0] > -math.inf:
                ways.append((states[end - length][0] + log_probs[piece], piece, states[end - length][1]))
        if not ways:
            states.append((-math.inf, {}))
            continue
        peak = max(way[0] for way in ways)
        total = peak + math.log(math.fsum(math.exp(way[0] - peak) for way in ways))
        counts = {}
        for score, piece, before in ways:
            share = math.exp(score - total)
            for other, count in before.items():
                counts[other] = counts.get(other, 0.0) + share * count
            counts[piece] = counts.get(piece, 0.0) + share
        states.append((total, counts))
    return states[-1]


def expected_counts(words, log_probs):
    results = [(n, *forward(word, log_probs)) for word, n in words.items()]
    if any(log_p == -math.inf for _, log_p, _ in results):
        raise ValueError("a word without a segmentation")
    counts = {piece: math.fsum(n * own.get(piece, 0.0) for n, _, own in results) for piece in log_probs}
    return counts, math.fsum(n * log_p for n, log_p, _ in results)


def em_step(words, log_probs):
    counts, _ = expected_counts(words, log_probs)
    log_total = math.log(sum(counts.values()))
    return {piece: math.log(count) - log_total for piece, count in counts.items() if count}


def removal_losses(words, log_probs):
    _, whole = expected_counts(words, log_probs)
    losses = {}
    for piece in filter(lambda piece: len(piece) >= 2, log_probs):
        rest = dict(log_probs)
        del rest[piece]
        losses[piece] = whole - expected_counts(words, rest)[1]
    return losses


def train_unigram(words, log_probs, vocab_size, shrink=0.75, n_em=2):
    vocabulary = dict(log_probs)
    while True:
        for _ in range(n_em):
            vocabulary = em_step(words, vocabulary)
        ranking = sorted((loss, piece) for piece, loss in removal_losses(words, vocabulary).items())
        if len(vocabulary) <= vocab_size or not ranking:
            return vocabulary
        goal = max(vocab_size, int(shrink * len(vocabulary)))
        for _, piece in ranking[: len(vocabulary) - goal]:
            del vocabulary[piece]
