"""Grades `unigram_viterbi`: all segmentations of short texts one by one, and a sweep from the right for long ones."""

from itertools import pairwise, product

import pytest

from kata.testing import assert_close, assert_equal

# The longest piece of most vocabularies occurs in no text, so that only one test is about how far back pieces begin.
UNUSED = {"queue": -2.25}


def cost(piece, log_probs, penalty):
    """The log-probability of a piece, or None."""
    if piece in log_probs:
        return log_probs[piece]
    return min(log_probs.values()) - penalty if len(piece) == 1 else None


def all_scores(text, log_probs, penalty=10.0):
    """The score of every segmentation, falling: for each set of borders, the sum over the pieces between them."""
    scores = []
    for cuts in product([False, True], repeat=max(len(text) - 1, 0)):
        borders = [0, *(i + 1 for i, cut in enumerate(cuts) if cut), len(text)]
        pieces = [text[i:j] for i, j in pairwise(borders) if text]
        costs = [cost(piece, log_probs, penalty) for piece in pieces]
        if None not in costs:
            scores.append(sum(costs))
    return sorted(scores, reverse=True)


def scores_from_the_right(text, log_probs, n, penalty=10.0):
    """The n best scores, by a sweep over the beginnings."""
    longest = max(len(piece) for piece in log_probs)
    rest = {len(text): [0.0]}
    for i in range(len(text) - 1, -1, -1):
        found = []
        for j in range(i + 1, min(i + longest, len(text)) + 1):
            own = cost(text[i:j], log_probs, penalty)
            if own is not None:
                found += [own + score for score in rest[j]]
        rest[i] = sorted(found, reverse=True)[:n]
    return rest[0]


def check_ways(ways, scores, text, log_probs, penalty=10.0):
    """These ways have exactly these scores, are what they say, and differ: then, ties or not, they are right."""
    assert_equal(len(ways), len(scores), what=f"the number of segmentations of {text[:40]!r}")
    assert_close([way[1] for way in ways], scores, what=f"the scores of the segmentations of {text[:40]!r}")
    for pieces, score in ways:
        what = f"the pieces {pieces[:12]} of {text[:40]!r}"
        assert_equal("".join(pieces), text, what=f"the joined text of {what}")
        costs = [cost(piece, log_probs, penalty) for piece in pieces]
        assert None not in costs, f"{what} hold one that is neither in the vocabulary nor a single character"
        assert_close(score, float(sum(costs)), what=f"the score given with {what}")
    assert len({tuple(pieces) for pieces, _ in ways}) == len(ways), f"a segmentation of {text[:40]!r} comes twice"


def check_best(submission, text, log_probs, **penalty):
    scores = (all_scores if len(text) < 10 else lambda *args: scores_from_the_right(*args[:2], 1, *args[2:]))(
        text, log_probs, *penalty.values()
    )
    best = submission.best_segmentation(text, log_probs, *penalty.values())
    check_ways([best], scores[:1], text, log_probs, *penalty.values())


def random_text(rng, letters, n):
    return "".join(letters[i] for i in rng.integers(0, len(letters), n).tolist())


def random_vocabulary(rng, letters, n_pieces, longest):
    """Log-probabilities that get lower with the length, but not by the same amount for each letter."""
    pieces = set(letters)
    while len(pieces) < n_pieces:
        pieces.add(random_text(rng, letters, int(rng.integers(2, longest + 1))))
    drawn = {piece: float(rng.uniform(-4, -2)) - 1.5 * len(piece) * float(rng.random()) for piece in sorted(pieces)}
    return drawn | UNUSED


@pytest.mark.points(15)
def test_the_best_segmentation_has_the_highest_sum(submission, rng):
    """Of all segmentations the one with the highest sum of log-probabilities is taken."""
    log_probs = {"a": -2.0, "b": -2.5, "c": -3.0, "ab": -4.0, "bc": -3.5, "abc": -7.0, "abcab": -7.5, "ca": -9.0}
    # The first has a way of its own for the largest sum, the smallest, the best mean, the fewest pieces, and for greed.
    for text in ("cabc", "abc", "abcab", "cab", "aabc"):
        check_best(submission, text, log_probs)
    log_probs = random_vocabulary(rng, "abc", 16, 4)
    for n in (1, 8):
        check_best(submission, random_text(rng, "abc", n), log_probs)


@pytest.mark.points(10)
def test_an_early_piece_may_have_to_be_short(submission, rng):
    """What looks best at the beginning loses if it leaves only improbable pieces behind."""
    log_probs = {
        "u": -8.0,
        "n": -8.0,
        "un": -3.0,
        "uns": -2.0,
        "su": -9.0,
        "see": -2.5,
        "e": -7.0,
        "s": -7.5,
        "ee": -9.0,
    } | UNUSED
    expected = (["un", "see", "n"], -13.5)
    assert_close(submission.best_segmentation("unseen", log_probs), expected)
    assert_close(submission.best_segmentation("uns", log_probs), (["uns"], -2.0))
    # A space is a character like any other, and letters are compared as they are.
    log_probs = {" a": -1.0, "a": -3.0, " ": -2.5, "A": -0.5, "a ": -0.25}
    assert_close(submission.best_segmentation("a aA ", log_probs), (["a ", "a", "A", " "], -6.25))


