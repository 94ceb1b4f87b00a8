"""Grades `beam_search`: all sequences of a length are listed and the definition is applied to them."""

import math
from itertools import product
from random import Random

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, new_seed


class Model:
    """Log-probabilities for each list of tokens, drawn by chance or read from a table, and what it was asked.

    With `ends=(eos, n)` eos is as good as sure as the n-th token of the list, and next to impossible before: what
    happens to finished hypotheses then makes no difference to the rest of the search.
    """

    def __init__(self, rng, n_tokens, table=None, ends=None):
        self.seed = new_seed(rng)
        self.n_tokens = n_tokens
        self.rows = dict(table or {})
        self.ends = ends
        self.asked = []

    def __repr__(self):
        return "model"

    def __call__(self, tokens):
        key = tuple(tokens) if isinstance(tokens, list | tuple) and all(type(t) is int for t in tokens) else None
        self.asked.append(key)
        return self.row(key)

    def row(self, key):
        if key not in self.rows:
            draw = Random(f"{self.seed} {key}")
            logits = [draw.gauss(0, 1.5) for _ in range(self.n_tokens)]
            if self.ends:
                eos, n = self.ends
                logits[eos] += 40.0 if len(key or ()) == n - 1 else -40.0
            norm = math.log(sum(map(math.exp, logits)))
            self.rows[key] = [logit - norm for logit in logits]
        return self.rows[key]

    def total(self, prompt, tokens):
        return math.fsum(self.row((*prompt, *tokens[:i]))[token] for i, token in enumerate(tokens))


def ranked(model, prompt, hypotheses, alpha):
    scored = [(list(y), model.total(prompt, y) / len(y) ** alpha) for y in hypotheses]
    return sorted(scored, key=lambda item: (-item[1], item[0]))


def every_hypothesis(model, max_new_tokens, eos):
    """All sequences that end in their only eos, or have the full length without one."""
    for n in range(1, max_new_tokens + 1):
        for y in product(range(model.n_tokens), repeat=n):
            if eos not in y[:-1] and (y[-1] == eos or n == max_new_tokens):
                yield y


def by_definition(model, prompt, width, max_new_tokens, eos, n_best=1):
    """The expected result, and the hypotheses that were live and not yet of full length."""
    live, finished, extended = [()], [], []
    for _ in range(max_new_tokens):
        extended += live
        candidates = [(*y, token) for y in live for token in range(model.n_tokens)]
        totals = {y: model.total(prompt, y) for y in candidates}
        kept = sorted((y for y in candidates if totals[y] > -math.inf), key=lambda y: (-totals[y], y))[:width]
        finished += [y for y in kept if y[-1] == eos]
        live = [y for y in kept if y[-1] != eos]
    return ranked(model, prompt, finished + live, 0.0)[:n_best], extended


def tokens_and_scores(found):
    try:
        return [list(y) for y, _ in found], [score for _, score in found]
    except (TypeError, ValueError):
        return None, []


def check(found, expected, what="the hypotheses"):
    """The right tokens in the right order, and scores up to rounding."""
    tokens, scores = tokens_and_scores(found)
    if repr(tokens) == repr([y for y, _ in expected]) and all(isinstance(score, float) for score in scores):
        assert_close(np.array(scores), np.array([score for _, score in expected]), what=f"the scores of {what}")
    else:
        assert_close(found, expected, what=what)


def check_overtaken(found, short, long, alpha):
    tokens, _ = tokens_and_scores(found)
    assert repr(tokens) != repr([short, long]), (
        f"At alpha = {alpha} {short} comes before {long}, as their totals of -1 and -2.1 have it: the scores decide, "
        "the totals over n ** alpha."
    )


@pytest.mark.points(12)
def test_full_width_is_exhaustive_search(submission, rng):
    """A beam that is wide enough to lose nothing finds the best of all sequences, in the right order."""
    for eos, n_best in ((0, 3), (2, 8)):
        model = Model(rng, 3)
        expected = ranked(model, [], every_hypothesis(model, 4, eos), 0.0)[:n_best]
        found = submission.beam_search(model, [], 3**4, 4, eos, n_best=n_best)
        check(found, expected)


@pytest.mark.points(10)
def test_width_one_is_greedy(submission, rng):
    """With a width of 1 the search takes the most probable token at each step and stops at eos."""
    for max_new_tokens, end in ((1, 1), (3, 3), (8, 4), (8, 6)):
        prompt = rng.integers(0, 5, 2).tolist()
        model = Model(rng, 5, ends=(2, 2 + end))
        greedy = []
        while len(greedy) < max_new_tokens and 2 not in greedy:
            row = model.row((*prompt, *greedy))
            greedy.append(row.index(max(row)))
        found = submission.beam_search(model, prompt, 1, max_new_tokens, 2)
        check(found, [(greedy, model.total(prompt, greedy))])


