"""Grades `model_merging`: TIES goes through the parameters one by one, slerp rotates in the plane of two vectors."""

import math

import numpy as np
import pytest

from kata.testing import assert_close, sizes


def merged(taus, k):
    """TIES of task vectors, parameter by parameter."""
    floors = [sorted(abs(value) for value in tau)[-k] for tau in taus.tolist()]
    out = []
    for column in taus.T.tolist():
        stay = [value for value, floor in zip(column, floors, strict=True) if abs(value) >= floor]
        total = math.fsum(stay)
        agree = [value for value in stay if value * total > 0]
        out.append(math.fsum(agree) / len(agree) if agree else 0.0)
    return np.array(out)


@pytest.mark.points(10)
def test_the_weighted_average(submission, rng):
    """Each model counts with its weight; the weights here have the sum 1."""
    models = np.array([[1.0, 2.0, -4.0], [3.0, -2.0, 8.0]])
    assert_close(submission.weighted_average(models, np.array([0.25, 0.75])), np.array([2.5, -1.0, 5.0]))
    models = rng.normal(size=sizes(rng, 3, 5))
    weights = rng.uniform(0.2, 1.0, size=len(models))
    weights /= weights.sum()
    expected = np.array([np.dot(weights, column) for column in models.T])
    assert_close(submission.weighted_average(models, weights), expected, atol=1e-12)


@pytest.mark.points(5)
def test_weights_of_any_sum(submission, rng):
    """The average is divided by the sum of the weights."""
    models = rng.normal(size=(3, 4)) + 2.0
    expected = (2 * models[0] + 5 * models[1] + models[2]) / 8
    assert_close(submission.weighted_average(models, np.array([2.0, 5.0, 1.0])), expected, atol=1e-12)


@pytest.mark.points(16)
def test_task_arithmetic(submission, rng):
    """The task vectors are added up, scaled, and added to the base."""
    base, models = np.array([1.0, 2.0, -1.0]), np.array([[2.0, 2.0, 0.0], [3.0, 1.0, -1.0]])
    assert_close(submission.task_arithmetic(base, models, 0.5), np.array([2.5, 1.5, -0.5]))
    n, p = sizes(rng, 3, 5)
    base, models = rng.normal(size=p) + 3.0, rng.normal(size=(n, p))
    for scale in (0.4, -0.7):
        expected = base * (1 - n * scale) + scale * models.sum(axis=0)
        assert_close(submission.task_arithmetic(base, models, scale), expected, atol=1e-12)


@pytest.mark.points(14)
def test_ties_merges_what_agrees(submission, rng):
    """With a density of 1: the sign of the sum is elected, and the entries that have it are averaged."""
    models = np.array([[3.0, -1.0, 2.0, 1.0], [-1.0, -3.0, 4.0, 2.0], [-1.5, 5.0, 6.0, -9.0]])
    found = submission.ties_merge(np.zeros(4), models, 1.0, 1.0)
    assert_close(found, np.array([3.0, 5.0, 4.0, -9.0]), what="the merged model")
    models = rng.normal(size=(4, 7))
    found = submission.ties_merge(np.zeros(7), models, 1.0, 1.0)
    assert_close(found, merged(models, 7), atol=1e-12, what="the merged model")


@pytest.mark.points(14)
def test_ties_trims_each_task(submission, rng):
    """Only the entries of the largest magnitude of each task vector stay, and what was trimmed isn't counted."""
    models = np.array([[8.0, -1.0, -3.0, 0.5], [0.2, 0.6, -0.5, 0.1]])
    found = submission.ties_merge(np.zeros(4), models, 0.5, 1.0)
    assert_close(found, np.array([8.0, 0.6, -1.75, 0.0]), what="the merged model")
    models = rng.normal(size=(3, 8)) * np.array([[0.1], [1.0], [5.0]])
    for density, k in ((0.25, 2), (0.625, 5)):
        found = submission.ties_merge(np.zeros(8), models, density, 1.0)
        assert_close(found, merged(models, k), atol=1e-12, what=f"the merged model for a density of {density}")


