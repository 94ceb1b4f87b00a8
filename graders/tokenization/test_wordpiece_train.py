"""Grades `wordpiece_train`: words are written with spaces between the pieces, and patterns find the pairs."""

import re
from fractions import Fraction
from itertools import pairwise

import pytest

from kata.testing import assert_close, assert_equal, shuffled


def written(table):
    """Each word as one string, a space on both sides of every piece."""
    return [(" " + "  ".join(word) + " ", frequency) for word, frequency in table.items()]


def occurrences(pattern, lines):
    """How often a text stands in the lines, overlaps included, times their frequencies."""
    return sum(frequency * len(re.findall(f"(?={re.escape(pattern)})", line)) for line, frequency in lines)


def scores_of(table):
    lines = written(table)
    pairs = {pair for word in table for pair in pairwise(word)}
    pieces = {piece: occurrences(f" {piece} ", lines) for word in table for piece in word}
    return {
        pair: Fraction(occurrences(" {}  {} ".format(*pair), lines), pieces[pair[0]] * pieces[pair[1]])
        for pair in pairs
    }


def merged(table, pair):
    joined = pair[0] + pair[1][2:]
    replaced = [
        (line.replace(" {}  {} ".format(*pair), f" {joined} "), frequency) for line, frequency in written(table)
    ]
    return {tuple(line.split()): frequency for line, frequency in replaced}


def no_ties(words, vocab_size):
    """Whether the best score is always that of one pair only."""
    table = {tuple(re.sub("(?<=.)(?=.)", " ##", word).split()): n for word, n in words.items()}
    for _ in range(vocab_size):
        scores = scores_of(table)
        best = max(scores.values(), default=0)
        ahead = [pair for pair, score in scores.items() if score == best]
        if len(ahead) > 1:
            return False
        table = merged(table, ahead[0]) if ahead else table
    return True


def learn(words, vocab_size):
    table = {tuple(re.sub("(?<=.)(?=.)", " ##", word).split()): n for word, n in words.items()}
    vocabulary = sorted({piece for word in table for piece in word})
    while len(vocabulary) < vocab_size and (scores := scores_of(table)):
        ranked = sorted(scores, key=lambda pair: (-scores[pair], *pair))
        table = merged(table, ranked[0])
        piece = ranked[0][0] + ranked[0][1][2:]
        vocabulary += [piece] * (piece not in vocabulary)
    return vocabulary


def random_words(rng, letters, n_words, longest, frequencies=30):
    words = {}
    while len(words) < n_words:
        length = int(rng.integers(1, longest + 1))
        word = "".join(letters[i] for i in rng.integers(0, len(letters), length).tolist())
        words[word] = int(rng.integers(1, frequencies))
    return words


def random_table(rng, n_words):
    """Words of pieces of one and two letters."""
    table = {}
    while len(table) < n_words:
        word = ["a", "b", "ab"][int(rng.integers(3))]
        others = ["##a", "##b", "##ab", "##ba"]
        picks = rng.integers(0, 4, int(rng.integers(0, 6))).tolist()
        table[(word, *(others[i] for i in picks))] = int(rng.integers(1, 30))
    return table


@pytest.mark.points(10)
def test_words_start_as_characters_with_the_prefix(submission):
    """A word is split into its characters, all but the first with ## in front."""
    for word, expected in [
        ("aba", "a ##b ##a"),
        ("x", "x"),
        ("\u00e9t\u00e9", "\u00e9 ##t ##\u00e9"),
        ("1-a", "1 ##- ##a"),
    ]:
        assert_equal(submission.split_word(word), tuple(expected.split()), what=f"the pieces of {word!r}")


@pytest.mark.points(20)
def test_scores_divide_by_the_counts_of_both_pieces(submission, rng):
    """The score of a pair is its count, divided by the product of the counts of its pieces in the same table."""
    for table in (random_table(rng, 9), {("a", "##b", "##b", "##b"): 3, ("ab", "##b"): 2, ("b", "##a"): 4, ("b",): 5}):
        expected = {pair: float(score) for pair, score in scores_of(table).items()}
        assert_close(submission.pair_scores(table), expected, what="the scores")
    for table in ({}, {("ab",): 3}):
        assert_equal(submission.pair_scores(table), {}, what=f"the scores of {table}")


@pytest.mark.points(15)
def test_a_pair_is_joined_with_one_prefix(submission, rng):
    """Every occurrence becomes one piece, from left to right; only the prefix of the left one stays."""
    table = random_table(rng, 12) | {("a", *["##a"] * 5): 2, ("b", "##a", "##a", "##a"): 7}
    for pair in [("##a", "##a"), ("a", "##a"), ("ab", "##b"), ("##ab", "##ba"), ("x", "##a")]:
        assert_equal(submission.merge_pair(table, pair), merged(table, pair), what=f"the table after {pair}")
    # Pairs that are equal when they are joined are two pairs.
    table = {("a", "##bc", "##d"): 3, ("ab", "##c", "##e"): 4, ("x", "##a", "##bc"): 2, ("x", "##ab", "##c"): 6}
    for pair in [("ab", "##c"), ("##a", "##bc")]:
        assert_equal(submission.merge_pair(table, pair), merged(table, pair), what=f"the table after {pair}")
    assert_equal(submission.merge_pair({}, ("a", "##b")), {})


