"""Grades `muon`: the polynomial on the singular values of a decomposition, and the whole past for a momentum."""

import numpy as np
import pytest
import torch

from kata.testing import assert_close, uniform
from kata.testing.tensors import normal

WIDE = torch.tensor([[3.0, -1.0, 0.5, 2.0], [1.0, 2.0, -2.0, 0.25]], dtype=torch.float64)
TALL = WIDE.T.contiguous()
# Square ones are neutral to the scale by the shape, which has a test of its own.
FIRST = torch.tensor([[3.0, -1.0], [1.0, 0.5]], dtype=torch.float64)
THEN = torch.tensor([[-2.0, 0.5], [2.0, 3.0]], dtype=torch.float64)
LAST = torch.tensor([[0.5, 1.0], [2.0, -3.0]], dtype=torch.float64)


def orthogonal(g, n_steps=5):
    """What the iteration gives, by singular values."""
    u, s, vt = np.linalg.svd(g.numpy(), full_matrices=False)
    s = s / np.sqrt((s**2).sum())
    for _ in range(n_steps):
        s = np.polyval([2.0315, 0, -4.7750, 0, 3.4445, 0], s)
    return torch.from_numpy((u * s) @ vt)


def path(submission, p, grads, lr, momentum, nesterov, decay=0.0):
    """The parameter after each step, with the answer's own orthogonal matrices, which have tests to themselves."""
    points = []
    for t, g in enumerate(grads):
        d = sum(momentum ** (t - i) * old for i, old in enumerate(grads[: t + 1]))
        d = g + momentum * d if nesterov else d
        u, _, vt = np.linalg.svd(d.numpy(), full_matrices=False)
        o = torch.from_numpy(np.array(submission.newton_schulz(d.clone())))
        share = float((o * torch.from_numpy(u @ vt)).sum()) / min(d.shape)
        assert 0.3 < share < 1.5, f"newton_schulz gives a matrix whose singular values are {share:.3g} on average."
        rows, columns = p.shape
        p = p - lr * (max(1.0, rows / columns) ** 0.5 * o + decay * p)
        points.append(p)
    return points


def check(submission, p, grads, lr, momentum=0.75, nesterov=False, decay=0.0):
    optimizer = submission.Muon(lr, momentum, nesterov, decay)
    found = submission.run(optimizer, {"w": p.clone()}, [{"w": g.clone()} for g in grads])
    expected = {"w": path(submission, p, grads, lr, momentum, nesterov, decay)[-1]}
    assert_close(found[-1], expected, rtol=1e-4, what=f"the parameters after {len(grads)} steps")


# One or two iterations, with room for half precision: that the dtype of the gradient is kept is a test of its own.
ROOM = {"rtol": 0, "atol": 0.03}


@pytest.mark.points(17)
def test_the_iteration(submission, rng):
    """n iterations map each singular value s of G / |G| to a s + b s^3 + c s^5, n times, and keep the vectors."""
    for n_steps in (1, 2):
        found = submission.newton_schulz(WIDE, n_steps)
        assert_close(found, orthogonal(WIDE, n_steps), **ROOM, what=f"the matrix after {n_steps} iterations")
    g = normal(rng, 3, 5)
    assert_close(submission.newton_schulz(g, 2), orthogonal(g, 2), **ROOM, what="the matrix after 2 iterations")
    assert_close(submission.newton_schulz(g, 0), orthogonal(g, 0), **ROOM, what="the matrix after no iteration")


@pytest.mark.points(8)
def test_tall_matrices(submission, rng):
    """A tall matrix is treated like its transpose, and comes back tall."""
    for g in (TALL, normal(rng, 6, 2)):
        found = submission.newton_schulz(g, 2)
        assert_close(found, orthogonal(g, 2), **ROOM, what=f"the matrix for {tuple(g.shape)}")


@pytest.mark.points(6)
def test_singular_values_come_near_1(submission, rng):
    """After 5 iterations all singular values that were above 0.005 lie between 0.68 and 1.21."""
    u, v = (torch.linalg.qr(normal(rng, n, 4))[0] for n in (4, 6))
    g = (u * torch.tensor([1.0, 0.3, 0.05, 0.01])) @ v.T
    found = submission.newton_schulz(7 * g)
    assert_close(found, orthogonal(g), rtol=0, atol=0.15)
    values = np.linalg.svd(np.asarray(found), compute_uv=False)
    assert 0.66 < values.min() < values.max() < 1.23, f"The singular values are {values.round(3).tolist()}."


@pytest.mark.points(4)
def test_the_precision_of_the_gradient(submission, rng):
    """The iteration computes in the dtype of the gradient, float64 or float32, and in none with fewer digits."""
    for g, n_steps in ((WIDE, 5), (normal(rng, 5, 3), 3)):
        what = f"the matrix for {tuple(g.shape)} after {n_steps} iterations"
        assert_close(submission.newton_schulz(g, n_steps), orthogonal(g, n_steps), rtol=1e-5, what=what)
    found = submission.newton_schulz(WIDE.float())
    assert_close(found, orthogonal(WIDE).float(), rtol=1e-4, exact_dtype=True, what="the matrix in float32")


@pytest.mark.points(2)
def test_any_scale_and_zeros(submission):
    """The scale of the gradient doesn't matter, and a gradient of zeros gives zeros."""
    assert_close(submission.newton_schulz(1e6 * WIDE, 2), orthogonal(WIDE, 2), **ROOM, what="the matrix for 1e6 G")
    zeros = torch.zeros(2, 3, dtype=torch.float64)
    assert_close(submission.newton_schulz(zeros), zeros, what="the matrix of zeros")