@pytest.mark.points(15)
def test_unknown_characters_cost_more_than_any_piece(submission, rng):
    """A character that isn't a piece has the lowest log-probability of the vocabulary minus the penalty."""
    low, penalty = float(rng.uniform(-9, -6)), float(rng.uniform(0.5, 5))
    log_probs = {"a": -1.0, "ab": low, "b": -2.0}
    for cost_of_one, arguments in [(low - penalty, [penalty]), (low, [0.0]), (low - 10.0, [])]:
        best = submission.best_segmentation("axba", log_probs, *arguments)
        assert_close(best, (["a", "x", "b", "a"], cost_of_one - 4.0))
        ways = submission.n_best_segmentations("xb", log_probs, 1, *arguments)
        assert_close(ways, [(["x", "b"], cost_of_one - 2.0)])


@pytest.mark.points(10)
def test_unknown_characters_stand_alone(submission, rng):
    """Each unknown character is a piece of its own and costs its log-probability anew."""
    # Only the pieces are compared: what an unknown character costs has a test of its own.
    log_probs = {"ab": -2.0, "a": -3.0} | UNUSED
    for text, pieces in [("ab12?ab", ["ab", "1", "2", "?", "ab"]), ("\u6771\u4eac", ["\u6771", "\u4eac"])]:
        best, _ = submission.best_segmentation(text, log_probs, unknown_penalty=1.5)
        assert_equal(best, pieces, what=f"the pieces of {text!r}")
    best, _ = submission.best_segmentation("b", {"ab": -2.0} | UNUSED, unknown_penalty=1.5)
    assert_equal(best, ["b"], what="the pieces of 'b'")


@pytest.mark.points(10)
def test_a_long_piece_may_cover_an_unknown_character(submission, rng):
    """A piece that holds a character without a piece of its own and that character by itself are both tried."""
    # Whichever piece the penalty is taken from, these are the best ways.
    log_probs = {"a": -2.0, "b": -2.0, "xb": -2.5, "c": -2.0, "d": -2.0, "bcd": -2.0} | UNUSED
    for text, penalty, pieces in [
        ("axb", 5.0, ["a", "xb"]),
        ("axbcd", 0.5, ["a", "x", "bcd"]),  # xb covers the x, but leaves c and d behind
        ("axbcd", 30.0, ["a", "xb", "c", "d"]),
    ]:
        best, _ = submission.best_segmentation(text, log_probs, penalty)
        assert_equal(best, pieces, what=f"the pieces of {text!r} with unknown_penalty={penalty}")


@pytest.mark.points(10)
def test_long_texts(submission, rng):
    """A text of more than a thousand characters is segmented at once, and its tiny probability doesn't underflow."""
    log_probs = random_vocabulary(rng, "abcd", 30, 4)
    log_probs |= {"dabcdabc": -60.0}  # the longest that fits, and much too improbable
    check_best(submission, random_text(rng, "abcd", 150) + "dabcdabc", log_probs)
    pairs = {"a": -1.0, "b": -1.25, "ab": -1.5}
    check_ways([submission.best_segmentation("ab" * 600, pairs)], [-900.0], "ab" * 600, pairs)
    long = random_text(rng, "abcd", 40)  # a piece may be long, too
    log_probs |= {long: -5.0, "q" * 41: -5.0}
    check_best(submission, random_text(rng, "abcd", 20) + long + random_text(rng, "abcd", 20), log_probs)


@pytest.mark.points(15)
def test_the_n_best_in_falling_order(submission, rng):
    """The n segmentations with the highest scores come, the best first."""
    fixed = {"a": -2.0, "b": -2.5, "c": -3.0, "ab": -4.0, "bc": -3.75, "abc": -7.0, "ca": -9.0} | UNUSED
    for text, log_probs in [("abcabc", fixed), (random_text(rng, "abc", 7), random_vocabulary(rng, "abc", 14, 3))]:
        scores = all_scores(text, log_probs)
        for n in (2, min(5, len(scores))):
            ways = submission.n_best_segmentations(text, log_probs, n)
            check_ways(ways, scores[:n], text, log_probs)


@pytest.mark.points(5)
def test_no_segmentation_comes_twice(submission, rng):
    """Segmentations with the same score are all different: a a aa, a aa a and aa a a."""
    log_probs = {"a": -3.25, "aa": -4.5, "aaa": -6.0} | UNUSED
    scores = all_scores("aaaaa", log_probs)
    for n in (4, 9, len(scores)):
        check_ways(submission.n_best_segmentations("aaaaa", log_probs, n), scores[:n], "aaaaa", log_probs)


@pytest.mark.points(5)
def test_all_of_them_if_there_are_fewer_than_n(submission, rng):
    """A text with fewer than n segmentations gives all; an empty one has a single one, without pieces, of score 0."""
    log_probs = {"a": -1.0, "ab": -2.5, "b": -2.0, "bc": -3.0, "c": -4.0} | UNUSED
    for text in ("abc", "ca", "a"):
        ways = submission.n_best_segmentations(text, log_probs, 40, unknown_penalty=3.0)
        check_ways(ways, all_scores(text, log_probs, 3.0), text, log_probs, 3.0)
    assert_close(submission.n_best_segmentations("", log_probs, 3), [([], 0.0)])
    assert_close(submission.best_segmentation("", log_probs), ([], 0.0))


@pytest.mark.points(5)
def test_the_n_best_of_a_long_text(submission, rng):
    """The n best of a text of hundreds of characters are found too."""
    log_probs = random_vocabulary(rng, "abc", 14, 3)
    text = random_text(rng, "abc", 80)
    ways = submission.n_best_segmentations(text, log_probs, 3)
    check_ways(ways, scores_from_the_right(text, log_probs, 3), text, log_probs)