@pytest.mark.points(2)
def test_ties_without_a_majority(submission):
    """Where the entries have the sum 0 no sign is elected, and the parameter stays."""
    models = np.array([[2.0, 1.0, 0.0], [-2.0, 4.0, 0.0]])
    found = submission.ties_merge(np.zeros(3), models, 1.0, 1.0)
    assert_close(found, np.array([0.0, 2.5, 0.0]), what="the merged model")


@pytest.mark.points(4)
def test_ties_rounds_the_number_up(submission, rng):
    """ceil(density P) entries of each task vector stay."""
    models = rng.permutation([0.5, -1.0, 2.0, -3.0, 4.0])[None] * 1.0
    for density, k in ((0.55, 3), (0.7, 4), (0.45, 3), (0.05, 1)):  # rounded down, by a quantile, to the nearest
        expected = np.where(np.abs(models[0]) >= np.sort(np.abs(models[0]))[-k], models[0], 0.0)
        found = submission.ties_merge(np.zeros(5), models, density, 1.0)
        assert_close(found, expected, what=f"the merged model of one task for a density of {density}")


@pytest.mark.points(8)
def test_ties_starts_from_the_base(submission, rng):
    """Task vectors are differences from the base, and the result is the base with the merged ones, scaled."""
    base = np.array([10.0, -20.0, 5.0])
    tau = np.array([1.0, 3.0, -2.0])
    for scale in (1.0, 0.3, -2.0):
        found = submission.ties_merge(base, base + np.array([tau, 3 * tau]), 1.0, scale)
        assert_close(found, base + scale * 2 * tau, what=f"the merged model for a lambda of {scale}")


@pytest.mark.points(15)
def test_slerp_on_the_unit_sphere(submission, rng):
    """Between two vectors of length 1 the angle grows evenly with t."""
    found = submission.slerp(np.array([1.0, 0.0]), np.array([0.0, 1.0]), 1 / 3)
    assert_close(found, np.array([math.cos(math.pi / 6), 0.5]), what="the point at 1/3")
    basis = np.linalg.qr(rng.normal(size=(5, 2)))[0].T
    for omega in (0.7, 2.2, 0.1, 3.04):  # the cosines of the last two are +-0.995
        for t in (0.0, 0.2, 0.75, 1.0):
            end = math.cos(omega) * basis[0] + math.sin(omega) * basis[1]
            expected = math.cos(t * omega) * basis[0] + math.sin(t * omega) * basis[1]
            found = submission.slerp(basis[0].copy(), end, t)
            assert_close(found, expected, atol=1e-9, what=f"the point at {t} of an angle of {omega}")


@pytest.mark.points(8)
def test_slerp_of_vectors_of_any_length(submission, rng):
    """The angle is that between the directions, and the vectors keep their lengths."""
    basis = np.linalg.qr(rng.normal(size=(4, 2)))[0].T
    omega, t = 1.1, 0.3
    end = math.cos(omega) * basis[0] + math.sin(omega) * basis[1]
    expected = (math.sin(0.7 * omega) * 3.0 * basis[0] + math.sin(t * omega) * 0.5 * end) / math.sin(omega)
    assert_close(submission.slerp(3.0 * basis[0], 0.5 * end, t), expected, atol=1e-9, what="the point at 0.3")


@pytest.mark.points(4)
def test_slerp_of_almost_parallel_vectors(submission, rng):
    """Where the cosine is beyond 0.9995 either way, the point lies on the straight line."""
    a = np.eye(4)[rng.integers(4)]
    for b in (3.0 * a, -2.0 * a, 2.0 * a + 1e-9):
        found = submission.slerp(a.copy(), b, 0.25)
        assert_close(found, 0.75 * a + 0.25 * b, atol=1e-7, what="the point at 0.25")
