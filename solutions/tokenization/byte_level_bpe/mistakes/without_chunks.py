"""The bytes of the whole text are one sequence, in training and in encoding: tokens then reach from one word into the next. Cut
the text into chunks first, and count and merge within them.

caught by: test_no_token_reaches_over_a_chunk
"""

import re


def get_stats(ids):
    counts = {}
    for pair in zip(ids[:-1], ids[1:], strict=True):
        counts[pair] = counts.get(pair, 0) + 1
    return counts


def merge(ids, pair, new_id):
    new_ids, i = [], 0
    while i < len(ids):
        if i < len(ids) - 1 and (ids[i], ids[i + 1]) == pair:
            new_ids.append(new_id)
            i += 2
        else:
            new_ids.append(ids[i])
            i += 1
    return new_ids


def train_byte_bpe(text, n_merges):
    ids = list(text.encode("utf-8"))
    merges = []
    for i in range(n_merges):
        stats = get_stats(ids)
        if not stats:
            break
        pair = min(stats, key=lambda pair: (-stats[pair], pair))
        ids = merge(ids, pair, 256 + i)
        merges.append(pair)
    return merges


class ByteLevelBPE:
    def __init__(self, merges, specials=()):
        self.merges = {pair: 256 + i for i, pair in enumerate(merges)}
        self.vocab = {i: bytes([i]) for i in range(256)}
        for (left, right), new_id in self.merges.items():
            self.vocab[new_id] = self.vocab[left] + self.vocab[right]
        self.specials = {special: len(self.vocab) + i for i, special in enumerate(specials)}
        self.vocab |= {i: special.encode("utf-8") for special, i in self.specials.items()}

    def encode_ordinary(self, text):
        ids = list(text.encode("utf-8"))
        while len(ids) >= 2:
            stats = get_stats(ids)
            pair = min(stats, key=lambda pair: self.merges.get(pair, float("inf")))
            if pair not in self.merges:
                break
            ids = merge(ids, pair, self.merges[pair])
        return ids

    def encode(self, text, allow_special=False):
        if not allow_special or not self.specials:
            return self.encode_ordinary(text)
        longest_first = sorted(self.specials, key=len, reverse=True)
        ids = []
        for part in re.split("(" + "|".join(re.escape(special) for special in longest_first) + ")", text):
            if part in self.specials:
                ids.append(self.specials[part])
            else:
                ids.extend(self.encode_ordinary(part))
        return ids

    def decode(self, ids):
        if any(i not in self.vocab for i in ids):
            raise ValueError("no such id")
        return b"".join(self.vocab[i] for i in ids).decode("utf-8", errors="replace")
