"""Only pieces of the vocabulary are tried, so a text with an unknown character has no segmentation at all: such a character
may stand alone, with the log-probability of the least probable piece minus the penalty.

caught by: test_unknown_characters_cost_more_than_any_piece
"""

import math


def best_segmentation(text, log_probs, unknown_penalty=10.0):
    ways = n_best_segmentations(text, log_probs, 1, unknown_penalty)
    return ways[0] if ways else ([], -math.inf)


def n_best_segmentations(text, log_probs, n, unknown_penalty=10.0):
    longest = max(len(piece) for piece in log_probs)
    table = [[(0.0, ())]]
    for end in range(1, len(text) + 1):
        ways = []
        for start in range(max(0, end - longest), end):
            piece = text[start:end]
            if piece in log_probs:
                ways += [(score + log_probs[piece], (before, piece)) for score, before in table[start]]
        ways.sort(key=lambda way: -way[0])
        table.append(ways[:n])
    result = []
    for score, chain in table[-1]:
        pieces = []
        while chain:
            chain, piece = chain
            pieces.append(piece)
        result.append((pieces[::-1], score))
    return result
