"""Grades `lr_schedules`: rates step by step, from differences, ratios and the sines of the half angle."""

import math

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, uniform


def half_wave(s, n_steps, lr, min_lr):
    """lr minus what the square of a sine has taken, held at the end."""
    return lr - (lr - min_lr) * math.sin(math.pi * min(s, n_steps) / n_steps / 2) ** 2


def warmed(s, lr, n_warmup, n_steps, min_lr):
    if s < n_warmup:
        return lr - lr / n_warmup * (n_warmup - 1 - s)
    return half_wave(s - n_warmup, n_steps - n_warmup, lr, min_lr)


def noam_rate(s, d_model, n_warmup, factor):
    peak = factor / math.sqrt(d_model * n_warmup)
    return peak * min((s + 1) / n_warmup, math.sqrt(n_warmup / (s + 1)))


def rates(function, steps, *arguments):
    steps = np.asarray(steps)
    return np.array([function(s, *arguments) for s in steps.ravel().tolist()]).reshape(steps.shape)


ARGUMENTS = {
    "inverse_time": (0.5, 0.25),
    "step_decay": (0.5, 3, 0.5),
    "cosine": (0.5, 8, 0.1),
    "warmup_cosine": (0.5, 4, 9, 0.1),
    "noam": (16, 4),
}


def ask(schedule, steps, *arguments):
    """The rates of single steps: that arrays are taken too is a test of its own."""
    return np.array([float(schedule(s, *arguments)) for s in np.asarray(steps).tolist()])


@pytest.mark.points(8)
def test_inverse_time(submission, rng):
    """Inverse time gives lr / (1 + decay * s)."""
    lr, decay = uniform(rng, 0.1, 2.0, 4), uniform(rng, 0.05, 0.5, 4)
    steps = rng.permutation(40)[:15]
    expected = 1 / (1 / lr + decay / lr * steps)
    assert_close(ask(submission.inverse_time, steps, lr, decay), expected, what="the rates")


@pytest.mark.points(12)
def test_step_decay(submission, rng):
    """The rate is lr for the steps 0 to step_size - 1, and is multiplied by gamma every step_size steps."""
    lr, gamma, step_size = uniform(rng, 0.1, 2.0, 4), uniform(rng, 0.3, 0.9, 4), int(rng.integers(3, 7))
    expected = np.concatenate([np.full(step_size, lr * gamma**k) for k in range(4)])
    found = ask(submission.step_decay, np.arange(4 * step_size), lr, step_size, gamma)
    assert_close(found, expected, what="the rates")


@pytest.mark.points(12)
def test_cosine(submission, rng):
    """The cosine falls from lr at step 0 to min_lr at n_steps."""
    lr, min_lr, n_steps = uniform(rng, 0.5, 2.0, 4), uniform(rng, 0.1, 0.4, 4), int(rng.integers(7, 12))
    steps = np.arange(n_steps + 1)
    found = ask(submission.cosine, steps, lr, n_steps, min_lr)
    assert_close(found, rates(half_wave, steps, n_steps, lr, min_lr), what="the rates")
    found = ask(submission.cosine, steps, lr, n_steps)
    assert_close(found, rates(half_wave, steps, n_steps, lr, 0.0), what="the rates with the default floor")


