"""BPE training: count, choose, merge, again.

Why it works: every step joins two symbols everywhere, so the corpus gets shorter by as many symbols as the pair had
places. Choosing the most frequent pair shortens it most: BPE is a greedy compressor, and its code book becomes the
vocabulary. Each step needs only the table that the last one left.
"""

from collections import Counter
from itertools import pairwise

END = "</w>"


def train_bpe(words, n_merges, min_count=1):
    table = {(*word, END): frequency for word, frequency in words.items()}
    merges = []
    while len(merges) < n_merges:
        counts = Counter()
        for word, frequency in table.items():
            for pair in pairwise(word):
                counts[pair] += frequency
        # Highest count first, then the smallest pair: one key says both.
        best = min(counts, key=lambda pair: (-counts[pair], pair), default=None)
        # A Counter has 0 for None, so "no pair left" needs no case of its own.
        if counts[best] < min_count:
            break
        merges.append(best)
        # Two segmentations of one word can't meet here: words that differ as strings always differ as tuples.
        table = {merge_word(word, best): frequency for word, frequency in table.items()}
    return merges


def merge_word(word, pair):
    symbols = []
    for symbol in word:
        if symbols and (symbols[-1], symbol) == pair:
            symbols[-1] += symbol
        else:
            symbols.append(symbol)
    return tuple(symbols)


def bpe_vocabulary(words, merges):
    return [*sorted({END}.union(*words)), *(left + right for left, right in merges)]
