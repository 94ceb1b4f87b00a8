"""Grades `autoencoder`: plain tensors are the oracle for the network and its training, eigenvalues for PCA."""

import math

import numpy as np
import pytest
import torch

from kata.testing import assert_close, assert_distribution, assert_equal
from kata.testing.tensors import normal


def draw_state(rng, n_features, n_hidden, n_code):
    sizes = {"encoder": (n_features, n_code), "decoder": (n_code, n_features)}
    state = {}
    for part, (n_in, n_out) in sizes.items():
        for layer, (i, o) in {"0": (n_in, n_hidden), "2": (n_hidden, n_out)}.items():
            state[f"{part}.{layer}.weight"] = normal(rng, o, i) / math.sqrt(i)
            state[f"{part}.{layer}.bias"] = 0.5 * normal(rng, o)
    return state


def half(state, part, x):
    hidden = torch.tanh(x @ state[f"{part}.0.weight"].T + state[f"{part}.0.bias"])
    return hidden @ state[f"{part}.2.weight"].T + state[f"{part}.2.bias"]


def reconstruct(state, x):
    return half(state, "decoder", half(state, "encoder", x))


def build(submission, state):
    """The answer's module, in float64, with these weights."""
    n_hidden, n_features = state["encoder.0.weight"].shape
    module = submission.Autoencoder(n_features, n_hidden, len(state["encoder.2.bias"]))
    module.double()
    module.load_state_dict(state)
    return module


def generator(submission, rng):
    return submission.torch_generator(int(rng.integers(2**31)))


def identity(submission, n):
    """A model that copies its input."""
    state = {"weight": torch.eye(n, dtype=torch.float64), "bias": torch.zeros(n, dtype=torch.float64)}
    return submission.given("linear_model", n, n, state=state)


@pytest.mark.points(5)
def test_the_state_dict_has_the_eight_stated_parameters(submission, rng):
    """The state dict has weight and bias of encoder.0, encoder.2, decoder.0 and decoder.2, and nothing else."""
    state = draw_state(rng, 5, 4, 2)
    fresh = submission.Autoencoder(5, 4, 2).state_dict()
    shapes = {name: tuple(value.shape) for name, value in state.items()}
    assert_equal({name: tuple(value.shape) for name, value in fresh.items()}, shapes)
    assert_equal(build(submission, state).state_dict(), state, exact_dtype=True)


@pytest.mark.points(15)
def test_code_and_reconstruction(submission, rng):
    """encode and decode are linear, tanh, linear, without another activation; the model is one after the other."""
    for sizes, batch in [((5, 4, 2), 3), ((2, 6, 1), 4)]:
        state, x, code = draw_state(rng, *sizes), 2 * normal(rng, batch, sizes[0]), 2 * normal(rng, batch, sizes[2])
        module = build(submission, state)
        assert_close(module.encode(x), half(state, "encoder", x), what="the code")
        assert_close(module.decode(code), half(state, "decoder", code), what="the reconstruction of a code")
        assert_close(module(x), reconstruct(state, x), what="the reconstruction")
    single = submission.Autoencoder(2, 6, 1)
    single.load_state_dict({name: tensor.float() for name, tensor in state.items()})
    assert_close(single(x.float()), reconstruct(state, x).float(), exact_dtype=True, what="the result in float32")


@pytest.mark.points(15)
def test_corruption_loses_each_entry_with_probability_p(submission, rng):
    """Each entry is 0 with probability p and else unchanged, not scaled; p = 0 loses nothing and p = 1 all."""
    for p, dtype in [(0.2, torch.float64), (0.7, torch.float32)]:
        x = (1 + normal(rng, 40, 50).abs()).to(dtype)
        corrupted = submission.corrupt(x, p, generator(submission, rng))
        lost = ~corrupted.bool()
        assert_equal(corrupted, torch.where(lost, torch.zeros_like(x), x), exact_dtype=True)
        counts = [int(lost.sum()), int((~lost).sum())]
        assert_distribution(counts, [p, 1 - p], what=f"entries that are lost and kept at p = {p}")
    assert_equal(submission.corrupt(x, 0.0), x)
    assert_equal(submission.corrupt(x, 1.0, generator(submission, rng)), torch.zeros_like(x))


