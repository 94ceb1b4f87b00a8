"""Unigram training: forward-backward, EM, and pruning by the loss of likelihood.

Why it works: the segmentations of a word are the paths through a lattice, from its start to its end, one arc a piece.
The paths over one arc have the probability alpha (of all ways to its beginning) times p times beta (of all ways from
its end), and their share of all paths is the number of times that the arc is expected to be used. Making expected
counts into probabilities never lowers the likelihood: that is EM.
"""

import math


def log_sum(terms):
    peak = max(terms, default=-math.inf)
    if peak == -math.inf:
        return peak
    return peak + math.log(sum(math.exp(term - peak) for term in terms))


def arcs_to(end, word, log_probs, longest):
    """(start, log-probability) of each piece that ends there."""
    for start in range(max(0, end - longest), end):
        if word[start:end] in log_probs:
            yield start, log_probs[word[start:end]]


def forward(word, log_probs):
    """For each position the log-probability of the characters before it, summed over their segmentations."""
    longest = max(map(len, log_probs))
    alpha = [0.0]
    for end in range(1, len(word) + 1):
        arcs = arcs_to(end, word, log_probs, longest)
        alpha.append(log_sum([alpha[start] + log_prob for start, log_prob in arcs]))
    return alpha


def expected_counts(words, log_probs):
    counts, likelihood = dict.fromkeys(log_probs, 0.0), 0.0
    longest = max(map(len, log_probs))
    mirrored = {piece[::-1]: log_prob for piece, log_prob in log_probs.items()}
    for word, frequency in words.items():
        alpha = forward(word, log_probs)
        # The way from a position to the end is the way to it in the mirror.
        beta = forward(word[::-1], mirrored)[::-1]
        if alpha[-1] == -math.inf:
            raise ValueError(f"the vocabulary has no segmentation of {word!r}")
        likelihood += frequency * alpha[-1]
        for end in range(1, len(word) + 1):
            for start, log_prob in arcs_to(end, word, log_probs, longest):
                counts[word[start:end]] += frequency * math.exp(alpha[start] + log_prob + beta[end] - alpha[-1])
    return counts, likelihood


def em_step(words, log_probs):
    counts, _ = expected_counts(words, log_probs)
    total = sum(counts.values())
    return {piece: math.log(count / total) for piece, count in counts.items() if count > 0}


def removal_losses(words, log_probs):
    losses = {}
    for piece in log_probs:
        if len(piece) > 1:
            others = {other: log_prob for other, log_prob in log_probs.items() if other != piece}
            losses[piece] = sum(
                frequency * (forward(word, log_probs)[-1] - forward(word, others)[-1])
                for word, frequency in words.items()
                if piece in word
            )
    return losses


def train_unigram(words, log_probs, vocab_size, shrink=0.75, n_em=2):
    # Each round removes a piece at least, so there can't be more rounds than pieces. Once only single characters are
    # left, a round changes nothing any more.
    for _ in log_probs:
        for _ in range(n_em):
            log_probs = em_step(words, log_probs)
        if len(log_probs) <= vocab_size:
            break
        losses = removal_losses(words, log_probs)
        n_removed = len(log_probs) - max(vocab_size, int(shrink * len(log_probs)))
        removed = sorted(losses, key=lambda piece: (losses[piece], piece))[:n_removed]
        log_probs = {piece: log_prob for piece, log_prob in log_probs.items() if piece not in removed}
    return log_probs
