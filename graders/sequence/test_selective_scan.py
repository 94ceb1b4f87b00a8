"""Grades `selective_scan`: the oracle sums over all pairs of steps, in float64."""

import numpy as np
import pytest
import torch

from kata.testing import assert_close
from kata.testing.tensors import normal

X = torch.tensor([[[1.0, -2.0], [0.5, 1.5], [-1.0, 0.75], [2.0, -0.5]]])
DELTA = torch.tensor([[[0.5, 1.0], [0.25, 0.75], [1.5, 0.125], [1.0, 0.5]]])
A = torch.tensor([[-0.5, -1.0, -2.0], [-1.5, -0.25, -0.75]])
B = torch.tensor([[[1.0, -0.5, 2.0], [0.5, 1.5, -1.0], [-2.0, 1.0, 0.25], [0.75, -1.0, 1.0]]])
C = torch.tensor([[[0.5, 2.0, -1.0], [1.0, -0.25, 0.5], [-0.5, 1.5, 1.0], [2.0, 0.5, -1.5]]])


def by_pairs(x, delta, a, b, c, skip, h0=None):
    """y and the final state: every input counts by the decay of the steps after it."""
    steps = x.shape[1]
    passed = torch.cumsum(delta, dim=1)
    ages = passed[:, :, None] - passed[:, None]
    decays = torch.exp(ages.clamp(min=0)[..., None] * a)
    causal = torch.tril(torch.ones(steps, steps, dtype=x.dtype))[:, :, None, None]
    states = torch.einsum("btsdn,bsd,bsn->btdn", decays * causal, delta * x, b)
    if h0 is not None:
        states = states + torch.exp(passed[..., None] * a) * h0[:, None]
    return torch.einsum("btdn,btn->btd", states, c) + skip * x, states[:, -1]


def normals(rng, *shape):
    return normal(rng, *shape).float()


def draw(rng, batch, steps, channels, entries):
    """x, delta, a, b, c of these sizes."""
    delta = torch.from_numpy(rng.uniform(0.1, 1.0, (batch, steps, channels))).float()
    a = -torch.from_numpy(rng.uniform(0.2, 1.5, (channels, entries))).float()
    shape = (batch, steps, entries)
    return normals(rng, batch, steps, channels), delta, a, normals(rng, *shape), normals(rng, *shape)


def alike(found, value):
    return found.shape == value.shape and np.allclose(found, value, rtol=1e-4, atol=1e-5)


def check_outputs(submission, arguments, skip, h0=None):
    options = () if h0 is None else (h0.clone(),)
    y, _ = submission.selective_scan(*(t.clone() for t in arguments), skip.clone(), *options)
    expected, _ = by_pairs(*(t.double() for t in (*arguments, skip, *options)))
    assert_close(y, expected.float(), rtol=1e-4, atol=1e-5, what="the outputs")


@pytest.mark.points(16)
def test_the_parameters_are_made_from_the_input(submission, rng):
    """delta is a softplus of a layer upon the first R entries, B and C are the next ones, N each."""
    fixed = (X, torch.arange(10.0).reshape(5, 2) / 4 - 1, torch.tensor([[1.0], [-0.5]]), torch.tensor([0.25, -1.0]))
    drawn = (normals(rng, 2, 3, 4), normals(rng, 8, 4), normals(rng, 4, 2), normals(rng, 4))
    for x, w_x, w_dt, b_dt in (fixed, drawn):
        rank = w_dt.shape[1]
        z = np.asarray(x) @ np.asarray(w_x).T
        entries = (z.shape[2] - rank) // 2
        found = submission.selective_parameters(x.clone(), w_x.clone(), w_dt.clone(), b_dt.clone())
        without_bias = z[..., :rank] @ np.asarray(w_dt).T
        inside = without_bias + np.asarray(b_dt)
        delta = np.logaddexp(0, inside)
        own = np.asarray(found[0])
        upon = np.logaddexp(0, z[..., :rank]) @ np.asarray(w_dt).T + np.asarray(b_dt)
        right = "it is the softplus of the whole layer, bias included."
        # Each on a line of its own: where an answer fails tells the mistakes apart.
        assert not alike(own, inside), f"delta is the layer's output, without a softplus: {right}"
        assert not alike(own, np.logaddexp(0, without_bias)), f"delta is a softplus without b_dt: {right}"
        assert not alike(own, np.exp(inside)), f"delta is exp of the layer's output: {right}"
        assert not alike(own, upon), f"delta is a layer upon the softplus of r: {right}"
        assert_close(found[0], torch.tensor(delta), rtol=1e-4, atol=1e-5, what="delta")
        assert_close(found[1], torch.tensor(z[..., rank : rank + entries]), rtol=1e-4, atol=1e-5, what="B")
        assert_close(found[2], torch.tensor(z[..., rank + entries :]), rtol=1e-4, atol=1e-5, what="C")


@pytest.mark.points(2)
def test_a_large_step(submission):
    """Where softplus is taken of 200, delta is 200, and not inf."""
    x, w_x, w_dt = torch.tensor([[[1.0], [-0.5]]]), torch.tensor([[100.0], [3.0], [4.0]]), torch.tensor([[2.0]])
    delta, _, _ = submission.selective_parameters(x, w_x, w_dt, torch.tensor([0.0]))
    assert_close(delta[0, 0], torch.tensor([200.0]), rtol=1e-4, what="delta for a softplus of 200")