@pytest.mark.points(2)
def test_only_matrices(submission):
    """A vector, or a tensor of three axes, is a ValueError."""
    for shape in ((4,), (2, 3, 4)):
        with pytest.raises(ValueError):
            submission.newton_schulz(torch.ones(shape))
    found = submission.newton_schulz(WIDE, 0)
    assert bool(torch.isfinite(found).all()), "A matrix of two rows and four columns gives numbers that aren't finite."


@pytest.mark.points(18)
def test_a_step_is_orthogonal(submission, rng):
    """The first step moves the parameter by lr against the orthogonalised gradient."""
    check(submission, THEN, [FIRST], 0.25)
    check(submission, normal(rng, 3, 3), [normal(rng, 3, 3)], uniform(rng, 0.1, 0.5))


@pytest.mark.points(12)
def test_momentum(submission, rng):
    """M sums the gradients, older ones faded by momentum, and is what is made orthogonal."""
    check(submission, LAST, [FIRST, THEN, LAST], 0.25, 0.75)
    check(submission, normal(rng, 3, 3), [normal(rng, 3, 3) for _ in range(2)], 0.5, uniform(rng, 0.4, 0.8))


@pytest.mark.points(10)
def test_nesterov(submission, rng):
    """With Nesterov the step is made of G + momentum * M."""
    check(submission, LAST, [FIRST, THEN, LAST], 0.25, 0.75, True)
    check(submission, normal(rng, 3, 3), [normal(rng, 3, 3) for _ in range(2)], 0.5, uniform(rng, 0.4, 0.8), True)


@pytest.mark.points(7)
def test_the_scale_of_tall_matrices(submission, rng):
    """A matrix with more rows than columns moves by sqrt(rows / columns) times as much."""
    check(submission, WIDE.flip(0), [WIDE], 0.25)
    rows = int(rng.integers(5, 9))
    check(submission, normal(rng, rows, 2), [normal(rng, rows, 2)], 0.5)


@pytest.mark.points(5)
def test_decay_is_decoupled(submission, rng):
    """Each step takes lr * weight_decay * W from the parameter, beside the orthogonalised matrix."""
    check(submission, 3 * THEN, [FIRST], 0.25, decay=0.5)
    check(submission, 5 * normal(rng, 3, 3), [normal(rng, 3, 3)], 0.5, decay=uniform(rng, 0.3, 0.9))


@pytest.mark.points(3)
def test_states_are_separate(submission):
    """Every parameter has a momentum of its own; without a gradient it stays as it is, undecayed, and so does its M."""
    grads = [{"up": FIRST, "down": -THEN}, {"up": LAST}, {}, {"down": LAST, "up": THEN}]
    optimizer = submission.Muon(0.25, 0.75, False, 0.5)
    found = submission.run(optimizer, {"up": THEN, "down": LAST}, grads)
    up = path(submission, THEN, [FIRST, LAST, THEN], 0.25, 0.75, False, 0.5)
    down = path(submission, LAST, [-THEN, LAST], 0.25, 0.75, False, 0.5)
    pairs = zip([up[0], up[1], up[1], up[2]], [down[0], down[0], down[0], down[1]], strict=True)
    expected = [{"up": one, "down": other} for one, other in pairs]
    assert_close(found, expected, rtol=1e-4, what="the parameters after each step")
    found = submission.run(submission.Muon(0.25, 0.75, False, 0.5), {"up": THEN}, [{"up": LAST}])
    expected = [{"up": path(submission, THEN, [LAST], 0.25, 0.75, False, 0.5)[0]}]
    assert_close(found, expected, rtol=1e-4, what="the parameter of a second optimiser")


@pytest.mark.points(2)
def test_the_learning_rate_may_change(submission):
    """A learning rate set between two steps holds from the next step on."""
    found = submission.run(submission.Muon(9.0, 0.0, False, 0.0), {"w": THEN}, [{"w": FIRST}] * 2, [0.5, 0.25])
    o = LAST - path(submission, LAST, [FIRST], 1.0, 0.0, False)[0]
    expected = [{"w": THEN - 0.5 * o}, {"w": THEN - 0.75 * o}]
    assert_close(found, expected, rtol=1e-4, what="the parameters after each step")


@pytest.mark.points(2)
def test_returned_tensors_stay(submission):
    """Tensors that were returned are not changed by later steps, and those handed in by none."""
    grads = [{"w": FIRST}, {"w": THEN}]
    # run keeps what each step returned, so that a later change of it would show.
    found = submission.run(submission.Muon(0.25, 0.5, False), {"w": LAST}, grads)
    expected = [{"w": point} for point in path(submission, LAST, [FIRST, THEN], 0.25, 0.5, False)]
    assert_close(found, expected, rtol=1e-4, what="the parameters after each step, looked at after the last one")


@pytest.mark.points(2)
def test_defaults_and_float32(submission):
    """Without arguments lr is 0.02, momentum 0.95, with Nesterov and without decay; float32 stays float32."""
    grads = [FIRST, THEN]
    found = submission.run(submission.Muon(), {"w": LAST.float()}, [{"w": g.float()} for g in grads])
    expected = [{"w": point.float()} for point in path(submission, LAST, grads, 0.02, 0.95, True)]
    assert_close(found, expected, rtol=1e-4, exact_dtype=True, what="the parameters after each step")
