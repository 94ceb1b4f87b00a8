"""Grades `next_sentence_pairs`: lengths after truncation in closed form, and drawn pairs against their exact law."""

import numpy as np
import pytest

from kata.testing import assert_distribution, assert_equal, new_seed


def kept(m, n, n_max):
    """How many tokens of either sentence are left: both are cut down to the same length before they share the rest."""
    if m + n <= n_max:
        return m, n
    if min(m, n) <= n_max // 2:
        return (n_max - n, n) if m > n else (m, n_max - m)
    return n_max - n_max // 2, n_max // 2


def sentences(rng, m, n):
    tokens = rng.permutation(np.arange(10, 10 + m + n)).tolist()
    return tokens[:m], tokens[m:]


@pytest.mark.points(14)
def test_the_tokens_of_a_pair(submission, rng):
    """[CLS], the first sentence, [SEP], the second sentence, [SEP]."""
    for m, n in [(3, 2), (1, 4), tuple(rng.integers(2, 7, size=2).tolist())]:
        first, second = sentences(rng, m, n)
        tokens = submission.encode_pair(first, second, 40, cls_id=3, sep_id=5)[0]
        assert_equal(tokens, [3, *first, 5, *second, 5], what="the tokens")


@pytest.mark.points(16)
def test_the_segments_of_a_pair(submission, rng):
    """[CLS], the first sentence and its [SEP] are segment 0, the second sentence and its [SEP] segment 1."""
    for m, n in [(3, 2), (1, 4), tuple(rng.integers(2, 7, size=2).tolist())]:
        segments = submission.encode_pair(*sentences(rng, m, n), 40, cls_id=3, sep_id=5)[1]
        assert_equal(segments, [0] * (m + 2) + [1] * (n + 1), what="the segments")


@pytest.mark.points(20)
def test_the_longer_sentence_is_cut(submission, rng):
    """Tokens are taken from the end of the longer sentence, one at a time, until both fit together."""
    drawn = int(rng.integers(1, 5))
    cases = [(7, 2, 6), (2, 7, 6), (6, 4, 6), (8, 5, 6), (6, 1, 3), (drawn + 4, drawn, 2 * drawn + 1)]  # no ties decide
    for m, n, n_max in cases:
        first, second = sentences(rng, m, n)
        p, q = kept(m, n, n_max)
        what = f"the sentences of {m} and {n} tokens, cut to {n_max},"
        assert_equal(submission.truncate_pair(first, second, n_max), (first[:p], second[:q]), what=what)


@pytest.mark.points(6)
def test_short_pairs_stay_whole(submission, rng):
    """Two sentences that fit are left as they are, also when they fit exactly."""
    for m, n, n_max in [(3, 4, 7), (2, 1, 9)]:
        first, second = sentences(rng, m, n)
        assert_equal(submission.truncate_pair(first, second, n_max), (first, second), what="the sentences")


@pytest.mark.points(6)
def test_ties_cut_the_second_sentence(submission, rng):
    """When both sentences are equally long, the second one loses a token."""
    for m, n, n_max, right in [
        (4, 4, 7, (4, 3)),
        (5, 3, 5, (3, 2)),
        (2, 6, 3, (2, 1)),
        (1, 1, 1, (1, 0)),
        (2, 2, 0, (0, 0)),
    ]:
        first, second = sentences(rng, m, n)
        found = submission.truncate_pair(first, second, n_max)
        assert_equal(found, (first[: right[0]], second[: right[1]]), what=f"the sentences of {m} and {n} tokens")


@pytest.mark.points(10)
def test_the_special_tokens_count(submission, rng):
    """An encoded pair has at most n_max tokens, [CLS] and both [SEP] included, and none is cut that would fit."""
    for m, n, n_max in [(6, 2, 9), (3, 8, 10), (4, 2, 9)]:
        first, second = sentences(rng, m, n)
        p, q = kept(m, n, n_max - 3)
        tokens, segments = submission.encode_pair(first, second, n_max, cls_id=3, sep_id=5)
        assert_equal(tokens, [3, *first[:p], 5, *second[:q], 5], what=f"the tokens with n_max={n_max}")
        assert_equal(len(segments), p + q + 3, what="the number of segments")


# Documents of three, one and thirty sentences.
DOCUMENTS = [[[1], [2, 2], [3]], [[4]], [[i] for i in range(5, 35)]]
FIRST = [sentence for document in DOCUMENTS for sentence in document[:-1]]
NEXT = [sentence for document in DOCUMENTS for sentence in document[1:]]


@pytest.mark.points(10)
def test_a_pair_for_each_sentence_with_a_next_one(submission, rng):
    """Each sentence but the last of its document is the first of one pair, in order; true pairs hold the next one."""
    generator = submission.random(new_seed(rng))
    found = [pair for _ in range(2) for pair in submission.next_sentence_pairs(DOCUMENTS, generator)]
    assert_equal([first for first, _, _ in found], 2 * FIRST, what="the first sentences")
    wrong_type = [follows for _, _, follows in found if not isinstance(follows, bool)]
    assert not wrong_type, "the label should be True or False."
    right = [right for (_, _, follows), right in zip(found, 2 * NEXT, strict=True) if follows]
    seconds = [second for _, second, follows in found if follows]
    assert_equal(seconds, right, what="the second sentences of the true pairs")


@pytest.mark.points(18)
def test_half_of_the_pairs_are_true(submission, rng):
    """With probability 1/2 a pair is true, else its second sentence is any one of the other documents, all alike."""
    generator = submission.random(new_seed(rng))
    draws = [submission.next_sentence_pairs(DOCUMENTS, generator) for _ in range(15)]
    pairs = [list(pair) for draw in draws for pair in draw]
    assert_equal(len(pairs), 465, what="the number of pairs")
    seed = new_seed(rng)
    short = [[[i] for i in range(1, 14)], [[20], [21]], [[30], [31], [32]]]
    found = [submission.next_sentence_pairs(short, submission.random(seed)) for _ in range(2)]
    different = {str([list(pair) for pair in one]) for one in found}
    assert len(different) == 1, "two generators in the same state give different pairs: all chance comes from rng."
    n_true = sum(bool(follows) for _, _, follows in pairs)
    assert_distribution([n_true, 465 - n_true], [0.5, 0.5], what="true and wrong pairs")
    for document, rows, frequent in ((2, range(2, 31), (0, 1)), (0, range(2), (2,))):
        others = [sentence for i in range(3) if i != document for sentence in DOCUMENTS[i]]
        wrong = [str(second) for k, (_, second, follows) in enumerate(pairs) if k % 31 in rows and not follows]
        counts = [wrong.count(str(sentence)) for sentence in others]
        what = f"the second sentences of wrong pairs of document {document}"
        assert sum(counts) == len(wrong), f"some of {what} are of that document itself."
        unseen = [i for i in frequent if not any(str(one) in wrong for one in DOCUMENTS[i])]
        assert not unseen, f"none of {what} is of document {unseen[0]}."
        assert_distribution(counts, [1 / len(others)] * len(others), what=what)
