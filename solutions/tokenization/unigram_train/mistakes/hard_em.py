"""Each word counts by its best segmentation only (hard EM, with Viterbi): the expected counts sum over all of them, each
with its probability.

caught by: test_expected_counts_sum_over_all_segmentations
"""

import math
from collections import Counter


def viterbi(word, log_probs):
    best = [0.0] + [-math.inf] * len(word)
    back = [0] * (len(word) + 1)
    for end in range(1, len(word) + 1):
        for start in range(end):
            score = best[start] + log_probs.get(word[start:end], -math.inf)
            if score > best[end]:
                best[end], back[end] = score, start
    if best[-1] == -math.inf:
        raise ValueError(f"{word!r} can't be cut into pieces")
    pieces, end = [], len(word)
    while end > 0:
        pieces.append(word[back[end] : end])
        end = back[end]
    return pieces, best[-1]


def expected_counts(words, log_probs):
    counts, likelihood = Counter(dict.fromkeys(log_probs, 0.0)), 0.0
    for word, n in words.items():
        pieces, score = viterbi(word, log_probs)
        for piece in pieces:
            counts[piece] += n
        likelihood += n * score
    return {piece: float(count) for piece, count in counts.items()}, likelihood


def em_step(words, log_probs):
    counts, _ = expected_counts(words, log_probs)
    total = sum(counts.values())
    return {piece: math.log(count / total) for piece, count in counts.items() if count > 0}


def removal_losses(words, log_probs):
    _, whole = expected_counts(words, log_probs)
    losses = {}
    for piece in log_probs:
        if len(piece) > 1:
            rest = {other: value for other, value in log_probs.items() if other != piece}
            losses[piece] = whole - expected_counts(words, rest)[1]
    return losses


def train_unigram(words, log_probs, vocab_size, shrink=0.75, n_em=2):
    while True:
        for _ in range(n_em):
            log_probs = em_step(words, log_probs)
        losses = removal_losses(words, log_probs)
        if len(log_probs) <= vocab_size or not losses:
            return log_probs
        n_gone = len(log_probs) - max(vocab_size, int(shrink * len(log_probs)))
        gone = set(sorted(losses, key=lambda piece: (losses[piece], piece))[:n_gone])
        log_probs = {piece: value for piece, value in log_probs.items() if piece not in gone}