@pytest.mark.points(10)
def test_a_step_keeps_the_best_candidates_of_all_parents(submission, rng):
    """A step keeps the width largest totals among the candidates of all live hypotheses together."""
    # Both best ones go on from the same parent.
    table = {(): [-0.5, -1.0, -9.0], (0,): [-1.0, -1.25, -9.0], (1,): [-2.0, -3.0, -9.0]}
    table |= {(0, 0): [-9.0, -9.0, -0.5], (0, 1): [-9.0, -9.0, -0.5], (1, 0): [-9.0, -9.0, -0.5]}
    expected = [([0, 0, 2], -2.0), ([0, 1, 2], -2.25)]
    check(submission.beam_search(Model(rng, 3, table), [], 2, 3, 2, n_best=2), expected)
    for width in (2, 3, 4):
        prompt = rng.integers(0, 5, width - 1).tolist()
        model = Model(rng, 5, ends=(1, len(prompt) + 5))
        expected, _ = by_definition(model, prompt, width, 5, 1, n_best=width)
        found = submission.beam_search(model, prompt, width, 5, 1, n_best=width)
        check(found, expected)


@pytest.mark.points(10)
def test_a_finished_hypothesis_leaves_its_place(submission, rng):
    """A finished hypothesis takes a place in its own step and in no later one, and the search goes on without it."""
    # Of those that are kept first, eos is the worse one, and no candidate of the second step is below it.
    table = {(): [-0.5, -4.0, -3.0], (0,): [-0.25, -0.5, -4.0], (0, 0): [-4.0, -4.0, -0.5], (0, 1): [-4.0, -4.0, -0.5]}
    expected = [([0, 0, 2], -1.25), ([0, 1, 2], -1.5)]
    check(submission.beam_search(Model(rng, 3, table), [], 2, 3, 2, n_best=2), expected)
    table = {
        (): [-1.0, -1.25, -0.5],  # eos and 0 are kept, 1 is lost
        (0,): [-0.75, -0.5, -4.0],
        (1,): [-0.2, -0.3, -0.1],
        (0, 0): [-3.0, -3.0, -0.1],
        (0, 1): [-3.0, -3.0, -3.0],
    }
    model = Model(rng, 3, table)
    expected = [([2], -0.5), ([0, 0, 2], -1.85)]
    check(submission.beam_search(model, [], 2, 3, 2, n_best=2), expected)


@pytest.mark.points(5)
def test_eos_outside_the_beam_is_lost(submission, rng):
    """A candidate that ends in eos and isn't among the width best is lost like any other."""
    # In the second step [0, 3] and [0, 0] are the best two.
    table = {(): [-0.5, -1.0, -9.0, -9.25], (0,): [-0.75, -9.0, -9.0, -0.5], (1,): [-1.0, -9.0, -9.0, -0.5]}
    model = Model(rng, 4, table | {(0, 0): [-6.0, -5.0, -7.0, -4.0]})
    expected = [([0, 3], -1.0), ([0, 0, 3], -5.25)]
    check(submission.beam_search(model, [], 2, 3, 3, n_best=2), expected)
    table = {(): [-0.5, -1.0, -4.0, -1.5], (0,): [-9.0, -6.0, -7.0, -5.0], (1,): [-9.0, -8.0, -9.0, -5.25]}
    model = Model(rng, 4, table)
    expected = [([0, 3], -5.5), ([1, 3], -6.25)]
    check(submission.beam_search(model, [], 2, 2, 3, n_best=2), expected)


@pytest.mark.points(8)
def test_the_score_divides_by_the_length_to_the_power_alpha(submission, rng):
    """The score is the total over n ** alpha, where n counts eos and not the prompt."""
    prompt = [1, 0, 1]
    table = {(): [-0.4, -90.0, -1.0], (0,): [-0.5, -80.0, -90.0], (0, 0): [-90.0, -95.0, -1.2]}
    model = Model(rng, 3, {(*prompt, *y): row for y, row in table.items()})
    short, long = [2], [0, 0, 2]
    for alpha in (0.0, 0.6, 1.0, 2.5):
        expected = sorted([(short, -1.0), (long, -2.1 / 3**alpha)], key=lambda item: -item[1])
        found = submission.beam_search(model, prompt, 2, 3, 2, alpha, 2)
        if alpha >= 1.0:
            check_overtaken(found, short, long, alpha)
        check(found, expected, f"the hypotheses at alpha = {alpha}")
        if alpha == 1.0:  # a hypothesis without eos is divided by its length too
            table = {(): [-2.0, -0.25, -1.0], (1,): [-1.0, -2.0, -4.0]}
            found = submission.beam_search(Model(rng, 3, table), [], 2, 2, 2, alpha, 2)
            check(found, [([1, 0], -0.625), ([2], -1.0)], "the hypotheses of which the longer one has no eos")
        if alpha not in (0.0, 1.0):
            drawn = Model(rng, 3, ends=(1, 3))
            expected = ranked(drawn, [], every_hypothesis(drawn, 3, 1), alpha)[:4]
            found = submission.beam_search(drawn, [], 3**3, 3, 1, alpha=alpha, n_best=4)
            check(found, expected, f"the hypotheses at alpha = {alpha}")


