"""Grades `bpe_merge`: pairs counted one by one, and str.replace over words spelled with one letter a symbol."""

from itertools import product

import pytest

from kata.testing import assert_equal, shuffled

PAPER = {
    ("l", "o", "w", "</w>"): 5,
    ("l", "o", "w", "e", "r", "</w>"): 2,
    ("n", "e", "w", "e", "s", "t", "</w>"): 6,
    ("w", "i", "d", "e", "s", "t", "</w>"): 3,
}


def random_words(rng, symbols, n_words, longest):
    """A table of distinct words of one symbol up to ``longest``, in random order."""
    words = {}
    while len(words) < n_words:
        length = int(rng.integers(1, longest + 1))
        words[tuple(symbols[i] for i in rng.integers(0, len(symbols), length).tolist())] = int(rng.integers(1, 20))
    return words


def count_one_by_one(words):
    """For each conceivable pair, look at every position of every word."""
    symbols = {symbol for word in words for symbol in word}
    counts = {
        pair: sum(n * sum(word[i : i + 2] == pair for i in range(len(word))) for word, n in words.items())
        for pair in product(symbols, repeat=2)
    }
    return {pair: count for pair, count in counts.items() if count}


def merge_by_spelling(words, pair):
    """Give each symbol a letter of its own: on such strings str.replace merges from the left and hits whole symbols."""
    joined = "".join(pair)
    symbols = sorted({symbol for word in words for symbol in word} | set(pair) | {joined})
    letter = {symbol: chr(0xE000 + i) for i, symbol in enumerate(symbols)}
    merged = {}
    for word, n in words.items():
        spelled = "".join(letter[symbol] for symbol in word)
        spelled = spelled.replace(letter[pair[0]] + letter[pair[1]], letter[joined])
        key = tuple(symbols[ord(c) - 0xE000] for c in spelled)
        merged[key] = merged.get(key, 0) + n
    return merged


@pytest.mark.points(20)
def test_pairs_count_with_the_frequency_of_their_word(submission, rng):
    """A pair counts at every position within a word, times the frequency of the word."""
    assert_equal(submission.get_pair_counts({("b", "c", "b", "c"): 3, ("c", "b"): 5}), {("b", "c"): 6, ("c", "b"): 8})
    assert_equal(submission.get_pair_counts({("b", "c", "d"): 1}), {("b", "c"): 1, ("c", "d"): 1})
    for symbols in [("a", "b", "c", "d"), ("ab", "c", "a", "bc", "b c", " ", "</w>")]:
        words = random_words(rng, symbols, 12, 6)
        # Runs of equal symbols have a test of their own.
        words = {word: n for word, n in words.items() if all(word[i] != word[i - 1] for i in range(1, len(word)))}
        words |= {(symbols[0], symbols[1]): 3, (symbols[1], symbols[0], symbols[1], symbols[0]): 7, (symbols[2],): 11}
        assert_equal(submission.get_pair_counts(words), count_one_by_one(words))


@pytest.mark.points(10)
def test_overlapping_pairs_count_at_every_position(submission, rng):
    """In a run of equal symbols each position counts: (a, a, a) holds (a, a) twice."""
    n = int(rng.integers(2, 9))
    assert_equal(submission.get_pair_counts({("a", "a", "a"): n}), {("a", "a"): 2 * n})
    words = random_words(rng, ("a", "aa"), 20, 7)
    assert_equal(submission.get_pair_counts(words), count_one_by_one(words))


@pytest.mark.points(10)
def test_the_most_frequent_pair_is_the_best(submission, rng):
    """The pair with the highest count is chosen, wherever in the dict it stands."""
    pairs = list(product("abcde", repeat=2))
    for _ in range(5):
        counts = {pairs[i]: rank + 8 for rank, i in enumerate(rng.permutation(len(pairs)).tolist())}
        highest = list(counts)[-1]
        assert_equal(submission.best_pair(shuffled(rng, counts)), highest)
    assert_equal(submission.best_pair({("q", "u"): 1}), ("q", "u"))


@pytest.mark.points(15)
def test_ties_go_to_the_smallest_pair(submission, rng):
    """Of pairs with the same count the smallest wins: left symbols first, by code point, then the right ones."""
    tied = [
        [("s", "t"), ("e", "s"), ("t", "</w>")],
        [("b", "c"), ("b", "a"), ("b", "b")],
        [("ab", "c"), ("a", "bc")],  # joined they are equal
        [("ab", "a"), ("a", "z")],  # joined they come in the other order
        [("a", "c"), ("B", "d"), ("\u00e9", "a")],
        [("aa", "a"), ("b", "a"), ("aa", "aa")],  # a short symbol isn't a small one
        [("10", "0"), ("9", "0")],
        [("a", "z"), ("a b", "c")],  # with a space or a comma between them they come in the other order
        [("a", "z"), ("a\t", "c"), ("a,", "b")],
        [("c", "b"), ("b", "c")],
    ]
    for pairs in tied:
        count = int(rng.integers(3, 10))
        counts = shuffled(rng, dict.fromkeys(pairs, count) | {("A", "A"): count - 1, ("z", "z"): 1})
        assert_equal(submission.best_pair(counts), sorted(pairs)[0])
        backwards = dict(sorted(counts.items(), reverse=True))
        assert_equal(submission.best_pair(backwards), sorted(pairs)[0])


