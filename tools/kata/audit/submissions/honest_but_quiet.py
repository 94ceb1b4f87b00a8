"""A right answer that closes its output, patches what is its own and exits in atexit: it must lose nothing either."""
# kata: bpe_merge
# share: 100
# honest: yes

import atexit
import os
import sys
from collections import Counter
from itertools import pairwise

os.close(1)
os.close(2)
sys.stdout = sys.stderr = None
atexit.register(os._exit, 3)


def get_pair_counts(words):
    counts = Counter()
    for word, frequency in words.items():
        for pair in pairwise(word):
            counts[pair] += frequency
    return counts


def best_pair(counts):
    return min(counts, key=lambda pair: (-counts[pair], pair), default=None)


def merge_pair(words, pair):
    merged = Counter()
    for word, frequency in words.items():
        symbols = []
        for symbol in word:
            if symbols and (symbols[-1], symbol) == tuple(pair):
                symbols[-1] += symbol
            else:
                symbols.append(symbol)
        merged[tuple(symbols)] += frequency
    return merged