@pytest.mark.points(5)
def test_more_may_finish_than_there_are_places(submission, rng):
    """The search goes on when width hypotheses are finished, and the scores decide among all that finish."""
    # The third to finish has the best mean, and what it begins with has a worse one than the first.
    model = Model(rng, 3, {(): [-0.5, -9.0, -1.0], (0,): [-1.7, -9.0, -1.9], (0, 0): [-8.0, -9.0, -0.1]})
    check(submission.beam_search(model, [], 2, 3, 2, 1.0), [([0, 0, 2], -2.3 / 3)])
    model = Model(rng, 3, {(): [-0.5, -9.0, -1.0], (0,): [-0.4, -9.0, -0.7], (0, 0): [-8.0, -9.0, -0.5]})
    expected = [([0, 0, 2], -1.4 / 3), ([0, 2], -1.2 / 2)]
    check(submission.beam_search(model, [], 2, 3, 2, 1.0, 2), expected, "the hypotheses at width 2 and alpha = 1.0")


@pytest.mark.points(5)
def test_the_last_step_finishes_hypotheses_without_eos(submission, rng):
    """Hypotheses that reach max_new_tokens count as finished, without eos."""
    for width, max_new_tokens in ((3, 1), (1, 4)):
        model = Model(rng, 4, ends=(3, 9))
        expected, _ = by_definition(model, [3], width, max_new_tokens, 3, n_best=width)
        found = submission.beam_search(model, [3], width, max_new_tokens, 3, n_best=width)
        check(found, expected)
    model = Model(rng, 3, {(): [-2.0, -0.25, -1.0], (1,): [-1.0, -2.0, -4.0]})
    check(submission.beam_search(model, [], 2, 2, 2), [([2], -1.0)])
    expected = [([2], -1.0), ([1, 0], -1.25)]
    check(submission.beam_search(model, [], 2, 2, 2, n_best=2), expected)


@pytest.mark.points(10)
def test_impossible_tokens_are_never_taken(submission, rng):
    """A token with log-probability -inf is never taken, even if fewer than n_best hypotheses are left."""
    no = -math.inf
    table = {
        (): [-1.0, -0.5, no],
        (0,): [no, -2.0, no],
        (1,): [no, no, no],
        (0, 1): [no, no, -0.25],
    }
    model = Model(rng, 3, table)
    expected = [([0, 1, 2], -3.25)]
    for width in (2, 5):
        found = submission.beam_search(model, [], width, 3, 2, n_best=width)
        check(found, expected)
    assert_equal(submission.beam_search(model, [], 1, 3, 2), [], what="the hypotheses of a dead end")
    nothing = Model(rng, 3, {(): [no, no, no]})
    assert_equal(submission.beam_search(nothing, [], 4, 3, 2, n_best=2), [], what="the hypotheses of a dead end")


@pytest.mark.points(6)
def test_ties_in_a_step_go_to_the_smaller_token_list(submission, rng):
    """Of equal totals in a step the smaller token list is kept."""
    # No two scores are equal at the end, which is a test of its own.
    table = {
        (): [-1.0, -0.5, -2.0, -4.0],
        (0,): [-2.0, -1.0, -0.5, -8.0],
        (1,): [-1.0, -2.0, -1.0, -1.5],
        (0, 2): [-0.5, -0.25, -0.375, -0.5],
        (1, 0): [-0.75, -0.625, -0.875, -1.0],
        (1, 2): [-0.5, -1.25, -1.375, -1.5],
    }
    model = Model(rng, 4, table)
    expected = [([0, 2, 1], -1.75), ([0, 2, 2], -1.875)]  # at length 2: [0, 2], [1, 0] and [1, 2] have -1.5
    check(submission.beam_search(model, [], 2, 3, 3, n_best=2), expected)
    # More of one parent's tokens are tied than there are places.
    check(submission.beam_search(Model(rng, 4, {(): [-2.0, -0.5, -0.5, -0.5]}), [], 1, 1, 0), [([1], -0.5)])
    table = {(): [-0.5, -0.5, -0.5, -4.0]} | {(i,): [-9.0, -9.0, -9.0, -1.0 - i] for i in range(3)}
    expected = [([0, 3], -1.5), ([1, 3], -2.5)]
    check(submission.beam_search(Model(rng, 4, table), [], 2, 2, 3, n_best=2), expected)
    draw = Random(new_seed(rng))
    for width in (1, 2, 3):
        # Tokens of the first step may be tied; eos comes second, with a total of its own for each.
        first, second = (draw.choices([-0.5, -1.0, -1.5], k=3) for _ in range(2))
        table = {(0,): [*first, -9.0]} | {(0, i): [-9.0, -9.0, -9.0, second[i] - i / 16] for i in range(3)}
        model = Model(rng, 4, table)
        expected, _ = by_definition(model, [0], width, 2, 3, n_best=width)
        found = submission.beam_search(model, [0], width, 2, 3, n_best=width)
        check(found, expected)


