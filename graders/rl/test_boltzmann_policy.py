"""Grades `boltzmann_policy`: p(a) = 1 / sum_b exp((v_b - v_a) / temperature), a sum over differences, is the oracle."""

import math

import numpy as np
import pytest

from kata.testing import assert_close, assert_distribution, assert_equal, new_seed, numerical_gradient

# The second action is worse by next to nothing, the third by much: a small number in place of a smaller temperature
# shows in the second alone.
NEAR = np.array([0.0, -1e-9, -1000.0])


def policy(values, temperature):
    values = np.asarray(values, dtype=float)
    if temperature == 0:
        best = values == values.max(axis=-1, keepdims=True)
        return best / best.sum(axis=-1, keepdims=True)
    with np.errstate(over="ignore"):
        return 1.0 / np.exp((values[..., None, :] - values[..., :, None]) / temperature).sum(axis=-1)


def drawn(submission, rng, values, temperature):
    actions = submission.sample_actions(values, temperature, submission.generator(new_seed(rng)))
    assert_equal(np.shape(actions), values.shape[:-1], what="the shape of the actions")
    inside = np.isin(actions, np.arange(values.shape[-1])).all()
    assert_equal(inside, True, what="whether all actions are from 0 to A - 1")
    return actions


@pytest.mark.points(20)
def test_probabilities_follow_the_formula(submission, rng):
    """p(a) is exp(value(a) / temperature) over the sum of its own state's row."""
    for shape, temperature in [((5,), 0.3), ((3, 4), 2.5), ((2, 3, 6), 0.7), ((4, 1), 1.5)]:
        values = rng.normal(size=shape)
        assert_close(submission.boltzmann_policy(values, temperature), policy(values, temperature))


@pytest.mark.points(12)
def test_large_values_and_small_temperatures(submission, rng):
    """No probability is nan or inf, whatever the size of the values, of their gaps, and of the temperature."""
    shares = np.asarray(submission.boltzmann_policy(NEAR, 1e-10))
    assert_equal(shares.shape, (3,), what="the shape of the probabilities")
    held_up = shares[1] > 1e-3 > shares[2]
    assert not held_up, "at a temperature of 1e-10 an action that is worse by 1e-9 is taken as if it were not"
    values = rng.normal(size=(3, 4)) + np.array([[900.0], [-900.0], [0.0]])
    assert_close(submission.boltzmann_policy(values, 0.7), policy(values, 0.7), rtol=1e-8)
    values = np.array([[1e-5, 0.0, 3e-5, 2e-5], [700.0, -700.0, 0.0, 699.0], [-800.0, -800.0, -900.0, -801.0]])
    for temperature in (1e-5, 1e-300):
        assert_close(submission.boltzmann_policy(values, temperature), policy(values, temperature), atol=1e-9)
    values = rng.permutation([0.0, -60.0, -590.0])  # small probabilities are as exact as large ones
    assert_close(submission.boltzmann_policy(values, 1.0), policy(values, 1.0), rtol=1e-9, atol=0)
    values = 1e-9 * rng.normal(size=(3, 4))  # a temperature as small as the gaps isn't 0
    assert_close(submission.boltzmann_policy(values, 1e-9), policy(values, 1e-9))
    values = np.array([1e300, -1e300, 1e300])
    for temperature in (0.5, 1e-9):  # the second sends value / temperature to inf
        assert_close(submission.boltzmann_policy(values, temperature), np.array([0.5, 0.0, 0.5]))


@pytest.mark.points(12)
def test_at_temperature_0_the_best_share(submission, rng):
    """At temperature 0 all actions that equal the largest value share alike; nearly equal is not a tie."""
    shares = np.asarray(submission.boltzmann_policy(NEAR, 0.0))
    assert_equal(shares.shape, (3,), what="the shape of the probabilities")
    assert not np.isnan(shares).any(), "the probabilities at temperature 0 are nan"
    assert not shares[1] > 1e-9 > shares[2], "at temperature 0 an action that is worse by 1e-9 has a share"
    values = np.array([[7.0, 1.0, 7.0, 7.0], [5.0, 5.0 - 1e-9, 5.0 - 1e-8, 0.0], [-3.0, -3.0, -3.0, -3.0]])
    values = values[:, rng.permutation(4)]
    for some in (values[1], np.stack([values, -values, 1e-7 * values])):
        assert_close(submission.boltzmann_policy(some, 0.0), policy(some, 0.0))


@pytest.mark.points(8)
def test_at_temperature_inf_all_share(submission, rng):
    """At temperature inf all actions share alike, whatever their values."""
    for shape in [(5,), (3, 4)]:
        values = 800.0 * rng.normal(size=shape)
        assert_close(submission.boltzmann_policy(values, math.inf), np.full(shape, 1.0 / shape[-1]))


