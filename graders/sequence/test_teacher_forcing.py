"""Grades `teacher_forcing`: the decoder's step stays with the grader, which sees what is read."""

import math

import numpy as np
import pytest
import torch

from kata.testing import assert_close, assert_distribution, assert_equal, new_seed, uniform

TARGETS = torch.tensor([[3, 1, 4, 2], [2, 5, 5, 1]])


class Decoder:
    """A step whose logits depend on the position and the token, and that notes what it is handed."""

    def __init__(self, tables):
        self.tables = tables  # (T, V, V): logits by position and token
        self.tokens, self.states = [], []

    def __call__(self, tokens, state):
        t = len(self.tokens)
        self.tokens.append(np.array(tokens))
        self.states.append(float(state))
        return torch.from_numpy(self.tables[t % len(self.tables)][self.tokens[-1]]).float(), 10.0 * float(state) + t

    def read(self):
        return np.stack(self.tokens, axis=1)


def tables(rng, steps, symbols):
    """Distinct logits, so that no argmax is a tie."""
    return np.stack([rng.permuted(np.tile(np.arange(symbols) / 2.0, (symbols, 1)), axis=1) for _ in range(steps)])


def decode(submission, decoder, targets, probability, seed=1, start=0):
    coins = submission.torch_generator(seed)
    step = submission.callback(decoder)
    return submission.decode_for_training(step, 1.0, targets.clone(), start, probability, coins)


@pytest.mark.points(26)
def test_teacher_forcing_reads_the_targets(submission, rng):
    """With p = 1 the decoder reads start, and then at each position the target of the one before."""
    drawn = torch.from_numpy(rng.integers(1, 6, (3, 5)))
    for targets, start in ((TARGETS, 0), (drawn, 0)):
        decoder = Decoder(tables(rng, 6, 6))
        decode(submission, decoder, targets, 1.0, start=start)
        expected = np.concatenate([np.full((len(targets), 1), start), targets.numpy()], axis=1)
        assert_equal(decoder.read()[:, : targets.shape[1]], expected[:, :-1], what="the tokens that are read")


@pytest.mark.points(22)
def test_without_a_teacher_it_reads_its_own(submission, rng):
    """With p = 0 it reads at each position the argmax of the logits before."""
    for targets in (TARGETS, torch.from_numpy(rng.integers(1, 6, (3, 5)))):
        own = tables(rng, 6, 6)
        decoder = Decoder(own)
        decode(submission, decoder, targets, 0.0)
        expected = np.zeros(targets.shape, dtype=int)
        for t in range(1, targets.shape[1]):
            expected[:, t] = own[t - 1][expected[:, t - 1]].argmax(axis=1)
        assert_equal(decoder.read()[:, : targets.shape[1]], expected, what="the tokens that are read")


@pytest.mark.points(14)
def test_the_logits_in_their_order(submission, rng):
    """The logits that step gave come back as (B, T, V), position by position, after T calls."""
    for targets in (TARGETS, torch.from_numpy(rng.integers(1, 6, (3, 5)))):
        # Whatever is read, the logits of a position are the same.
        same = np.repeat(rng.normal(size=(targets.shape[1], 1, 6)), 6, axis=1)
        decoder = Decoder(same)
        logits = decode(submission, decoder, targets, 1.0)
        expected = np.repeat(same[:, 0][None], len(targets), axis=0)
        assert_close(logits, torch.from_numpy(expected).float(), rtol=1e-5, what="the logits")
        assert_equal(len(decoder.tokens), targets.shape[1], what="the calls of step")


@pytest.mark.points(8)
def test_the_state_goes_on(submission, rng):
    """Each call gets the state that the call before gave, the first one the state that was handed in."""
    decoder = Decoder(tables(rng, 4, 6))
    decode(submission, decoder, TARGETS, 1.0)
    assert_close(decoder.states[:4], [1.0, 10.0, 101.0, 1012.0], what="the states that step was handed")