@pytest.mark.points(4)
def test_ties_at_the_end_go_to_the_smaller_token_list(submission, rng):
    """Of equal scores at the end the smaller token list comes first."""
    # One finishes at once and one later, with the same score.
    model = Model(rng, 3, {(): [-1.0, -3.0, -2.0], (0,): [-2.0, -1.5, -1.0]})
    expected = [([0, 2], -2.0), ([2], -2.0)]
    check(submission.beam_search(model, [], 2, 2, 2, n_best=2), expected)
    # All of those that are tied have a place.
    model = Model(rng, 4, {(): [-2.0, -0.5, -0.5, -0.5]})
    check(submission.beam_search(model, [], 3, 1, 0, n_best=2), [([1], -0.5), ([2], -0.5)])


@pytest.mark.points(5)
def test_the_model_is_asked_once_for_each_live_hypothesis(submission, rng):
    """The model is called at most once for each live hypothesis that can still grow, and for nothing else."""
    for width, max_new_tokens, end in ((1, 1, 1), (2, 6, 4), (3, 4, 4), (2, 3, 9)):
        prompt = rng.integers(0, 5, 2).tolist()
        model = Model(rng, 5, ends=(4, 2 + end))
        found = submission.beam_search(model, prompt, width, max_new_tokens, 4)
        assert_equal(len(found), 1, what="the number of hypotheses")
        tokens, score = found[0]
        # Which hypothesis wins is for other tests: here it is one that the model can end with, and its total.
        if end <= max_new_tokens:
            assert_equal([len(tokens), tokens[-1]], [end, 4], what="the length and the last token of the hypothesis")
        assert_close(score, model.total(prompt, tokens), what="the total of the hypothesis")
        asked = model.asked
        assert len(asked) <= 1 + width * (max_new_tokens - 1), (
            f"{len(asked)} calls at width {width} and max_new_tokens {max_new_tokens}: more than "
            f"1 + {width} * {max_new_tokens - 1}"
        )
        assert len(set(asked)) == len(asked), f"the same tokens were handed to the model twice: {asked}"
        for handed in asked:
            generated = handed[len(prompt) :] if handed and handed[: len(prompt)] == tuple(prompt) else None
            assert generated is not None, (
                f"{handed} was handed to the model, which doesn't begin with the prompt {prompt}"
            )
            grows = len(generated) < max_new_tokens and 4 not in generated
            assert grows, f"{handed} was handed to the model: the prompt {prompt} and no live hypothesis that can grow"
        for n in range(1, max_new_tokens):
            n_asked = sum(len(handed) == len(prompt) + n for handed in asked)
            assert n_asked <= width, (
                f"the model was called for {n_asked} hypotheses of length {n}: only {width} are live at width {width}"
            )


@pytest.mark.points(5)
def test_very_low_log_probabilities_are_told_apart(submission, rng):
    """Log-probabilities far below -700 are added up and never turned into probabilities."""
    noise = [float(x) for x in rng.uniform(-2, 0, 6)]
    never = -90_000.0
    table = {(): [never, *(x - 20_000.0 for x in noise[:3])]}
    table |= {(i + 1,): [noise[3 + i] - 20_000.0, never, never, never] for i in range(3)}
    model = Model(rng, 4, table)
    expected, _ = by_definition(model, [], 3, 2, 0, n_best=3)
    found = submission.beam_search(model, [], 3, 2, 0, n_best=3)
    check(found, expected)


@pytest.mark.points(5)
def test_bad_sizes_are_refused(submission, rng):
    """A width or max_new_tokens below 1, or an n_best that isn't from 1 to width, raises ValueError."""
    model = Model(rng, 3, {(): [-1.0, -2.0, -3.0]})
    check(submission.beam_search(model, [], 1, 1, 0), [([0], -1.0)])
    for width, max_new_tokens, n_best in ((0, 1, 1), (2, 0, 1), (2, -1, 2), (2, 1, 3), (2, 1, 0)):
        with pytest.raises(ValueError):
            submission.beam_search(model, [], width, max_new_tokens, 2, n_best=n_best)
