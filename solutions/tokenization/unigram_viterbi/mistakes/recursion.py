"""The best way from a position to the end is found by a function that calls itself for the rest: Python stops at about 1000
calls, and a text may be longer. Fill a table from one end to the other.

caught by: test_long_texts
"""

from functools import cache


def best_segmentation(text, log_probs, unknown_penalty=10.0):
    return n_best_segmentations(text, log_probs, 1, unknown_penalty)[0]


def n_best_segmentations(text, log_probs, n, unknown_penalty=10.0):
    unknown = min(log_probs.values()) - unknown_penalty
    longest = max(len(piece) for piece in log_probs)

    @cache
    def ways_from(start):
        if start == len(text):
            return [(0.0, ())]
        ways = []
        for end in range(start + 1, min(start + longest, len(text)) + 1):
            piece = text[start:end]
            if piece in log_probs:
                log_prob = log_probs[piece]
            elif end == start + 1:
                log_prob = unknown
            else:
                continue
            ways += [(log_prob + score, (piece, rest)) for score, rest in ways_from(end)]
        return sorted(ways, key=lambda way: -way[0])[:n]

    result = []
    for score, rest in ways_from(0):
        pieces = []
        while rest:
            piece, rest = rest
            pieces.append(piece)
        result.append((pieces, score))
    return result
