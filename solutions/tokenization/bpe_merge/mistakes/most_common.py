"""Of equal counts the pair that came first in the dict wins, so the result depends on the order of the words: the
smallest pair has to win.

caught by: test_ties_go_to_the_smallest_pair
"""

from collections import Counter


def get_pair_counts(words):
    counts = Counter()
    for word, frequency in words.items():
        for left, right in zip(word, word[1:], strict=False):
            counts[left, right] += frequency
    return dict(counts)


def best_pair(counts):
    top = Counter(counts).most_common(1)
    return top[0][0] if top else None


def merge_pair(words, pair):
    result = {}
    for word, frequency in words.items():
        symbols, i = [], 0
        while i < len(word):
            if word[i : i + 2] == pair:
                symbols.append(pair[0] + pair[1])
                i += 2
            else:
                symbols.append(word[i])
                i += 1
        result[tuple(symbols)] = result.get(tuple(symbols), 0) + frequency
    return result
