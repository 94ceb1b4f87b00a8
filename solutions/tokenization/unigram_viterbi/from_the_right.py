"""From the right to the left: the best ways to cut the rest of the text, as linked lists that share their tails."""

import math


def suffix_ways(text, log_probs, n, unknown_penalty):
    unknown = min(log_probs.values()) - unknown_penalty
    longest = max(len(piece) for piece in log_probs)
    ways = {len(text): [(0.0, ())]}
    for start in reversed(range(len(text))):
        found = []
        for end in range(start + 1, min(start + longest, len(text)) + 1):
            piece = text[start:end]
            log_prob = log_probs.get(piece, unknown if len(piece) == 1 else -math.inf)
            if log_prob > -math.inf:
                found += [(log_prob + score, (piece, rest)) for score, rest in ways[end]]
        found.sort(key=lambda way: way[0], reverse=True)
        ways[start] = found[:n]
    return ways[0]


def unlink(pair):
    while pair:
        piece, pair = pair
        yield piece


def n_best_segmentations(text, log_probs, n, unknown_penalty=10.0):
    return [(list(unlink(pieces)), score) for score, pieces in suffix_ways(text, log_probs, n, unknown_penalty)]


def best_segmentation(text, log_probs, unknown_penalty=10.0):
    (score, pieces), *_ = suffix_ways(text, log_probs, 1, unknown_penalty)
    return list(unlink(pieces)), score
