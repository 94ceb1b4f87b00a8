"""One step of byte-pair encoding.

Why it works: counting is a sum over neighbours, weighted by the word's frequency. Merging needs no look-ahead: push the
symbols of a word one by one, and whenever the last symbol pushed and the next one are the pair, join them. That goes
from left to right, and a joined symbol can't be merged again, since it is longer than both symbols of the pair.
"""

from collections import Counter
from itertools import pairwise


def get_pair_counts(words):
    counts = Counter()
    for word, frequency in words.items():
        for pair in pairwise(word):
            counts[pair] += frequency
    return dict(counts)


def best_pair(counts):
    # Highest count first, then the smallest pair: one key says both.
    return min(counts, key=lambda pair: (-counts[pair], pair), default=None)


def merge_pair(words, pair):
    merged = Counter()
    for word, frequency in words.items():
        # Two words may become equal here, so the frequencies are added up.
        merged[merge_word(word, pair)] += frequency
    return dict(merged)


def merge_word(word, pair):
    symbols = []
    for symbol in word:
        if symbols and (symbols[-1], symbol) == pair:
            symbols[-1] += symbol
        else:
            symbols.append(symbol)
    return tuple(symbols)