def check_coins(submission, rng):
    """Some coin is tossed, whether for each token or for the whole call."""
    says = np.zeros((1, 6, 6))
    says[..., 0] = 90.0
    targets = torch.from_numpy(rng.integers(1, 6, (20, 2)))
    reads = []
    for seed in range(4):
        decoder = Decoder(says)
        decode(submission, decoder, targets, 0.5, seed, start=5)
        reads.append(decoder.read()[:, 1:2])
    assert any(not np.array_equal(read, reads[0]) for read in reads), (
        "with p = 0.5 the same tokens are read for each of 4 seeds: no coin is tossed, or not from the generator"
    )


@pytest.mark.points(8)
def test_the_share_of_targets(submission, rng):
    """A target is read with probability p."""
    check_coins(submission, rng)
    for probability in (0.25, uniform(rng, 0.6, 0.8)):
        # The model always says 0, which is no target.
        says = np.zeros((1, 6, 6))
        says[..., 0] = 90.0
        targets = torch.from_numpy(rng.integers(1, 6, (1500, 2)))
        decoder = Decoder(says)
        decode(submission, decoder, targets, probability, new_seed(rng), start=5)
        read = decoder.read()[:, 1:2]
        forced = read == targets.numpy()[:, :-1]
        assert np.all(forced | (read == 0)), "a token was read that is neither the target's nor the model's"
        counts = [int(forced.sum()), int((~forced).sum())]
        assert_distribution(counts, [probability, 1 - probability], what=f"targets and own tokens at p = {probability}")


@pytest.mark.points(8)
def test_a_coin_for_every_row_and_position(submission, rng):
    """The rows of a batch, and the positions of a row, have coins of their own, all from the generator."""
    check_coins(submission, rng)
    says = np.zeros((1, 6, 6))
    says[..., 0] = 90.0
    targets, seed = torch.from_numpy(rng.integers(1, 6, (40, 6))), new_seed(rng)
    runs = []
    for _ in range(2):
        decoder = Decoder(says)
        decode(submission, decoder, targets, 0.5, seed, start=5)
        runs.append(decoder.read()[:, 1:6])
    forced = runs[0] == targets.numpy()[:, :-1]
    by_row, by_position = np.all(forced == forced[:, :1]), np.all(forced == forced[:1])
    assert not (by_row and by_position), "one coin decides for all rows and positions"
    assert not by_row, "all positions of a row have the same coin"
    assert not by_position, "all rows of the batch have the same coins"
    assert_equal(runs[1], runs[0], what="the tokens that are read with the same seed once more")


@pytest.mark.points(4)
def test_the_exponential_schedule(submission):
    """p = k^i for the exponential schedule."""
    for i, k in ((0, 0.75), (3, 0.75), (10, 0.9)):
        assert_close(submission.teacher_probability("exponential", i, k), k**i, what=f"p of step {i} with k = {k}")


@pytest.mark.points(4)
def test_the_inverse_sigmoid_schedule(submission):
    """p = k / (k + exp(i / k)) for the inverse sigmoid, which falls from near 1 to 0."""
    for i, k in ((3, 4.0), (0, 4.0), (50, 10.0)):
        found = submission.teacher_probability("inverse_sigmoid", i, k)
        assert_close(found, k / (k + math.exp(i / k)), rtol=1e-9, what=f"p of step {i} with k = {k}")


@pytest.mark.points(2)
def test_another_schedule_is_refused(submission):
    """Another name than "exponential" and "inverse_sigmoid" raises ValueError."""
    assert_close(submission.teacher_probability("exponential", 0, 0.5), 1.0, what="p of step 0")
    with pytest.raises(ValueError):
        submission.teacher_probability("linear", 1, 0.5)


@pytest.mark.points(4)
def test_late_in_training(submission):
    """The inverse sigmoid is 0 where exp(i / k) would overflow."""
    for i, expected in ((100_000, 0.0), (0, 10 / 11)):
        found = submission.teacher_probability("inverse_sigmoid", i, 10.0)
        assert_close(found, expected, rtol=1e-9, atol=1e-300, what=f"p of step {i} with k = 10")
