"""One step and then the rest of the training, on a list of words, with a pattern for symbols between spaces."""

import re
from collections import Counter

END = "</w>"


def one_more(segmented, n_merges, min_count):
    counts = Counter()
    for symbols, frequency in segmented:
        for i in range(1, len(symbols)):
            counts[symbols[i - 1], symbols[i]] += frequency
    if not n_merges or not counts or max(counts.values()) < min_count:
        return []
    highest = max(counts.values())
    left, right = min(pair for pair, count in counts.items() if count == highest)
    # The paper's own trick: symbols between spaces. \x00 stands for the space, which a word might hold.
    before, after = "(?:(?<=\x00)|^)", "(?=\x00|$)"
    pattern = re.compile(before + re.escape(left) + "\x00" + re.escape(right) + after)
    merged = []
    for symbols, frequency in segmented:
        text = pattern.sub(lambda _: left + right, "\x00".join(symbols))
        merged.append((text.split("\x00"), frequency))
    return [(left, right), *one_more(merged, n_merges - 1, min_count)]


def train_bpe(words, n_merges, min_count=1):
    return one_more([([*word, END], frequency) for word, frequency in words.items()], n_merges, min_count)


def bpe_vocabulary(words, merges):
    order = {}
    for symbol in sorted({character for word in words for character in word} | {END}):
        order[symbol] = len(order)
    for pair in merges:
        order.setdefault("".join(pair), len(order))
    return sorted(order, key=order.get)
