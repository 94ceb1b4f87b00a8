"""A trainer that touches only the chunks that hold the pair, and an encoder with functools.cache for the chunks."""

import functools
import re
from collections import defaultdict
from itertools import pairwise


def replace(ids, pair, new_id):
    i = 0
    while i + 1 < len(ids):
        if ids[i] == pair[0] and ids[i + 1] == pair[1]:
            ids[i : i + 2] = [new_id]
        i += 1


def train_byte_bpe(text, n_merges):
    frequency = defaultdict(int)
    for chunk in re.findall(PATTERN, text):
        frequency[chunk.encode("utf-8")] += 1
    chunks = [list(chunk) for chunk in frequency]
    weights = list(frequency.values())
    counts, where = defaultdict(int), defaultdict(set)

    def book(i, sign):
        for j in range(len(chunks[i]) - 1):
            pair = (chunks[i][j], chunks[i][j + 1])
            counts[pair] += sign * weights[i]
            where[pair].add(i)

    for i in range(len(chunks)):
        book(i, 1)
    merges = []
    while len(merges) < n_merges:
        highest = max(counts.values(), default=0)
        if highest == 0:
            break
        pair = min(pair for pair, count in counts.items() if count == highest)
        for i in list(where[pair]):
            book(i, -1)
            replace(chunks[i], pair, 256 + len(merges))
            book(i, 1)
        merges.append(pair)
    return merges


class ByteLevelBPE:
    def __init__(self, merges, specials=()):
        self.ranks = {tuple(pair): i for i, pair in enumerate(merges)}
        self.texts = {i: bytes([i]) for i in range(256)}
        for pair, i in self.ranks.items():
            self.texts[256 + i] = self.texts[pair[0]] + self.texts[pair[1]]
        self.special_ids = {}
        for special in specials:
            self.special_ids[special] = len(self.texts)
            self.texts[len(self.texts)] = special.encode()
        self.chunk_ids = functools.cache(self.merge_chunk)

    def merge_chunk(self, chunk):
        ids = list(chunk.encode())
        while True:
            ranks = [self.ranks[pair] for pair in pairwise(ids) if pair in self.ranks]
            if not ranks:
                return tuple(ids)
            lowest = min(ranks)
            pair = next(pair for pair, rank in self.ranks.items() if rank == lowest)
            replace(ids, pair, 256 + lowest)

    def plain(self, text):
        return [i for chunk in re.findall(PATTERN, text) for i in self.chunk_ids(chunk)]

    def encode(self, text, allow_special=False):
        if not allow_special:
            return self.plain(text)
        # The first place at which a special token begins; of those that begin there, the longest.
        found = [(text.find(special), -len(special), special) for special in self.special_ids if special in text]
        if not found:
            return self.plain(text)
        place, _, special = min(found)
        rest = text[place + len(special) :]
        return [*self.plain(text[:place]), self.special_ids[special], *self.encode(rest, True)]

    def decode(self, ids):
        data = bytearray()
        for i in ids:
            if i not in self.texts:
                raise ValueError(f"no token has the id {i}")
            data += self.texts[i]
        return data.decode("utf-8", "replace")