@pytest.mark.points(18)
def test_the_gradient_of_the_log_probability(submission, rng):
    """d log p(action) / d value(b) is ((b = action) - p(b)) / temperature."""
    for n_actions, temperature in [(5, 0.4), (3, 3.0)]:
        values = rng.normal(size=n_actions)
        action = int(rng.integers(n_actions))
        expected = numerical_gradient(lambda v: np.log(policy(v, temperature)[action]), values)  # noqa: B023
        assert_close(submission.log_policy_gradient(values, action, temperature), expected, rtol=1e-6, atol=1e-7)
    # An action that almost never occurs: its probability rounds to 0, its gradient is as large as any.
    actual = submission.log_policy_gradient(np.array([1000.0, 0.0, 990.0]), 1, 0.5)
    assert_close(actual, np.array([-2.0, 2.0, 0.0]), atol=1e-7)


@pytest.mark.points(12)
def test_actions_follow_the_policy(submission, rng):
    """Actions are drawn with the probabilities of the policy, the limits included."""
    row = np.array([0.5, 0.9, 1.3, 1.3])[rng.permutation(4)]  # two share the largest value
    for temperature in (0.6, 0.0, math.inf):
        actions = drawn(submission, rng, np.tile(row, (250, 1)), temperature)
        law = policy(row, temperature) if temperature < math.inf else np.full(4, 0.25)
        assert_distribution(np.bincount(actions, minlength=4), law, what=f"the actions at temperature {temperature}")
    actions = np.array([drawn(submission, rng, 0 * row, 0.6) for _ in range(12)])
    assert_equal(len(set(actions.tolist())) > 1, True, what="whether 12 draws for one state differ")


@pytest.mark.points(8)
def test_states_are_drawn_independently(submission, rng):
    """Each state has its own policy and a draw of its own."""
    rows = np.array([[2.0, 1.0], [0.0, 0.5]])
    actions = drawn(submission, rng, np.tile(rows, (300, 1, 1)), 1.0)
    law = np.outer(*policy(rows, 1.0)).ravel()
    pairs = np.bincount(2 * actions[:, 0] + actions[:, 1], minlength=4)
    assert_distribution(pairs, law, what="the actions of two states together")
    following = np.bincount(2 * actions[:-1:2, 0] + actions[1::2, 0], minlength=4)
    first = policy(rows, 1.0)[0]
    assert_distribution(following, np.outer(first, first).ravel(), what="the actions of two states with one policy")


@pytest.mark.points(3)
def test_the_same_generator_gives_the_same_actions(submission, rng):
    """All chance comes from rng: the same seed gives the same actions, another seed others."""
    values = rng.normal(size=(40, 5))
    seeds = rng.choice(2**32, size=2, replace=False).tolist()
    runs = [submission.sample_actions(values, 2.0, submission.generator(s)) for s in (seeds[0], seeds[0], seeds[1])]
    assert_equal(runs[1], runs[0], exact_dtype=True, what="the actions of the second run with one seed")
    assert not np.array_equal(runs[2], runs[0]), "Two seeds of rng gave the same actions."


@pytest.mark.points(4)
def test_other_dtypes(submission, rng):
    """Values of any real dtype give float64 probabilities and int64 actions."""
    for dtype in (np.int64, np.float32):
        values = np.array([[1, 3, 2], [0, 0, 5]], dtype=dtype)
        assert_close(submission.boltzmann_policy(values, 1.0), policy(values, 1.0), exact_dtype=True)
        gradient = np.array([0.0, 0.0, 1.0]) - policy(values[0], 1.0)
        assert_close(submission.log_policy_gradient(values[0], 2, 1.0), gradient, exact_dtype=True)
        best = submission.sample_actions(values[:, :2] + values[:, 1:], 0.0, submission.generator(0))
        assert_equal(best, np.array([1, 1]), exact_dtype=True, what="the actions")


@pytest.mark.points(3)
def test_bad_temperatures_are_refused(submission):
    """A negative temperature raises ValueError, and the gradient needs one above 0 and below inf."""
    values = np.array([1.0, 2.0, 1.5])
    assert_close(submission.boltzmann_policy(values, 0.0), np.array([0.0, 1.0, 0.0]))
    assert_equal(submission.sample_actions(values, 0.0, submission.generator(0)), 1, what="the action")
    submission.log_policy_gradient(values, 0, 1e-3)
    with pytest.raises(ValueError):
        submission.boltzmann_policy(values, -1.0)
    with pytest.raises(ValueError):
        submission.sample_actions(values, -0.5, submission.generator(0))
    for temperature in (0.0, -1.0, math.inf):
        with pytest.raises(ValueError):
            submission.log_policy_gradient(values, 0, temperature)
