"""Grades `unigram_train`: all segmentations of all words, one by one, as the rows of a matrix of counts."""

import math
from itertools import pairwise, product

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal


class Corpus:
    """Every segmentation into known pieces: how often it uses each piece, and the word that it belongs to."""

    def __init__(self, words, pieces):
        self.pieces = list(pieces)
        place = {piece: i for i, piece in enumerate(self.pieces)}
        rows, self.owner = [], []
        for number, word in enumerate(words):
            for cuts in product([False, True], repeat=len(word) - 1):
                borders = [0, *(i + 1 for i, cut in enumerate(cuts) if cut), len(word)]
                parts = [word[i:j] for i, j in pairwise(borders)]
                if all(part in place for part in parts):
                    rows.append(np.bincount([place[part] for part in parts], minlength=len(place)))
                    self.owner.append(number)
        self.uses = np.array(rows, dtype=float)
        self.frequency = np.array(list(words.values()), dtype=float)

    def estimate(self, log_probs, without=None):
        """(expected counts, L); pieces that aren't in `log_probs` have the probability 0."""
        values = np.array([log_probs.get(piece, 0.0) for piece in self.pieces])
        gone = np.array([piece not in log_probs or piece == without for piece in self.pieces])
        p = np.exp(self.uses @ values) * (self.uses[:, gone].sum(axis=1) == 0)
        total = np.bincount(self.owner, p, minlength=len(self.frequency))
        share = p / total[self.owner] * self.frequency[self.owner]
        counts = dict(zip(self.pieces, (share @ self.uses).tolist(), strict=True))
        return {piece: counts[piece] for piece in log_probs}, float(self.frequency @ np.log(total))

    def em(self, log_probs):
        counts, _ = self.estimate(log_probs)
        total = sum(counts.values())
        return {piece: math.log(count / total) for piece, count in counts.items() if count}

    def losses(self, log_probs):
        _, whole = self.estimate(log_probs)
        return {piece: whole - self.estimate(log_probs, piece)[1] for piece in log_probs if len(piece) > 1}

    def train(self, log_probs, vocab_size, shrink, n_em):
        """(vocabulary, the smallest gap between a piece that went and one that stayed)"""
        gap = math.inf
        while True:
            for _ in range(n_em):
                log_probs = self.em(log_probs)
            losses = self.losses(log_probs)
            if len(log_probs) <= vocab_size or not losses:
                return log_probs, gap
            n_gone = len(log_probs) - max(vocab_size, int(shrink * len(log_probs)))
            ranked = sorted(losses, key=losses.get)
            if n_gone < len(ranked):
                gap = min(gap, losses[ranked[n_gone]] - losses[ranked[n_gone - 1]])
            log_probs = {piece: log_probs[piece] for piece in log_probs if piece not in ranked[:n_gone]}


def random_words(rng, letters, n_words, longest):
    words = {}
    while len(words) < n_words:
        picks = rng.integers(0, len(letters), int(rng.integers(2, longest + 1))).tolist()
        words["".join(letters[i] for i in picks)] = int(rng.integers(1, 30))
    return words


def random_vocabulary(rng, words, n_pieces):
    """All characters and random parts of the words, in random order, not normalised."""
    pieces = {letter for word in words for letter in word}
    parts = sorted(
        {word[i:j] for word in words for i in range(len(word)) for j in range(i + 2, min(i + 5, len(word) + 1))}
    )
    pieces = [*sorted(pieces), *(parts[i] for i in rng.permutation(len(parts))[:n_pieces].tolist())]
    return {pieces[i]: float(rng.uniform(-4, -1)) for i in rng.permutation(len(pieces)).tolist()}


def uniform(words, n_letters):
    """All parts of the words up to a length, each as probable as the others."""
    parts = {
        word[i:j] for word in words for i in range(len(word)) for j in range(i + 1, min(i + n_letters, len(word)) + 1)
    }
    return dict.fromkeys(sorted(parts), -math.log(len(parts)))


def log_shares(counts):
    """The logarithm of each count's share, without the counts of 0."""
    total = sum(map(float, counts.values()))
    return {piece: math.log(float(count) / total) for piece, count in counts.items() if float(count)}


@pytest.mark.points(15)
def test_expected_counts_sum_over_all_segmentations(submission, rng):
    """A piece counts in each segmentation as often as it stands there, times the probability of that segmentation."""
    a, b, ab = -1.0, -1.5, -2.0
    share = 1 / (1 + math.exp(a + b - ab))
    counts, _ = submission.expected_counts({"ab": 1}, {"a": a, "b": b, "ab": ab})
    assert_close(counts, {"a": 1 - share, "b": 1 - share, "ab": share}, what="the counts")
    word = "".join("abb"[i] for i in rng.integers(0, 3, 7).tolist())
    log_probs = random_vocabulary(rng, [word], 8)
    counts, _ = submission.expected_counts({word: 1}, log_probs)
    assert_close(counts, Corpus({word: 1}, log_probs).estimate(log_probs)[0], what=f"the counts of {word!r}")


