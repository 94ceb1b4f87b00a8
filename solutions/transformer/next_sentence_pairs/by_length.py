"""The lengths after truncation in closed form; a wrong sentence by its place in one row of all sentences."""


def truncate_pair(first, second, n_max):
    m, n = len(first), len(second)
    extra = max(0, m + n - n_max)
    ahead = min(extra, abs(m - n))  # what only the longer one loses
    if m > n:
        m -= ahead
    else:
        n -= ahead
    rest = extra - ahead  # shared, the second one first
    return first[: m - rest // 2], second[: n - (rest + 1) // 2]


def encode_pair(first, second, n_max, cls_id, sep_id):
    a, b = truncate_pair(first, second, n_max - 3)
    tokens = [cls_id, *a, sep_id]
    n_first = len(tokens)
    tokens += [*b, sep_id]
    return tokens, [int(i >= n_first) for i in range(len(tokens))]


def next_sentence_pairs(documents, rng):
    row = [sentence for document in documents for sentence in document]
    pairs, start = [], 0
    for document in documents:
        for k in range(len(document) - 1):
            if rng.getrandbits(1):
                pairs.append((document[k], document[k + 1], True))
                continue
            place = rng.randrange(len(row) - len(document))
            if place >= start:
                place += len(document)
            pairs.append((document[k], row[place], False))
        start += len(document)
    return pairs
