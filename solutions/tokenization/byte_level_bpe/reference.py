"""Byte-level BPE: merges over the bytes of chunks.

Why it works: whatever the ids are, the bytes behind them, one after the other, are the text. Decoding joins before it
decodes, since a character of several bytes may be spread over several tokens. And a merge never leaves its chunk, so
each different chunk needs to be worked on only once: that is all the speed there is to it.
"""

import math
import re
from collections import Counter
from itertools import pairwise


def train_byte_bpe(text, n_merges):
    chunks = [(list(chunk.encode()), n) for chunk, n in Counter(re.findall(PATTERN, text)).items()]
    merges = []
    for new_id in range(256, 256 + n_merges):
        counts = Counter()
        for ids, n in chunks:
            for pair in pairwise(ids):
                counts[pair] += n
        if not counts:
            break
        merges.append(min(counts, key=lambda pair: (-counts[pair], pair)))
        chunks = [(merge(ids, merges[-1], new_id), n) for ids, n in chunks]
    return merges


def merge(ids, pair, new_id):
    merged = []
    for i in ids:
        if merged and (merged[-1], i) == pair:
            merged[-1] = new_id
        else:
            merged.append(i)
    return merged


class ByteLevelBPE:
    def __init__(self, merges, specials=()):
        self._new_ids = {pair: i for i, pair in enumerate(merges, 256)}
        self._bytes = [bytes([i]) for i in range(256)]
        for left, right in merges:
            self._bytes.append(self._bytes[left] + self._bytes[right])
        self._specials = {special: i for i, special in enumerate(specials, len(self._bytes))}
        self._bytes += [special.encode() for special in specials]
        self._chunks = {}

    def encode(self, text, allow_special=False):
        if not (allow_special and self._specials):
            return self._encode_text(text)
        # The longest first: the alternatives of a pattern are tried in their order.
        alternatives = "|".join(re.escape(special) for special in sorted(self._specials, key=len, reverse=True))
        ids = []
        for part in re.split(f"({alternatives})", text):
            ids += [self._specials[part]] if part in self._specials else self._encode_text(part)
        return ids

    def _encode_text(self, text):
        ids = []
        for chunk in re.findall(PATTERN, text):
            if chunk not in self._chunks:
                self._chunks[chunk] = self._encode_chunk(chunk)
            ids += self._chunks[chunk]
        return ids

    def _encode_chunk(self, chunk):
        ids = list(chunk.encode())
        # Each merge makes the chunk shorter, so its length bounds their number.
        for _ in chunk.encode():
            best = min(pairwise(ids), key=lambda pair: self._new_ids.get(pair, math.inf), default=None)
            if best not in self._new_ids:
                break
            ids = merge(ids, best, self._new_ids[best])
        return ids

    def decode(self, ids):
        # Python would take -1 for the last token.
        if any(not 0 <= i < len(self._bytes) for i in ids):
            raise ValueError("an id without a token")
        return b"".join(self._bytes[i] for i in ids).decode(errors="replace")