@pytest.mark.points(8)
def test_cosine_stays_at_the_floor(submission, rng):
    """From n_steps on the cosine gives min_lr."""
    lr, min_lr, n_steps = uniform(rng, 0.5, 2.0, 4), uniform(rng, 0.1, 0.4, 4), int(rng.integers(4, 9))
    steps = n_steps + np.array([0, 1, n_steps // 2, n_steps, 3 * n_steps])
    assert_close(ask(submission.cosine, steps, lr, n_steps, min_lr), np.full(5, min_lr), what="the rates")
    found = ask(submission.cosine, np.arange(3), lr, 1, min_lr)
    assert_close(found, np.array([lr, min_lr, min_lr]), what="the rates with n_steps = 1")


@pytest.mark.points(12)
def test_the_warm_up_rises_to_lr(submission, rng):
    """Step s of the warm-up has lr * (s + 1) / n_warmup: the first isn't 0, the last is lr."""
    lr, n_warmup, n_steps = uniform(rng, 0.5, 2.0, 4), int(rng.integers(4, 8)), int(rng.integers(20, 30))
    steps = np.arange(n_warmup)
    # The floor is that of the decay: the warm-up begins below it.
    expected = rates(warmed, steps, lr, n_warmup, n_steps, lr / 2)
    assert_close(ask(submission.warmup_cosine, steps, lr, n_warmup, n_steps, lr / 2), expected, what="the rates")


@pytest.mark.points(15)
def test_the_cosine_starts_where_the_warm_up_ends(submission, rng):
    """After the warm-up the cosine falls from lr at n_warmup to min_lr at n_steps, and stays there."""
    lr, min_lr = uniform(rng, 0.5, 2.0, 4), uniform(rng, 0.1, 0.4, 4)
    n_warmup, n_steps = int(rng.integers(3, 8)), int(rng.integers(14, 20))
    steps = np.arange(n_warmup, 2 * n_steps)
    expected = rates(warmed, steps, lr, n_warmup, n_steps, min_lr)
    assert_close(ask(submission.warmup_cosine, steps, lr, n_warmup, n_steps, min_lr), expected, what="the rates")
    expected = rates(warmed, steps, lr, n_warmup, n_steps, 0.0)
    found = ask(submission.warmup_cosine, steps, lr, n_warmup, n_steps)
    assert_close(found, expected, what="the rates with the default floor")


@pytest.mark.points(4)
def test_without_warm_up(submission, rng):
    """With n_warmup = 0 it is the cosine from step 0 on; with 1 the steps 0 and 1 both have lr."""
    lr, min_lr = uniform(rng, 0.5, 2.0, 4), uniform(rng, 0.1, 0.4, 4)
    for n_warmup in (0, 1):
        steps = np.arange(9)
        expected = rates(warmed, steps, lr, n_warmup, 7, min_lr)
        assert_close(ask(submission.warmup_cosine, steps, lr, n_warmup, 7, min_lr), expected, what="the rates")
        found = submission.warmup_cosine(0, lr, n_warmup, 7, min_lr)
        assert_close(found, lr, what="the rate at step 0")


@pytest.mark.points(12)
def test_noam(submission, rng):
    """Noam's rate rises in a line until t = s + 1 is n_warmup, and falls with the root of t from there."""
    d_model, n_warmup, factor = int(rng.integers(5, 600)), int(rng.integers(5, 12)), uniform(rng, 0.3, 3.0, 4)
    steps = np.arange(4 * n_warmup)
    found = ask(submission.noam, steps, d_model, n_warmup, factor)
    assert_close(found, rates(noam_rate, steps, d_model, n_warmup, factor), what="the rates")
    found = ask(submission.noam, steps, d_model, n_warmup)
    assert_close(found, rates(noam_rate, steps, d_model, n_warmup, 1.0), what="the rates with the default factor")


@pytest.mark.points(12)
def test_arrays_of_any_shape(submission, rng):
    """An array of steps gives an array of its shape, element by element, an empty one included."""
    table = rng.permutation(12).reshape(2, 3, 2)
    for name, arguments in ARGUMENTS.items():
        schedule = getattr(submission, name)
        wanted = np.reshape(ask(schedule, table.ravel(), *arguments), table.shape)
        assert np.ptp(wanted) > 0, f"{name} gives the same rate at each of the steps 0 to 11."
        what = f"{name} of a table of steps, beside the rates of single steps,"
        assert_close(schedule(table, *arguments), wanted, exact_dtype=True, what=what)
        assert_equal(schedule(table[:0], *arguments), np.empty((0, 3, 2)), what=f"{name} of no steps")


@pytest.mark.points(5)
def test_a_number_gives_a_float(submission):
    """A number gives the rate of that step, a float."""
    for name, arguments in ARGUMENTS.items():
        rates_found = [getattr(submission, name)(s, *arguments) for s in (0, 3, 7)]
        for found in rates_found:
            kind = type(found).__name__
            assert isinstance(found, float), f"{name} of a number should be a float; it is of type {kind}."
        assert np.ptp(np.array(rates_found)) > 0, f"{name} gives the same rate at the steps 0, 3 and 7."