@pytest.mark.points(5)
def test_words_count_with_their_frequency(submission, rng):
    """The counts of a word are multiplied by its frequency, and pieces that no segmentation uses have 0."""
    # Each word has one segmentation, of probability 1, so that only the frequencies matter.
    n, m = rng.integers(2, 30, 2).tolist()
    log_probs = {"a": 0.0, "b": 0.0, "c": 0.0, "ax": -1.0, "cxb": -2.0}
    counts, _ = submission.expected_counts({"ab": n, "cbb": m, "c": 1}, log_probs)
    expected = {"a": n, "b": n + 2 * m, "c": m + 1, "ax": 0, "cxb": 0}
    assert_close(counts, {piece: float(count) for piece, count in expected.items()}, what="the counts")
    assert_equal(submission.expected_counts({}, {"a": -1.0, "aa": -2.0}), ({"a": 0.0, "aa": 0.0}, 0.0))


@pytest.mark.points(10)
def test_the_likelihood_sums_over_segmentations(submission, rng):
    """L is the sum of frequency times log P over the words, and P sums over all segmentations of the word."""
    words = random_words(rng, "abc", 6, 6)
    log_probs = random_vocabulary(rng, words, 8)
    for some in (dict(list(words.items())[:1]), words):
        _, likelihood = submission.expected_counts(some, log_probs)
        assert_close(likelihood, Corpus(some, log_probs).estimate(log_probs)[1], what="L")


@pytest.mark.points(5)
def test_words_without_a_segmentation_are_refused(submission):
    """A word that can't be cut into pieces raises ValueError; where other pieces serve, no characters are needed."""
    log_probs = {"ab": 0.0, "ca": 0.0, "b": 0.0}
    counts, _ = submission.expected_counts({"abcab": 1, "cab": 1}, log_probs)  # ab ca b and ca b
    assert_close(counts, {"ab": 1.0, "ca": 2.0, "b": 2.0}, what="the counts")
    for word in ("abx", "cb"):
        with pytest.raises(ValueError):
            submission.expected_counts({"b": 1, word: 1}, log_probs)
        with pytest.raises(ValueError):
            submission.em_step({"b": 1, word: 1}, log_probs)


@pytest.mark.points(10)
def test_em_makes_shares_of_the_counts(submission, rng):
    """A step of EM makes each piece's log-probability the logarithm of its share of all counts; unused pieces go."""
    new = submission.em_step({"ab": 1, "cbb": 1, "c": 1}, {"a": 0.0, "b": 0.0, "c": 0.0, "ax": -1.0, "x": -3.0})
    assert_close(new, {"a": math.log(1 / 6), "b": math.log(3 / 6), "c": math.log(2 / 6)}, what="the vocabulary")
    # Judged beside the answer's own counts: how these are taken is what other tests are about.
    words = random_words(rng, "abc", 5, 6)
    log_probs = random_vocabulary(rng, words, 9) | {"ax": -1.0, "x": -3.0}
    piece = next(piece for piece in log_probs if len(piece) > 1 and piece != "ax")
    log_probs[piece] = -40.0  # hardly ever used, but used
    counts, _ = submission.expected_counts(words, log_probs)
    assert_equal(sorted(counts), sorted(log_probs), what="the pieces that have counts")
    assert_close(submission.em_step(words, log_probs), log_shares(counts), what="the vocabulary")


@pytest.mark.points(15)
def test_losses_compare_the_likelihood_with_and_without(submission, rng):
    """The loss of a piece is L minus L without it, with the other log-probabilities as they are."""
    for letters in ("ab", "abcd"):
        words = random_words(rng, letters, 5, 6)
        log_probs = random_vocabulary(rng, words, 8)
        losses = submission.removal_losses(words, log_probs)
        assert_close(losses, Corpus(words, log_probs).losses(log_probs), atol=1e-7, what="the losses")


@pytest.mark.points(5)
def test_losses_are_those_of_longer_pieces(submission, rng):
    """Single characters have no loss, and a piece that occurs in no word has the loss 0."""
    words = random_words(rng, "abc", 4, 5)
    log_probs = {"a": -1.0, "b": -2.0, "c": -1.5, "x": -2.5, "xa": -3.0, "ccccccc": -1.0}
    assert_close(submission.removal_losses(words, log_probs), {"xa": 0.0, "ccccccc": 0.0}, atol=1e-9, what="the losses")
    assert_equal(submission.removal_losses({}, {"a": -1.0, "aa": -2.0}), {"aa": 0.0}, what="the losses without words")