@pytest.mark.points(15)
def test_each_merge_takes_the_highest_score(submission, rng):
    """The vocabulary grows by the pair with the highest score in the words as they are segmented by then."""
    # Frequency, count / (a + b), count / a and count^2 / (a b) would each merge other pairs.
    words = {"quick": 38, "quiet": 17, "queen": 24, "thin": 53, "this": 74, "that": 65, "hat": 20, "it": 76}
    expected = "##a ##c ##e ##h ##i ##k ##n ##s ##t ##u h i q t ##ck qu ha ##ee ##een".split()
    assert_equal(submission.train_wordpiece(words, 19), expected, what="the vocabulary")
    # In a large corpus all scores are tiny.
    words = {word: n * 10**12 for word, n in words.items()}
    assert_equal(submission.train_wordpiece(words, 19), expected, what="the vocabulary of a large corpus")
    words = {"banana": 20, "bandana": 7, "nab": 31, "and": 53, "dad": 11}  # pieces that a word holds twice count twice
    assert_equal(submission.train_wordpiece(words, 10), "##a ##b ##d ##n a b d n an and".split(), what="the vocabulary")
    while not no_ties(words := random_words(rng, "abcd", 7, 5, frequencies=200), 8):
        pass
    size = len(learn(words, 0)) + 8
    assert_equal(submission.train_wordpiece(words, size), learn(words, size), what="the vocabulary")


@pytest.mark.points(10)
def test_ties_go_to_the_smallest_pair(submission, rng):
    """Of pairs with equal scores the smallest wins, whatever the order of the words is."""
    # In these corpora all pairs occur equally often, and so do their pieces.
    for words in [
        {"ab": 3, "cd": 3, "cb": 3, "ad": 3},
        {"ax": 2, "bz": 2, "cy": 2, "dw": 2},
        {"uv": 7, "ef": 7, "gh": 7},
    ]:
        alphabet = len(learn(words, 0))
        expected = learn(words, 12)[alphabet:]
        for table in (shuffled(rng, words), dict(sorted(words.items())), dict(sorted(words.items(), reverse=True))):
            result = submission.train_wordpiece(table, 12)
            assert_equal(result[alphabet:], expected, what="the joined pieces of the vocabulary")


@pytest.mark.points(10)
def test_scores_are_compared_as_fractions(submission, rng):
    """Scores that are equal as fractions are a tie, whatever numbers they are made of."""
    # 2 / (7 * 2) and 2 / (2 * 7), then 3 / (5 * 3) and 1 / (1 * 5): with logarithms the first two differ in the last
    # digit, with two divisions the others.
    for words, size, last in [
        ({"bb": 5, "bab": 2}, 12, ["bab", "bb"]),
        ({"ab": 3, "a": 2, "cd": 1, "c": 4}, 14, ["ab", "cd"]),
    ]:
        for table in (words, dict(reversed(words.items()))):
            result = submission.train_wordpiece(table, size)
            assert_equal(result[-2:], last, what=f"the last two pieces that {words} gives")
    words = {"cabac": 4}  # joined, the pairs come in another order
    assert_equal(submission.train_wordpiece(words, 14), learn(words, 14), what="the vocabulary")


@pytest.mark.points(15)
def test_training_stops_at_the_size_or_without_pairs(submission, rng):
    """Training ends at vocab_size pieces or when no pair is left; the pieces of single characters are always all in."""
    # Every rule would merge these pairs in the same order.
    words, alphabet = {"e": 30, "ef": 2, "ab": 8, "c": 8, "cd": 4}, 6
    expected = ["##b", "##d", "##f", "a", "c", "e", "ab", "cd", "ef"]
    for vocab_size in (1000, 9, 8, 7, 6, 2, 0):
        result = submission.train_wordpiece(shuffled(rng, words), vocab_size)
        assert_equal(result, expected[: max(vocab_size, alphabet)], what=f"the vocabulary with vocab_size={vocab_size}")
    assert_equal(submission.train_wordpiece({}, 5), [], what="the vocabulary of no words")


@pytest.mark.points(5)
def test_rare_pairs_that_belong_together_come_first(submission):
    """q and u, which occur only together, are merged before pairs that are far more frequent."""
    words = {"qua": 1, "an": 300, "na": 250, "nan": 80, "ab": 100}
    assert_equal(submission.train_wordpiece(words, 8)[7:], ["qu"], what="the first merged piece")