@pytest.mark.points(5)
def test_nothing_to_merge_gives_none(submission):
    """Words of one symbol hold no pair, an empty table is fine, and with no pair at all the best pair is None."""
    assert_equal(submission.get_pair_counts({("low",): 5, ("a",): 1}), {})
    assert_equal(submission.get_pair_counts({}), {})
    assert_equal(submission.merge_pair({}, ("a", "b")), {})
    assert_equal(submission.best_pair({}), None)
    assert_equal(submission.best_pair({("a", "b"): 1}), ("a", "b"))


@pytest.mark.points(15)
def test_every_occurrence_is_merged(submission, rng):
    """Every occurrence of the pair becomes one symbol, and everything else stays as it was."""
    words = random_words(rng, ("a", "b", "c"), 25, 8)
    words |= {("a", "b", "c", "a", "b"): 4, ("b", "a"): 2, ("c", "b", "a"): 30, ("a", "b"): 6, ("b",): 1}
    for pair in [("a", "b"), ("b", "c"), ("c", "x")]:
        assert_equal(submission.merge_pair(words, pair), merge_by_spelling(words, pair))


@pytest.mark.points(10)
def test_overlapping_pairs_are_merged_from_the_left(submission, rng):
    """Overlapping occurrences are merged from left to right: (a, a, a) becomes (aa, a)."""
    assert_equal(submission.merge_pair({("a", "a", "a"): 5}, ("a", "a")), {("aa", "a"): 5})
    runs = {("a",) * length: int(rng.integers(1, 9)) for length in range(1, 9)}
    assert_equal(submission.merge_pair(runs, ("a", "a")), merge_by_spelling(runs, ("a", "a")))
    words = random_words(rng, ("a", "b"), 25, 8)
    assert_equal(submission.merge_pair(words, ("a", "a")), merge_by_spelling(words, ("a", "a")))


@pytest.mark.points(5)
def test_symbols_are_compared_whole(submission, rng):
    """A symbol is merged as a whole and never by a part of its spelling; it may hold spaces."""
    words = {("ne", "st"): 4, ("e", "s", "t"): 3, ("e s", "t"): 2, ("n", "es", "s"): 1, ("e", "st"): 5, ("e", " "): 6}
    assert_equal(submission.merge_pair(words, ("e", "s")), merge_by_spelling(words, ("e", "s")))
    words = {("a", "bc"): 3, ("c", "ab", "c", "a", "bc"): 4, ("abc", "a", "b", "c"): 2}
    assert_equal(submission.merge_pair(words, ("ab", "c")), merge_by_spelling(words, ("ab", "c")))
    words = random_words(rng, ("x", "xy", "y z", " ", "zx"), 20, 6)
    for pair in [("xy", "y z"), ("x", "y z"), (" ", "x"), ("zx", "zx")]:
        assert_equal(submission.merge_pair(words, pair), merge_by_spelling(words, pair))


@pytest.mark.points(5)
def test_words_that_become_equal_add_their_frequencies(submission, rng):
    """Words that become equal by the merge share one entry with the sum of their frequencies."""
    n, m, k = rng.integers(1, 50, 3).tolist()
    words = {("a", "b", "c"): n, ("a", "bc"): k, ("ab", "c"): m, ("c",): 3}
    expected = {("ab", "c"): n + m, ("a", "bc"): k, ("c",): 3}
    assert_equal(submission.merge_pair(words, ("a", "b")), expected)
    assert_equal(submission.merge_pair(dict(reversed(words.items())), ("a", "b")), expected)


@pytest.mark.points(5)
def test_the_steps_of_the_paper(submission, rng):
    """On low, lower, newest and widest the first merges are e s, es t, est </w>, l o and lo w."""
    words = shuffled(rng, PAPER)
    merges = []
    for _ in range(5):
        merges.append(submission.best_pair(submission.get_pair_counts(words)))
        words = submission.merge_pair(words, merges[-1])
    assert_equal(merges, [("e", "s"), ("es", "t"), ("est", "</w>"), ("l", "o"), ("lo", "w")], what="the merges")
    expected = {
        ("low", "</w>"): 5,
        ("low", "e", "r", "</w>"): 2,
        ("n", "e", "w", "est</w>"): 6,
        ("w", "i", "d", "est</w>"): 3,
    }
    assert_equal(words, expected, what="the table")
