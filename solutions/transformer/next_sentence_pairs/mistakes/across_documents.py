"""All sentences are put in one row, so that the last one of a document is followed by the first one of the next document: pairs are
made within each document.

caught by: test_a_pair_for_each_sentence_with_a_next_one
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
    sentences = [sentence for document in documents for sentence in document]
    pairs = []
    for i in range(len(sentences) - 1):
        if rng.random() < 0.5:
            pairs.append((sentences[i], sentences[i + 1], True))
        else:
            pairs.append((sentences[i], rng.choice(sentences), False))
    return pairs
