"""The finished sequence is cut at its end: the last [SEP] goes first, and the second sentence pays for a long first one.

caught by: test_the_special_tokens_count
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
    tokens = [cls_id] + first + [sep_id] + second + [sep_id]
    segments = [0] * (len(first) + 2) + [1] * (len(second) + 1)
    return tokens[:n_max], segments[:n_max]


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
