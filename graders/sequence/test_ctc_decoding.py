"""Grades `ctc_decoding`: the oracle carries every single alignment along, and sorts them by what they collapse to."""

from itertools import groupby
from math import exp, isinf, log

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal

# A narrow beam drops what all alignments together would have made the winner.
NARROW = [[log(p) for p in row] for row in ([0.4, 0.35, 0.25], [0.45, 0.15, 0.4], [0.3, 0.2, 0.5], [0.25, 0.45, 0.3])]
# Each wrong rule of pruning, and each wrong sum, keeps other prefixes here.
TELLING = [[log(p) for p in row] for row in ([0.25, 0.3, 0.45], [0.35, 0.6, 0.05], [0.3, 0.3, 0.4], [0.05, 0.9, 0.05])]


def collapse(alignment):
    return tuple(symbol for symbol, _ in groupby(alignment) if symbol != 0)


def add(values):
    top = max(values)
    return top + log(sum(exp(value - top) for value in values))


def beam(log_probs, width):
    """All kept alignments, each written out with its log-probability."""
    alignments = [((), 0.0)]
    kept = [((), 0.0)]
    for row in log_probs:
        alignments = [((*a, k), score + p) for a, score in alignments for k, p in enumerate(row)]
        of = {}
        for alignment, score in alignments:
            of.setdefault(collapse(alignment), []).append(score)
        totals = {prefix: add(scores) for prefix, scores in of.items()}
        kept = sorted(totals.items(), key=lambda item: -item[1])[:width]
        names = {prefix for prefix, _ in kept}
        alignments = [(a, score) for a, score in alignments if collapse(a) in names]
    return kept


def draw(rng, steps, symbols):
    """Frames without ties, and not too sure of anything."""
    logits = rng.normal(size=(steps, symbols))
    return (logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)).tolist()


def check_beam(submission, log_probs, width):
    found = submission.ctc_beam_search([list(row) for row in log_probs], width)
    found = [(list(labels), float(score)) for labels, score in found]
    while len(found) > 1 and isinf(found[-1][1]):  # transcripts without an alignment may stand last
        found.pop()
    expected = beam(log_probs, width)
    assert_equal([labels for labels, _ in found], [list(p) for p, _ in expected], what="the transcripts in order")
    scores = [score for _, score in found]
    assert_close(scores, [s for _, s in expected], rtol=1e-9, atol=1e-12, what="their log-probabilities")


@pytest.mark.points(14)
def test_greedy_takes_the_best_symbol_of_each_frame(submission, rng):
    """The most probable symbols, with runs made one and blanks taken out."""
    assert_equal(submission.ctc_greedy([[-2.0, -0.5, -1.5], [-3.0, -1.0, -0.5], [-0.25, -2.0, -2.5]]), [1, 2])
    assert_equal(submission.ctc_greedy([[-2.0, -1.5, -0.5], [-3.0, -1.0, -0.5], [-2.25, -0.5, -2.5]]), [2, 1])
    order = [int(k) for k in rng.permutation(4)]
    frames = [[-0.25 if k == symbol else -2.0 - 0.1 * k for k in range(4)] for symbol in order]
    assert_equal(submission.ctc_greedy(frames), [symbol for symbol in order if symbol != 0])


@pytest.mark.points(10)
def test_a_blank_separates_equal_labels(submission):
    """Runs are merged before blanks go: a label after a blank is a new one, even if it is the same."""
    frames = [[-0.25 if k == symbol else -2.0 for k in range(3)] for symbol in (2, 2, 0, 2, 1, 1, 0, 0, 1, 2)]
    assert_equal(submission.ctc_greedy(frames), [2, 2, 1, 1, 2])


@pytest.mark.points(16)
def test_many_alignments_beat_the_best_one(submission):
    """The first result is the transcript whose alignments are the most probable together."""
    for share, width in ((0.6, 2), (0.55, 3)):
        frames = [[log(share), log(1 - share)]] * 2
        labels, _ = submission.ctc_beam_search(frames, width)[0]
        assert_equal(list(labels), [1], what=f"the best transcript of two frames with a blank of {share}")
    frames = [[log(0.5), log(0.3), log(0.2)], [log(0.45), log(0.2), log(0.35)]]
    labels, _ = submission.ctc_beam_search(frames, 9)[0]
    assert_equal(list(labels), [2], what="the best transcript of two frames and two labels")


@pytest.mark.points(24)
def test_a_wide_beam_is_exact(submission, rng):
    """With room for all prefixes, every transcript has the sum over all its alignments."""
    check_beam(submission, NARROW[:3], 100)
    check_beam(submission, draw(rng, 4, 3), 100)


@pytest.mark.points(20)
def test_a_narrow_beam_keeps_the_largest_sums(submission, rng):
    """After each frame the width prefixes of the largest sums are kept, blank-ended or not."""
    check_beam(submission, TELLING, 2)
    for width in (1, 2, 3):
        check_beam(submission, NARROW, width)
        check_beam(submission, draw(rng, 5, 3), width)


@pytest.mark.points(8)
def test_probabilities_that_underflow(submission):
    """Transcripts of log-probability -900 are told apart and have their scores."""
    check_beam(submission, [[0.0, -900.0, -950.0]] * 3, 3)
    check_beam(submission, [[-0.5, -800.0, -1.0], [-900.0, 0.0, -850.0]], 4)


@pytest.mark.points(4)
def test_no_frames(submission):
    """Without frames there is the empty transcript."""
    assert_equal(submission.ctc_greedy([]), [], what="the greedy transcript")
    check_beam(submission, [], 2)


@pytest.mark.points(4)
def test_a_width_below_1(submission):
    """A width of 0 or less raises ValueError."""
    check_beam(submission, NARROW[:1], 1)
    for width in (0, -2):
        with pytest.raises(ValueError):
            submission.ctc_beam_search([list(row) for row in NARROW], width)