@pytest.mark.points(10)
def test_entries_are_lost_independently(submission, rng):
    """Every entry draws for itself, so that the number lost varies, in every call, from the generator alone."""
    p = 0.4
    x = torch.ones(40, 30, dtype=torch.float64)
    draws = generator(submission, rng)
    lost = np.stack([1 - np.asarray(submission.corrupt(x, p, draws)).astype(int) for _ in range(2)])
    law = [(1 - p) ** 2, (1 - p) * p, p * (1 - p), p * p]
    for axis, name in enumerate(("calls", "rows", "features")):
        pairs = np.moveaxis(lost, axis, 0)
        counts = np.bincount((2 * pairs[::2] + pairs[1::2]).ravel(), minlength=4)
        assert_distribution(counts, law, what=f"what is lost for two neighbouring {name}")
    # How many of a few entries are lost varies from call to call.
    n, few = 6, torch.ones(2, 3, dtype=torch.float64)
    numbers = [n - int(torch.count_nonzero(submission.corrupt(few, p, draws))) for _ in range(40)]
    law = [math.comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1)]
    assert_distribution(np.bincount(numbers, minlength=n + 1), law, what=f"the number lost of {n} entries")
    seed = int(rng.integers(2**31))
    one, other = (submission.corrupt(x, p, submission.torch_generator(seed)) for _ in range(2))
    assert_equal(other, one, what="the corruption from the same state of the generator")


@pytest.mark.points(15)
def test_the_loss_compares_with_the_clean_data(submission, rng):
    """The loss is the mean over all entries of (model(corrupted) - clean)^2."""
    x, draws = normal(rng, 3, 4), generator(submission, rng)
    weight, bias = normal(rng, 4, 4), normal(rng, 4)
    model = submission.given("linear_model", 4, 4, state={"weight": weight, "bias": bias})
    for p, seen in [(0.0, x), (1.0, torch.zeros_like(x))]:
        loss = submission.denoising_loss(model, x, p, draws)
        expected = torch.mean((seen @ weight.T + bias - x) ** 2)
        assert_close(loss, expected, what=f"the loss at p = {p}")
    # A model that always says 0 is wrong by x^2 everywhere, where an entry was lost and where it was kept.
    zeros = {"weight": torch.zeros(4, 4, dtype=torch.float64), "bias": torch.zeros(4, dtype=torch.float64)}
    loss = submission.denoising_loss(submission.given("linear_model", 4, 4, state=zeros), x, 0.5, draws)
    assert_close(loss, torch.mean(x**2), what="the loss of a model that returns zeros")
    # A model that copies its input is wrong by x^2 where an entry was lost: its loss spells the mask in binary.
    bits = 30
    x = torch.sqrt(2.0 ** torch.arange(bits, dtype=torch.float64)).reshape(5, 6)
    model, numbers = identity(submission, 6), []
    for _ in range(12):
        squares = bits * float(submission.denoising_loss(model, x, 0.3, draws).detach())
        numbers.append(round(squares))
        assert_close(squares, float(numbers[-1]), rtol=0, atol=1e-3, what="the squares of the lost entries")
    lost = [number >> bit & 1 for number in numbers for bit in range(bits)]
    assert_distribution([lost.count(0), lost.count(1)], [0.7, 0.3], what="entries that were kept and lost")


@pytest.mark.points(10)
def test_gradients_of_the_parameters(submission, rng):
    """The loss is differentiable: each of the eight parameters receives its gradient."""
    state, x = draw_state(rng, 4, 5, 2), normal(rng, 3, 4)
    leaves = {name: tensor.clone().requires_grad_() for name, tensor in state.items()}
    loss = torch.mean((reconstruct(leaves, x) - x) ** 2)
    expected = dict(zip(leaves, torch.autograd.grad(1.7 * loss, list(leaves.values())), strict=True))
    module = build(submission, state)
    found = submission.grads(module, submission.denoising_loss(module, x, 0.0), torch.tensor(1.7, dtype=torch.float64))
    assert_close(found, expected, what="the gradients")


@pytest.mark.points(10)
def test_training_follows_the_gradient_of_the_loss(submission, rng):
    """Each step follows the gradient of its own loss alone, over all data; the losses are those before the updates."""
    x, lr, n_steps = normal(rng, 6, 4), 0.3, 3
    for p, seen in [(0.0, x), (1.0, torch.zeros_like(x))]:
        weight, bias = normal(rng, 4, 4), normal(rng, 4)
        model = submission.given("linear_model", 4, 4, state={"weight": weight, "bias": bias})
        optimizer = submission.given("sgd", model, lr)
        submission.given("set_grads", model, {"weight": normal(rng, 4, 4)})
        losses = submission.train_autoencoder(model, optimizer, x, n_steps, p, generator(submission, rng))
        expected = []
        for _ in range(n_steps):
            error = seen @ weight.T + bias - x
            expected.append(float((error**2).mean()))
            weight, bias = weight - lr * 2 * error.T @ seen / x.numel(), bias - lr * 2 * error.sum(0) / x.numel()
        assert_close(losses, expected, what="the losses")
        assert_close(model.state_dict(), {"weight": weight, "bias": bias}, what="the state dict")
    assert all(isinstance(loss, float) for loss in losses), "The losses should be Python floats."
    assert_equal(submission.train_autoencoder(model, optimizer, x, 0), [], what="the losses of no steps")