@pytest.mark.points(38)
def test_the_outputs_of_the_scan(submission, rng):
    """Each step fades the state by exp(delta A), adds delta B x, and is then read with C."""
    check_outputs(submission, (X, DELTA, A, B, C), torch.zeros(2))
    check_outputs(submission, draw(rng, 2, 5, 3, 4), torch.zeros(3))


@pytest.mark.points(8)
def test_the_input_past_the_state(submission, rng):
    """skip x is added to every output."""
    fixed, drawn = (X, DELTA, A, B, C), draw(rng, 2, 3, 3, 2)
    for arguments, skip in ((fixed, torch.tensor([10.0, -4.0])), (drawn, normals(rng, 3))):
        # Beside the answer's own outputs without it: that those are right is judged elsewhere.
        y, _ = submission.selective_scan(*(t.clone() for t in arguments), skip.clone())
        without, _ = submission.selective_scan(*(t.clone() for t in arguments), torch.zeros_like(skip))
        added = np.asarray(y) - np.asarray(without)
        alone = added.shape == tuple(arguments[0].shape) and np.allclose(added, np.asarray(skip), atol=1e-4)
        assert not alone, "skip itself is added to the outputs: it is skip times the input."
        assert_close(added, np.asarray(skip * arguments[0]), rtol=1e-4, atol=1e-4, what="what skip adds to the outputs")


@pytest.mark.points(16)
def test_the_state_goes_in_and_out(submission, rng):
    """The scan starts from h0, and gives the state after the last step."""
    h0 = torch.tensor([[[1.0, -2.0, 0.5], [3.0, 0.25, -1.0]]])
    skip = torch.zeros(2)
    _, state = submission.selective_scan(*(t.clone() for t in (X, DELTA, A, B, C, skip)))
    # What is left of h0; how an input gets into the state, and when it is read, is judged elsewhere.
    _, begun = submission.selective_scan(*(t.clone() for t in (X, DELTA, A, B, C, skip, h0)))
    left = np.asarray(torch.exp(DELTA.sum(dim=1)[..., None] * A) * h0)
    found = np.asarray(begun) - np.asarray(state)
    assert_close(found, left, rtol=1e-3, atol=1e-4, what="what is left of h0 in the final state")

    x, delta, a, b, c = draw(rng, 2, 4, 3, 2)
    skip = torch.zeros(3)
    y, state = submission.selective_scan(*(t.clone() for t in (x, delta, a, b, c, skip)))
    first, second = ((x[:, s], delta[:, s], a, b[:, s], c[:, s], skip) for s in (slice(2), slice(2, 4)))
    _, middle = submission.selective_scan(*(t.clone() for t in first))
    rest, end = submission.selective_scan(*(t.clone() for t in (*second, middle)))
    assert_close(rest, y[:, 2:], rtol=1e-3, atol=1e-4, what="the outputs of a second half read from the state")
    assert_close(end, state, rtol=1e-3, atol=1e-4, what="the final state of two halves, beside that of the whole")


@pytest.mark.points(8)
def test_strong_decay(submission):
    """Where each step forgets all before it, what is left is delta B x of this step."""
    delta, a = torch.full((1, 4, 2), 100.0), torch.full((2, 3), -2.0)
    y, _ = submission.selective_scan(X.clone(), delta.clone(), a.clone(), B.clone(), C.clone(), torch.zeros(2))
    finite = bool(np.isfinite(np.asarray(y)).all())
    assert finite, "Outputs are nan or inf where each step forgets all before it: a decay so far has become 0."
    expected = 100.0 * X * (B * C).sum(dim=2, keepdim=True)
    assert_close(y, expected, rtol=1e-4, atol=1e-3, what="the outputs")


@pytest.mark.points(12)
def test_gradients_reach_every_argument(submission, rng):
    """The gradients of x, delta, A, B and C are those of the recurrence."""
    for arguments in ((X, DELTA, A, B, C), draw(rng, 2, 3, 3, 2)):
        leaves = [t.clone().requires_grad_() for t in arguments]
        skip = torch.zeros(arguments[0].shape[2])
        y, _ = submission.selective_scan(*leaves, skip)
        assert y.requires_grad, "the outputs have no graph."
        cotangent = normals(rng, *arguments[0].shape)
        found = torch.autograd.grad(y, leaves, cotangent)
        exact = [t.detach().double().requires_grad_() for t in leaves]
        expected = torch.autograd.grad(by_pairs(*exact, skip.double())[0], exact, cotangent.double())
        for name, one, other in zip(("x", "delta", "A", "B", "C"), found, expected, strict=True):
            assert_close(one, other.float(), rtol=1e-3, atol=1e-4, what=f"the gradient of {name}")
    leaves = [t.clone().requires_grad_() for t in (X, DELTA, A, B)]
    _, state = submission.selective_scan(*leaves, C.clone(), torch.zeros(2))
    assert state.requires_grad, "the final state has no graph."
    cotangent = normals(rng, *state.shape)
    found = torch.autograd.grad(state, leaves, cotangent)
    exact = [t.detach().double().requires_grad_() for t in leaves]
    last = by_pairs(*exact, C.double(), torch.zeros(2).double())[1]
    expected = torch.autograd.grad(last, exact, cotangent.double())
    for name, one, other in zip(("x", "delta", "A", "B"), found, expected, strict=True):
        what = f"the gradient of {name}, from the final state"
        assert_close(one, other.float(), rtol=1e-3, atol=1e-4, what=what)
