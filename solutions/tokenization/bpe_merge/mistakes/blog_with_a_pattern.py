"""Words are joined with spaces and merged by a pattern, as in the paper's listing: it splits at whitespace, and a symbol
that holds a space becomes two.

caught by: test_symbols_are_compared_whole
"""

import re
from collections import defaultdict


def get_pair_counts(words):
    pairs = defaultdict(int)
    for symbols, frequency in words.items():
        for i in range(len(symbols) - 1):
            pairs[symbols[i], symbols[i + 1]] += frequency
    return dict(pairs)


def best_pair(counts):
    if not counts:
        return None
    highest = max(counts.values())
    return min(pair for pair, count in counts.items() if count == highest)


def merge_pair(words, pair):
    merged = defaultdict(int)
    bigram = re.escape(" ".join(pair))
    pattern = re.compile(r"(?<!\S)" + bigram + r"(?!\S)")
    for word, frequency in words.items():
        text = pattern.sub(lambda match: "".join(pair), " ".join(word))
        merged[tuple(text.split())] += frequency
    return dict(merged)
