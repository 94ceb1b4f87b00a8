"""Counts that are kept: a merge takes the old words that hold the pair out of the books and enters the new ones."""

from collections import Counter
from itertools import pairwise

PREFIX = "##"


def split_word(word):
    first, *others = word
    return tuple([first] + [PREFIX + other for other in others])


def book(pieces, pairs, word, frequency):
    for piece in word:
        pieces[piece] += frequency
    for pair in pairwise(word):
        pairs[pair] += frequency


def books(table):
    pieces, pairs = Counter(), Counter()
    for word, frequency in table.items():
        book(pieces, pairs, word, frequency)
    return pieces, pairs


def pair_scores(table):
    pieces, pairs = books(table)
    return {pair: pairs[pair] / (pieces[pair[0]] * pieces[pair[1]]) for pair in pairs}


def merge(word, pair):
    left, right = pair
    if len(word) < 2:
        return word
    if word[:2] == pair:
        return (left + right[2:], *merge(word[2:], pair))
    return (word[0], *merge(word[1:], pair))


def merge_pair(table, pair):
    return {merge(word, pair): frequency for word, frequency in table.items()}


def train_wordpiece(words, vocab_size):
    table = {split_word(word): frequency for word, frequency in words.items()}
    pieces, pairs = books(table)
    vocabulary = sorted(pieces)
    while len(vocabulary) < vocab_size:
        ranked = [
            (-count / (pieces[left] * pieces[right]), left, right) for (left, right), count in pairs.items() if count
        ]
        if not ranked:
            return vocabulary
        _, left, right = min(ranked)
        for word in [word for word in table if (left, right) in pairwise(word)]:
            frequency = table.pop(word)
            book(pieces, pairs, word, -frequency)
            new = merge(word, (left, right))
            table[new] = frequency
            book(pieces, pairs, new, frequency)
        vocabulary.append(left + right[2:])
    return vocabulary
