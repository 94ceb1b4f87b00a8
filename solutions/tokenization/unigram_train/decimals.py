"""Plain probabilities, no logarithms: as decimals, whose exponents never underflow."""

import math
from decimal import Decimal


def forward(word, probs, longest):
    alpha = [Decimal(1)]
    for end in range(1, len(word) + 1):
        starts = range(max(0, end - longest), end)
        alpha.append(sum((alpha[i] * probs[word[i:end]] for i in starts if word[i:end] in probs), Decimal(0)))
    return alpha


def backward(word, probs, longest):
    beta = [Decimal(1)] * (len(word) + 1)
    for start in reversed(range(len(word))):
        ends = range(start + 1, min(start + longest, len(word)) + 1)
        beta[start] = sum((probs[word[start:j]] * beta[j] for j in ends if word[start:j] in probs), Decimal(0))
    return beta


def in_decimals(log_probs):
    return {piece: Decimal(log_prob).exp() for piece, log_prob in log_probs.items()}, max(map(len, log_probs))


def expected_counts(words, log_probs):
    probs, longest = in_decimals(log_probs)
    counts = dict.fromkeys(log_probs, Decimal(0))
    likelihood = 0.0
    for word, n in words.items():
        alpha, beta = forward(word, probs, longest), backward(word, probs, longest)
        if not alpha[-1]:
            raise ValueError(f"{word!r} can't be segmented")
        likelihood += n * float(alpha[-1].ln())
        for start in range(len(word)):
            for end in range(start + 1, min(start + longest, len(word)) + 1):
                piece = word[start:end]
                if piece in probs:
                    counts[piece] += n * alpha[start] * probs[piece] * beta[end] / alpha[-1]
    return {piece: float(count) for piece, count in counts.items()}, likelihood


def em_step(words, log_probs):
    counts, _ = expected_counts(words, log_probs)
    used = {piece: count for piece, count in counts.items() if count}
    return {piece: math.log(count / sum(used.values())) for piece, count in used.items()}


def removal_losses(words, log_probs):
    probs, longest = in_decimals(log_probs)
    losses = {piece: 0.0 for piece in log_probs if len(piece) > 1}
    for word, n in words.items():
        whole = forward(word, probs, longest)[-1]
        for piece in losses:
            if piece in word:
                without = forward(word, {other: p for other, p in probs.items() if other != piece}, longest)[-1]
                losses[piece] += n * float((whole / without).ln())
    return losses


def train_unigram(words, log_probs, vocab_size, shrink=0.75, n_em=2):
    for _ in range(n_em):
        log_probs = em_step(words, log_probs)
    losses = removal_losses(words, log_probs)
    if len(log_probs) <= vocab_size or not losses:
        return log_probs
    n_kept = max(vocab_size, int(shrink * len(log_probs)))
    for piece in sorted(losses, key=lambda piece: (losses[piece], piece)):
        if len(log_probs) > n_kept:
            log_probs = {other: log_prob for other, log_prob in log_probs.items() if other != piece}
    return train_unigram(words, log_probs, vocab_size, shrink, n_em)
