"""BPE encoding by the rank of the merges.

Why it works: a merge can only join what earlier merges have made, so when no pair of a low rank is left, merging one of
a higher rank can't bring such a pair back. Taking the lowest rank that is present, again and again, therefore goes
through the merges in the order of training, but skips the thousands of merges that don't occur in the word.
"""

import math
from itertools import pairwise

END = "</w>"
UNKNOWN = "<unk>"


class BPETokenizer:
    def __init__(self, vocabulary, merges):
        self._tokens = list(vocabulary)
        self._ids = {token: i for i, token in enumerate(vocabulary)}
        self._ranks = {pair: rank for rank, pair in enumerate(merges)}

    def _segment(self, word):
        symbols = [*word, END]
        # Each merge makes the word shorter by a symbol at least, so no word needs more of them than it has characters.
        for _ in word:
            best = min(pairwise(symbols), key=lambda pair: self._ranks.get(pair, math.inf), default=None)
            if best not in self._ranks:
                break
            symbols = merge(symbols, best)
        return symbols

    def tokenize(self, text):
        symbols = [symbol for word in text.split() for symbol in self._segment(word)]
        return [symbol if symbol in self._ids else UNKNOWN for symbol in symbols]

    def encode(self, text):
        return [self._ids[token] for token in self.tokenize(text)]

    def decode(self, ids):
        text = ""
        for i in ids:
            # Python would take -1 for the last token.
            if not 0 <= i < len(self._tokens):
                raise ValueError(f"there is no token with the id {i}")
            # Token by token: in the joined text, an end marker couldn't be told from the same letters.
            token = self._tokens[i]
            text += token.removesuffix(END) + " " if token.endswith(END) else token
        return text[:-1] if ids and token.endswith(END) else text


def merge(symbols, pair):
    merged = []
    for symbol in symbols:
        if merged and (merged[-1], symbol) == pair:
            merged[-1] += symbol
        else:
            merged.append(symbol)
    return merged
