"""All tokens are taken from the second sentence, even when the first one is longer: it is the longer of the two that loses
one each time.

caught by: test_the_longer_sentence_is_cut
"""


def truncate_pair(first, second, n_max):
    return list(first)[:n_max], list(second)[: max(0, n_max - len(first))]


def encode_pair(first, second, n_max, cls_id, sep_id):
    first, second = truncate_pair(first, second, n_max - 3)
    tokens = [cls_id] + first + [sep_id] + second + [sep_id]
    segments = [0] * (len(first) + 2) + [1] * (len(second) + 1)
    return tokens, segments


def next_sentence_pairs(documents, rng):
    pairs = []
    for i in range(len(documents)):
        others = [s for j in range(len(documents)) if j != i for s in documents[j]]
        for k in range(len(documents[i]) - 1):
            if rng.random() < 0.5:
                pairs.append((documents[i][k], documents[i][k + 1], True))
            else:
                pairs.append((documents[i][k], rng.choice(others), False))
    return pairs
