"""A document is drawn first and a sentence of it then: sentences of short documents come too often. Each sentence of the
others has the same chance.

caught by: test_half_of_the_pairs_are_true
"""


def truncate_pair(first, second, n_max):
    first, second = list(first), list(second)
    while len(first) + len(second) > n_max:
        if len(first) > len(second):
            first.pop()
        else:
            second.pop()
    return first, second


def encode_pair(first, second, n_max, cls_id, sep_id):
    first, second = truncate_pair(first, second, n_max - 3)
    tokens = [cls_id] + first + [sep_id] + second + [sep_id]
    segments = [0] * (len(first) + 2) + [1] * (len(second) + 1)
    return tokens, segments


def next_sentence_pairs(documents, rng):
    pairs = []
    for i, document in enumerate(documents):
        for k in range(len(document) - 1):
            if rng.random() < 0.5:
                pairs.append((document[k], document[k + 1], True))
            else:
                j = rng.choice([j for j in range(len(documents)) if j != i])
                pairs.append((document[k], rng.choice(documents[j]), False))
    return pairs
