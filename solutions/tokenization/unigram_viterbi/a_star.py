"""As SentencePiece does it: Viterbi from the left, then A* from the right, with the Viterbi scores as exact bounds."""

import heapq
from itertools import count, islice


def arcs_into(text, log_probs, unknown_penalty):
    """For each end the (start, log-probability) of every piece that ends there."""
    floor = min(log_probs.values()) - unknown_penalty
    lengths = sorted({len(piece) for piece in log_probs} | {1})
    arcs = [[] for _ in range(len(text) + 1)]
    for end in range(1, len(text) + 1):
        for length in lengths:
            piece = text[max(0, end - length) : end]
            if len(piece) < length:
                break
            if piece in log_probs:
                arcs[end].append((end - length, log_probs[piece]))
            elif length == 1:
                arcs[end].append((end - 1, floor))
    return arcs


def ways(text, log_probs, unknown_penalty):
    arcs = arcs_into(text, log_probs, unknown_penalty)
    bound = [0.0]
    for into in arcs[1:]:
        bound.append(max(bound[start] + log_prob for start, log_prob in into))
    number = count()  # so that the heap never compares pieces
    heap = [(-bound[-1], next(number), len(text), 0.0, None)]
    while heap:
        _, _, end, score, behind = heapq.heappop(heap)
        if end == 0:
            pieces = []
            while behind is not None:
                piece, behind = behind
                pieces.append(piece)
            yield pieces, score
        for start, log_prob in arcs[end]:
            new = score + log_prob
            heapq.heappush(heap, (-new - bound[start], next(number), start, new, (text[start:end], behind)))


def n_best_segmentations(text, log_probs, n, unknown_penalty=10.0):
    return list(islice(ways(text, log_probs, unknown_penalty), n))


def best_segmentation(text, log_probs, unknown_penalty=10.0):
    return next(ways(text, log_probs, unknown_penalty))