@pytest.mark.points(5)
def test_training_prunes_in_rounds(submission, rng):
    """Each round keeps max(vocab_size, int(shrink * size)) pieces, those with the greatest losses, and EM follows."""
    for options in ({"shrink": 0.6, "n_em": 1}, {}, {"shrink": 0.7, "n_em": 1}):
        shrink, n_em = options.values() or (0.75, 2)
        gap = 0.0
        while gap < 1e-4:  # so that no rounding decides what goes
            words = random_words(rng, "abc", 5, 5)
            seed = uniform(words, 3)
            vocab_size = len(seed) // 2 + 1
            if shrink == 0.7:  # one round that keeps int(shrink * size), which no other rounding gives
                vocab_size = int(0.7 * len(seed))
                if 0.7 * len(seed) - vocab_size < 0.55:
                    continue
            expected, gap = Corpus(words, seed).train(seed, vocab_size, shrink, n_em)
        result = submission.train_unigram(words, seed, vocab_size, **options)
        assert_equal(sorted(result), sorted(expected), what="the pieces that are left")
        assert_close(result, expected, atol=1e-7, what="the vocabulary")


@pytest.mark.points(10)
def test_the_smallest_losses_go_not_the_smallest_counts(submission):
    """A piece that is used often goes before a rarer one if the corpus can do without it."""
    words = {"cbbc": 14, "cca": 9, "bc": 15, "aabb": 2, "cbcc": 20}
    seed = uniform(words, 3)
    result = submission.train_unigram(words, seed, 9)
    # By count, cbb would stay and aab go.
    expected, _ = Corpus(words, seed).train(seed, 9, 0.75, 2)
    assert_equal(sorted(result), sorted(expected), what="the pieces that are left")


@pytest.mark.points(5)
def test_losses_are_taken_after_em(submission):
    """What a round removes is decided by the probabilities that EM has learned by then, not by those of the seed."""
    words = {"ab": 50, "cd": 5, "a": 3, "b": 3, "c": 9, "d": 9}
    seed = {"a": -1.5, "b": -1.5, "c": -4.0, "d": -4.0, "ab": -4.0, "cd": -1.0}
    result = submission.train_unigram(words, seed, 5, n_em=4)
    assert_equal(sorted(result), ["a", "ab", "b", "c", "d"], what="the pieces that are left")


@pytest.mark.points(5)
def test_equal_losses(submission, rng):
    """Of the pieces with equal losses the smallest strings are removed."""
    n = int(rng.integers(2, 20))
    pieces = ["a", "b", "c", "d", "ab", "cd"]
    for order in (rng.permutation(6).tolist(), range(6), range(5, -1, -1)):
        seed = {pieces[i]: -2.0 for i in order}
        result = submission.train_unigram({"cd": n, "ab": n}, seed, 5)
        assert_equal(sorted(result), ["a", "b", "c", "cd", "d"], what="the pieces that are left")


@pytest.mark.points(5)
def test_training_ends(submission, rng):
    """A vocabulary that is small enough only gets its EM; one that can't be small enough ends as single characters."""
    words = random_words(rng, "abcd", 5, 5)
    seed = random_vocabulary(rng, words, 6)
    seed |= {"x": -1.5, "y": -0.5}  # which no word has
    expected = submission.em_step(words, submission.em_step(words, seed))
    for vocab_size in (len(seed), len(seed) + 5):
        result = submission.train_unigram(words, seed, vocab_size)
        assert_close(result, expected, what=f"the vocabulary with vocab_size={vocab_size}")
    letters = sorted({letter for word in words for letter in word})
    for vocab_size in (1, len(letters)):
        result = submission.train_unigram(words, seed, vocab_size, shrink=0.5, n_em=1)
        assert_equal(sorted(result), letters, what=f"the pieces that are left with vocab_size={vocab_size}")


@pytest.mark.points(5)
def test_long_words(submission):
    """A word of hundreds of characters, whose probability underflows, has finite counts and a finite likelihood."""
    # With p(a) = 2 / 64 and p(aa) = 8 / 64^2, P of n letters is ways[n] / 64^n, in whole numbers.
    n, ways = 320, [1, 2]
    while len(ways) <= n:
        ways.append(2 * ways[-1] + 8 * ways[-2])
    pairs = sum(ways[i] * 8 * ways[n - 2 - i] for i in range(n - 1)) / ways[n]
    counts, likelihood = submission.expected_counts({"a" * n: 3}, {"a": math.log(2 / 64), "aa": math.log(8 / 64**2)})
    assert_close(counts, {"a": 3 * (n - 2 * pairs), "aa": 3 * pairs}, rtol=1e-8, what="the counts")
    counts, _ = submission.expected_counts({"ab" * 20: 3}, {"a": -1.0, "b": -1.0, "ab" * 20: -40.0})
    assert_close(counts, {"a": 30.0, "b": 30.0, "ab" * 20: 1.5}, what="the counts of a long piece")
    assert_close(likelihood, 3 * (math.log(ways[n]) - n * math.log(64)), what="L")
