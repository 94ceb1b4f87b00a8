"""Grades `bpe_train`: every symbol is spelled with one letter, the corpus is one string, and str.replace merges it."""

from itertools import pairwise

import pytest

from kata.testing import assert_equal, shuffled

END = "</w>"
PAPER = {"low": 5, "lower": 2, "newest": 6, "widest": 3}


def learn(words, n_merges, min_count=1, *, unique=False):
    """The merges, in another way: each word is written once, its symbols as single letters.

    With ``unique`` there are none if a tie has to be broken.
    """
    symbols = sorted({letter for word in words for letter in word} | {END})
    letter = {symbol: chr(0xE000 + i) for i, symbol in enumerate(symbols)}
    spelled = ["".join(letter[c] for c in word) + letter[END] for word in words]
    weights, merges = list(words.values()), []
    while len(merges) < n_merges:
        counts = {}
        for word, weight in zip(spelled, weights, strict=True):
            for i in range(len(word) - 1):
                counts[word[i : i + 2]] = counts.get(word[i : i + 2], 0) + weight
        ranked = sorted((-n, symbols[ord(two[0]) - 0xE000], symbols[ord(two[1]) - 0xE000]) for two, n in counts.items())
        if not ranked or -ranked[0][0] < min_count:
            break
        if unique and len(ranked) > 1 and ranked[0][0] == ranked[1][0]:
            return []
        _, left, right = ranked[0]
        merges.append((left, right))
        if left + right not in letter:
            letter[left + right] = chr(0xE000 + len(symbols))
            symbols.append(left + right)
        spelled = [word.replace(letter[left] + letter[right], letter[left + right]) for word in spelled]
    return merges


def random_words(rng, letters, n_words, longest, frequencies=40):
    words = {}
    while len(words) < n_words:
        length = int(rng.integers(1, longest + 1))
        word = "".join(letters[i] for i in rng.integers(0, len(letters), length).tolist())
        words[word] = int(rng.integers(1, frequencies))
    return words


def plain_words(rng, letters, n_merges):
    """Words for which neither a tie nor the end marker matters: each has a last letter of its own, alone."""
    while True:
        words = random_words(rng, letters, 20, 6, frequencies=200)
        words = {word + chr(65 + i): n for i, (word, n) in enumerate(words.items())}
        words = {word: n for word, n in words.items() if all(a != b for a, b in pairwise(word))}
        merges = learn(words, n_merges, unique=True)
        if merges and all((left + right).islower() and END not in right for left, right in merges):
            return words


@pytest.mark.points(10)
def test_merges_of_the_paper(submission, rng):
    """On low, lower, newest and widest: e s, es t, est </w>, l o, lo w, and so on, whatever their order is."""
    first = [("e", "s"), ("es", "t"), ("est", END), ("l", "o"), ("lo", "w"), ("e", "w"), ("ew", "est</w>")]
    last = [("n", "ewest</w>"), ("low", END), ("d", "est</w>"), ("i", "dest</w>"), ("w", "idest</w>")]
    assert_equal(submission.train_bpe(PAPER, 12), first + last, what="the merges")
    assert_equal(submission.train_bpe(shuffled(rng, PAPER), 9), (first + last)[:9], what="the merges")


@pytest.mark.points(10)
def test_a_pair_counts_as_often_as_its_word(submission, rng):
    """The first merge is the pair with the highest count: its places in each word, times the word's frequency."""
    n = int(rng.integers(5, 30))
    words = {"abcd": n, "cdab": n, "abe": n, "xyf": 2 * n, "xyg": n + 1}
    assert_equal(submission.train_bpe(words, 1), [("x", "y")], what="the merges")
    words = {"abab": n, "cd": 2 * n - 1, "dc": 1}
    assert_equal(submission.train_bpe(words, 1), [("a", "b")], what="the merges")


@pytest.mark.points(15)
def test_counts_follow_the_merges(submission, rng):
    """Each merge is the best pair of the words as the merges before it have left them."""
    for letters, n_merges in [("enst", 4), ("abcde", 4)]:
        words = plain_words(rng, letters, n_merges)
        assert_equal(submission.train_bpe(words, n_merges), learn(words, n_merges), what="the merges")
    # When (e, s) is merged there is a word (ne, st</w>), in whose spelling e and s are neighbours too.
    endings = {"ne": "ABCDEF", "st": "GHIJK", "es": "LMNO"}
    words = {part + last: 9 for part, letters in endings.items() for last in letters} | {"nestP": 10, "nestQ": 10}
    expected = [("n", "e"), ("s", "t"), ("e", "s"), ("ne", "st")]
    words = shuffled(rng, words)
    assert_equal(submission.train_bpe(words, 4), expected, what="the merges")


