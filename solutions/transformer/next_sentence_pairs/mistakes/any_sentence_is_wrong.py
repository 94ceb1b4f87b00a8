"""Among the wrong second sentences are some of the pair's own document, so that the next sentence itself may be
labelled as wrong: they are drawn from all other documents.

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
    everything = [sentence for document in documents for sentence in document]
    pairs = []
    for document in documents:
        for k in range(len(document) - 1):
            if rng.random() < 0.5:
                pairs.append((document[k], document[k + 1], True))
            else:
                pairs.append((document[k], rng.choice(everything), False))
    return pairs
