"""Exact fractions for the choice, and an index that jumps over merged pairs."""

from fractions import Fraction

PREFIX = "##"


def split_word(word):
    return tuple(character if i == 0 else PREFIX + character for i, character in enumerate(word))


def counted(table):
    single, double = {}, {}
    for word, frequency in table.items():
        for i, piece in enumerate(word):
            single[piece] = single.get(piece, 0) + frequency
            if i + 1 < len(word):
                pair = (piece, word[i + 1])
                double[pair] = double.get(pair, 0) + frequency
    return {pair: (count, single[pair[0]] * single[pair[1]]) for pair, count in double.items()}


def pair_scores(table):
    return {pair: count / product for pair, (count, product) in counted(table).items()}


def joined(pair):
    return pair[0] + pair[1][len(PREFIX) :]


def merge_pair(table, pair):
    merged = {}
    for word, frequency in table.items():
        pieces, i = [], 0
        while i < len(word):
            step = 2 if word[i : i + 2] == pair else 1
            pieces.append(joined(pair) if step == 2 else word[i])
            i += step
        merged[tuple(pieces)] = frequency
    return merged


def train_wordpiece(words, vocab_size):
    table = {split_word(word): frequency for word, frequency in words.items()}
    vocabulary = sorted(set().union(*table))
    while len(vocabulary) < vocab_size:
        scores = {pair: Fraction(*numbers) for pair, numbers in counted(table).items()}
        if not scores:
            break
        highest = max(scores.values())
        pair = min(pair for pair, score in scores.items() if score == highest)
        table = merge_pair(table, pair)
        vocabulary.append(joined(pair))
    return vocabulary