@pytest.mark.points(15)
def test_ties_go_to_the_smallest_pair(submission, rng):
    """Of pairs with the same count the smallest is merged: left symbols first, by code point, then the right ones."""
    # Each pair stands in two words, with a last letter that no other word has: no other pair is as frequent, and a
    # merge changes no other count.
    for pairs in [
        ["st", "es", "ts"],
        ["bc", "ba", "Bd", "\u00e9a"],
        ["zz", "ab", "az", ".a"],
        ["  ", " b"],  # written with a space between them, the pairs would come in another order
        list(random_words(rng, "abcd", 12, 2)),
    ]:
        pairs = [pair for pair in pairs if len(pair) == 2]
        words = {pair + chr(0x410 + 2 * i + k): 3 for i, pair in enumerate(pairs) for k in (0, 1)}
        table = shuffled(rng, words)
        expected = learn(words, len(pairs))
        assert_equal(submission.train_bpe(table, len(pairs)), expected, what="the merges")
        backwards = dict(reversed(table.items()))
        assert_equal(submission.train_bpe(backwards, len(pairs)), expected, what="the merges")


@pytest.mark.points(10)
def test_runs_of_one_letter(submission, rng):
    """In a run of equal letters a pair counts at every position, and merging goes from left to right."""
    expected = [("a", "a"), ("aa", "a")]
    assert_equal(submission.train_bpe({"aaab": 1, "aaac": 1}, 2), expected, what="the merges")
    assert_equal(submission.train_bpe({"bc": 1, "aaa": 1}, 1), [("a", "a")], what="the merges")
    while not (expected := learn(words := {"a" * int(k): 1 for k in rng.integers(1, 12, 6)}, 1, unique=True)):
        pass
    assert_equal(submission.train_bpe(words, 1), expected, what="the merges")


@pytest.mark.points(10)
def test_training_stops_when_no_pair_is_left(submission, rng):
    """n_merges is the most that is learned; pairs that occur once are merged too, until every word is one symbol."""
    words = shuffled(rng, {"ab": 5, "b": 2, "d": 5, "cd": 1})
    expected = [("b", END), ("d", END), ("a", "b</w>"), ("c", "d</w>")]
    for n_merges in (100, 4, 3, 1, 0):
        result = submission.train_bpe(words, n_merges)
        assert_equal(result, expected[:n_merges], what=f"the merges with n_merges={n_merges}")
    assert_equal(submission.train_bpe({}, 5), [], what="the merges of an empty corpus")


@pytest.mark.points(15)
def test_pairs_below_min_count_are_not_merged(submission, rng):
    """Training stops before a pair whose count is below min_count; a count that is equal to it is enough."""
    # Each word has a last letter of its own, so that no other pair occurs twice, and occurs once.
    parts = {"ab": "ABCDEF", "cd": "GHIJ", "ef": "KL"}
    words = {part + letter: 1 for part, letters in parts.items() for letter in letters}
    expected = [("a", "b"), ("c", "d"), ("e", "f")]
    for min_count, n_learned in [(7, 0), (6, 1), (5, 1), (4, 2), (3, 2), (2, 3)]:
        result = submission.train_bpe(shuffled(rng, words), 9, min_count=min_count)
        assert_equal(result, expected[:n_learned], what=f"the merges with min_count={min_count}")


@pytest.mark.points(15)
def test_the_vocabulary_is_the_alphabet_and_the_merged_symbols(submission, rng):
    """First all characters and the end marker, sorted, then the symbol of each merge in the order of the merges."""
    words = shuffled(rng, {"newest": 6, "Widest": 3, "low": 5, "\u00e9~ 1": 2})
    expected = [" ", "1", END, *"Wdeilnostw~\u00e9"]
    assert_equal(submission.bpe_vocabulary(words, []), expected, what="the vocabulary")
    merges = [("e", "s"), ("es", "t"), ("w", "es"), ("n", "e"), ("t", END)]
    expected += ["es", "est", "wes", "ne", "t</w>"]
    assert_equal(submission.bpe_vocabulary(words, merges), expected, what="the vocabulary")
    assert_equal(submission.bpe_vocabulary({}, []), [END], what="the vocabulary of an empty corpus")
