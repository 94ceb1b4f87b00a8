"""The vocabulary is sorted as a whole, with the merged symbols among the characters: they follow in the order of the
merges, so that a longer training only adds ids.

caught by: test_the_vocabulary_is_the_alphabet_and_the_merged_symbols
"""

from collections import Counter


def train_bpe(words, n_merges, min_count=1):
    corpus = [([*word, "</w>"], n) for word, n in words.items()]
    merges = []
    while len(merges) < n_merges:
        pairs = Counter()
        for symbols, n in corpus:
            for pair in zip(symbols, symbols[1:], strict=False):
                pairs[pair] += n
        if not pairs:
            return merges
        best = sorted(pairs, key=lambda pair: (-pairs[pair], pair))[0]
        if pairs[best] < min_count:
            return merges
        merges.append(best)
        for symbols, _ in corpus:
            i = 0
            while i < len(symbols) - 1:
                if (symbols[i], symbols[i + 1]) == best:
                    symbols[i : i + 2] = [symbols[i] + symbols[i + 1]]
                i += 1
    return merges


def bpe_vocabulary(words, merges):
    vocabulary = {"</w>"}
    for word in words:
        vocabulary |= set(word)
    for left, right in merges:
        vocabulary.add(left + right)
    return sorted(vocabulary)
