"""A word is its first symbol and a rest: merging by recursion, counting by sorting and grouping."""

from itertools import groupby, pairwise


def get_pair_counts(words):
    occurrences = sorted((pair, frequency) for word, frequency in words.items() for pair in pairwise(word))
    return {pair: sum(n for _, n in group) for pair, group in groupby(occurrences, key=lambda item: item[0])}


def best_pair(counts):
    best = None
    for pair in counts:
        if best is None or counts[pair] > counts[best] or (counts[pair] == counts[best] and pair < best):
            best = pair
    return best


def merged(word, pair):
    if len(word) < 2:
        return word
    if word[:2] == pair:
        return ("".join(pair), *merged(word[2:], pair))
    return (word[0], *merged(word[1:], pair))


def merge_pair(words, pair):
    keys = {word: merged(word, pair) for word in words}
    return {key: sum(words[word] for word in words if keys[word] == key) for key in set(keys.values())}
