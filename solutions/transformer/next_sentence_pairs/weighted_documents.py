"""Recursion for the truncation; a document is drawn with weights by its number of sentences, and then one of them."""


def truncate_pair(first, second, n_max):
    if len(first) + len(second) <= n_max:
        return first[:], second[:]
    if len(first) > len(second):
        return truncate_pair(first[:-1], second, n_max)
    return truncate_pair(first, second[:-1], n_max)


def encode_pair(first, second, n_max, cls_id, sep_id):
    first, second = truncate_pair(first, second, n_max - 3)
    parts = [([cls_id], 0), (first, 0), ([sep_id], 0), (second, 1), ([sep_id], 1)]
    pairs = [(token, segment) for part, segment in parts for token in part]
    return [token for token, _ in pairs], [segment for _, segment in pairs]


def next_sentence_pairs(documents, rng):
    pairs = []
    for document in documents:
        others = [other for other in documents if other is not document]
        for k, first in enumerate(document[:-1]):
            follows = rng.choice([True, False])
            if follows:
                second = document[k + 1]
            else:
                (other,) = rng.choices(others, weights=[len(other) for other in others])
                second = rng.choice(other)
            pairs.append((first, second, follows))
    return pairs
