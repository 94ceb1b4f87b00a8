"""BERT's sentence pairs.

Popping from the longer list looks at one token at a time, and so needs no case for which of the two is longer.
"""

from itertools import pairwise


def truncate_pair(first, second, n_max):
    first, second = list(first), list(second)
    while len(first) + len(second) > n_max:
        longer = first if len(first) > len(second) else second
        longer.pop()
    return first, second


def encode_pair(first, second, n_max, cls_id, sep_id):
    first, second = truncate_pair(first, second, n_max - 3)
    tokens = [cls_id, *first, sep_id, *second, sep_id]
    return tokens, [0] * (len(first) + 2) + [1] * (len(second) + 1)


def next_sentence_pairs(documents, rng):
    pairs = []
    for i, document in enumerate(documents):
        others = [sentence for j, other in enumerate(documents) if j != i for sentence in other]
        for first, following in pairwise(document):
            follows = rng.random() < 0.5
            pairs.append((first, following if follows else rng.choice(others), follows))
    return pairs
