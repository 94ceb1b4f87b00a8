"""WordPiece training: BPE's loop with another score.

Why it works: at each place of the pair, two factors p(a) p(b) of the corpus' likelihood become one factor p(ab). With
counts for probabilities that is a gain of count(ab) / (count(a) count(b)), times the size of the corpus, which is the
same for all pairs. The score is high where two pieces depend on each other, however rare they are.
"""

from collections import Counter
from itertools import pairwise

PREFIX = "##"


def split_word(word):
    return (word[0], *(PREFIX + character for character in word[1:]))


def pair_scores(table):
    pieces, pairs = Counter(), Counter()
    for word, frequency in table.items():
        for piece in word:
            pieces[piece] += frequency
        for pair in pairwise(word):
            pairs[pair] += frequency
    # One division of two whole numbers is rounded once, so equal fractions give equal floats.
    return {(left, right): count / (pieces[left] * pieces[right]) for (left, right), count in pairs.items()}


def merge_pair(table, pair):
    return {merge_word(word, pair): frequency for word, frequency in table.items()}


def merge_word(word, pair):
    merged = []
    for piece in word:
        if merged and (merged[-1], piece) == pair:
            merged[-1] += piece.removeprefix(PREFIX)
        else:
            merged.append(piece)
    return tuple(merged)


def train_wordpiece(words, vocab_size):
    table = {split_word(word): frequency for word, frequency in words.items()}
    vocabulary = sorted({piece for word in table for piece in word})
    while len(vocabulary) < vocab_size and (scores := pair_scores(table)):
        best = min(scores, key=lambda pair: (-scores[pair], pair))
        table = merge_pair(table, best)
        vocabulary.append(best[0] + best[1].removeprefix(PREFIX))
    return vocabulary