@pytest.mark.points(5)
def test_every_step_draws_anew(submission, rng):
    """Each training step corrupts the data anew, with probability p, and draws from the generator alone."""
    x = torch.sqrt(2.0 ** torch.arange(30, dtype=torch.float64)).reshape(5, 6)
    model = identity(submission, 6)
    optimizer = submission.given("sgd", model, 0.0)
    seed, other = (int(rng.integers(2**31)) for _ in range(2))
    losses, again, differently = (
        submission.train_autoencoder(model, optimizer, x, 12, 0.3, submission.torch_generator(s))
        for s in (seed, seed, other)
    )
    assert_equal(again, losses, what="the losses from the same state of the generator")
    both = len({*losses, *differently})
    assert both == 24, "Two steps have the same loss, from whichever generators: they lost the same entries."
    lost = [round(loss * 30) >> bit & 1 for loss in losses for bit in range(30)]
    assert_distribution([lost.count(0), lost.count(1)], [0.7, 0.3], what="entries that were kept and lost")


@pytest.mark.points(5)
def test_pca_error(submission, rng):
    """pca_error is the mean squared error of the best K-dimensional plane through the mean, a float; 0 for one row."""
    for shape in [(7, 4), (3, 5), (1, 2)]:
        x = normal(rng, *shape) * torch.arange(1, shape[1] + 1) + 5 * normal(rng, shape[1])
        centred = x - x.mean(0)
        variances = torch.linalg.eigvalsh(centred.T @ centred).clamp(min=0).flip(0)
        for k in range(shape[1] + 1):
            expected = float(variances[k:].sum() / x.numel())
            scale = 1e-9 * float(variances.sum()) + 1e-12
            error = submission.pca_error(x, k)
            assert isinstance(error, float), "The error should be a Python float, as .item() makes one of a tensor."
            assert_close(error, expected, atol=scale, what=f"the error with {k} components")


@pytest.mark.points(5)
def test_p_outside_0_to_1_is_refused(submission, rng):
    """A p below 0 or above 1 raises ValueError."""
    x = normal(rng, 2, 3)
    assert_equal(submission.corrupt(x, 0), x)
    for p in (-0.1, 1.1):
        with pytest.raises(ValueError):
            submission.corrupt(x, p, generator(submission, rng))


@pytest.mark.points(5)
def test_one_number_beats_pca_on_a_curve(submission, rng):
    """Trained on a parabola, a code of one number loses less than half of what PCA with one component loses."""
    # From this start the error falls below 0.2 of PCA's, whatever the small shifts of the points.
    n_hidden = 6
    t = torch.linspace(-1.5, 1.5, 40, dtype=torch.float64) + torch.from_numpy(rng.uniform(-0.04, 0.04, size=40))
    x = torch.stack([t, t**2, 0.3 * t], dim=1)
    ones = torch.ones(n_hidden, dtype=torch.float64)
    places = torch.linspace(-2, 2, n_hidden, dtype=torch.float64)
    state = {
        "encoder.0.weight": torch.outer(ones, torch.tensor([0.5, 0.0, 0.0])),
        "encoder.0.bias": 0 * ones,
        "encoder.2.weight": 2 / n_hidden * ones[None],
        "encoder.2.bias": torch.zeros(1, dtype=torch.float64),
        "decoder.0.weight": 1.5 * ones[:, None],
        "decoder.0.bias": places,
        "decoder.2.weight": 0.2 * torch.stack([ones, places, ones / 2]),
        "decoder.2.bias": torch.zeros(3, dtype=torch.float64),
    }
    module = build(submission, state)
    submission.train_autoencoder(module, submission.given("adam", module, 0.05), x, 30)
    error = float(((module(x).detach() - x) ** 2).mean())
    centred = x - x.mean(0)
    baseline = float(torch.linalg.eigvalsh(centred.T @ centred)[:-1].sum() / x.numel())
    assert error < baseline / 2, f"After 30 steps the mean squared error is {error:.3f}; that of PCA is {baseline:.3f}."
    assert_close(submission.pca_error(x, 1), baseline, what="the error of PCA")
