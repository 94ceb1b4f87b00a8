"""Grades `gradient_accumulation`: the full batch, every real target in one sum, on plain tensors is the oracle."""

import math
from functools import partial

import pytest
import torch

from kata.testing import assert_close, assert_equal
from kata.testing.tensors import normal

PADDING = -100
N_IN, N_HIDDEN, N_CLASSES = 4, 3, 5


def draw(rng, *shapes, padding=0.0):
    """A micro-batch for every shape; each has a real target."""
    batches = []
    for shape in shapes:
        targets = torch.from_numpy(rng.integers(N_CLASSES, size=shape))
        targets[torch.from_numpy(rng.random(shape) < padding)] = PADDING
        targets.view(-1)[-1] = int(rng.integers(N_CLASSES))
        batches.append((1.5 * normal(rng, *shape, N_IN), targets))
    return batches


def draw_weights(rng):
    return {"weight": normal(rng, N_CLASSES, N_IN), "bias": normal(rng, N_CLASSES)}


def network_weights(rng):
    shapes = {"linear1": (N_HIDDEN, N_IN), "linear2": (N_CLASSES, N_HIDDEN)}
    weights = {f"{name}.weight": normal(rng, *shape) for name, shape in shapes.items()}
    return weights | {f"{name}.bias": normal(rng, shape[0]) for name, shape in shapes.items()}


def linear(weights, inputs):
    return inputs @ weights["weight"].T + weights["bias"]


def network(weights, inputs, keep=1.0):
    """What `kata.given.mlp` computes; dropout keeps all or nothing."""
    hidden = torch.tanh(inputs @ weights["linear1.weight"].T + weights["linear1.bias"])
    return keep * hidden @ weights["linear2.weight"].T + weights["linear2.bias"]


def full_loss(weights, batches, forward=linear):
    """The mean over the real targets, one at a time."""
    losses = []
    for inputs, targets in batches:
        logits = forward(weights, inputs).reshape(-1, N_CLASSES)
        for row, target in zip(logits, targets.reshape(-1).tolist(), strict=True):
            if target != PADDING:
                losses.append(row.logsumexp(0) - row[target])
    return torch.stack(losses).mean()


def simulate(weights, groups, lr, *, momentum=0.0, max_norm=None, frozen=(), forward=linear):
    """A step of gradient descent for each group. Returns the weights, the losses and the norms of the gradients."""
    weights, buffers, losses, norms = dict(weights), {}, [], []
    for batches in groups:
        leaves = {name: w.clone().requires_grad_() for name, w in weights.items() if name not in frozen}
        loss = full_loss(weights | leaves, batches, forward)
        grads = torch.autograd.grad(loss, list(leaves.values()), allow_unused=True, materialize_grads=True)
        norms.append(math.sqrt(math.fsum(float((grad**2).sum()) for grad in grads)))
        scale = 1.0 if max_norm is None or norms[-1] <= max_norm else max_norm / norms[-1]
        for name, grad in zip(leaves, grads, strict=True):
            buffers[name] = scale * grad + momentum * buffers.get(name, 0.0)
            weights[name] = weights[name] - lr * buffers[name]
        losses.append(float(loss.detach()))
    return weights, losses, norms


def given(submission, weights, lr=0.5, momentum=0.0):
    model = submission.given("linear_model", N_IN, N_CLASSES, state=weights)
    return model, submission.given("sgd", model, lr, momentum=momentum)


def check_step(submission, rng, batches):
    """One step is that of the full batch."""
    weights = draw_weights(rng)
    model, optimizer = given(submission, weights)
    submission.accumulated_step(model, optimizer, batches)
    assert_close(model.state_dict(), simulate(weights, [batches], 0.5)[0], what="the state dict after the step")


@pytest.mark.points(10)
def test_equal_micro_batches_equal_the_full_batch(submission, rng):
    """Micro-batches of one size make one step, that of the full batch."""
    check_step(submission, rng, draw(rng, (3,), (3,), (3,), (3,)))
    check_step(submission, rng, draw(rng, (4,)))


@pytest.mark.points(15)
def test_ragged_micro_batches_equal_the_full_batch(submission, rng):
    """Micro-batches of different sizes make the step of the full batch too: each target has the same weight."""
    check_step(submission, rng, draw(rng, (5,), (5,), (1,)))
    check_step(submission, rng, draw(rng, (2, 3), (1, 5), (3, 1)))


@pytest.mark.points(15)
def test_padding_has_no_weight(submission, rng):
    """Targets of -100 count neither in the sum nor in N, however they are spread over the micro-batches."""
    batches = draw(rng, (3, 4), (3, 4), (2, 3), padding=0.5)
    batches[0][1][1:] = PADDING
    check_step(submission, rng, batches)


@pytest.mark.points(5)
def test_a_micro_batch_may_be_all_padding(submission, rng):
    """A micro-batch without real targets changes nothing and makes nothing nan, the loss included."""
    batches = draw(rng, (3,), (2,), (4,))
    for i in (1, 0):
        batches[i][1][:] = PADDING
        check_step(submission, rng, batches)
    weights = draw_weights(rng)
    loss = submission.accumulated_step(*given(submission, weights), batches)
    assert_close(loss, simulate(weights, [batches], 0.5)[1][0], what="the loss")


@pytest.mark.points(10)
def test_the_loss_is_the_mean_over_real_targets(submission, rng):
    """The loss is a float: the mean over the real targets of all micro-batches, before the step."""
    weights = draw_weights(rng)
    batches = draw(rng, (3, 4), (1, 2), (2, 3), padding=0.4)
    loss = submission.accumulated_step(*given(submission, weights), batches)
    assert isinstance(loss, float), "The loss should be a Python float, as .item() makes one of a tensor."
    assert_close(loss, simulate(weights, [batches], 0.5)[1][0], what="the loss")


@pytest.mark.points(5)
def test_earlier_gradients_are_forgotten(submission, rng):
    """What stood in the gradients before the step doesn't count."""
    weights, batches = draw_weights(rng), draw(rng, (3,))
    model, optimizer = given(submission, weights)
    submission.given("set_grads", model, {name: normal(rng, *w.shape) for name, w in weights.items()})
    submission.accumulated_step(model, optimizer, batches)
    assert_close(model.state_dict(), simulate(weights, [batches], 0.5)[0], what="the state dict after the step")


@pytest.mark.points(5)
def test_one_graph_at_a_time(submission, rng):
    """Each micro-batch goes forward once, and backward before the next one goes forward."""
    weights, batches, events = draw_weights(rng), draw(rng, (3,), (3,), (3,)), []
    model, optimizer = given(submission, weights)
    model.register_forward_pre_hook(submission.callback(lambda module, inputs: events.append("forward"), limit=20))
    model.register_full_backward_pre_hook(
        submission.callback(lambda module, grads: events.append("backward"), limit=20)
    )
    submission.accumulated_step(model, optimizer, batches)
    assert_equal(events, ["forward", "backward"] * 3, what="the passes through the model")


@pytest.mark.points(10)
def test_the_accumulated_gradient_is_clipped_once(submission, rng):
    """If the norm of the accumulated gradient exceeds max_norm it is scaled down to it; else nothing changes."""
    weights, batches = network_weights(rng), draw(rng, (3,), (3,), (3,))
    lr, frozen = 0.5, ("linear1.weight", "linear1.bias")

    def stepped(max_norm):
        model = submission.given("mlp", [N_IN, N_HIDDEN, N_CLASSES], state=weights)
        model.linear1.requires_grad_(False)
        submission.accumulated_step(model, submission.given("sgd", model, lr), batches, max_norm=max_norm)
        return {name: model.state_dict()[name] for name in weights}

    # Beside the answer's own step without clipping: how long that is is for other tests.
    move = {name: w.clone() - weights[name] for name, w in stepped(None).items()}
    norm = math.sqrt(math.fsum(float((step**2).sum()) for step in move.values())) / lr
    assert norm > 0, "The step without max_norm moves no weight."
    for name in frozen:
        assert_close(move[name], torch.zeros_like(move[name]), what=f"what the step moves the frozen {name} by")
    for factor, scale in [(0.3, 0.3), (1.5, 1.0)]:
        right = {name: w + scale * move[name] for name, w in weights.items()}
        # The tolerance leaves room for the 1e-6 that torch adds to the norm.
        what = f"the state dict with a max_norm of {factor} times the norm"
        assert_close(stepped(factor * norm), right, rtol=1e-4, what=what)


@pytest.mark.points(5)
def test_without_real_targets_nothing_changes(submission, rng):
    """Without a real target, or a micro-batch, the loss is 0.0 and no step is made, though momentum would move."""
    weights, batches = draw_weights(rng), draw(rng, (3,))
    padded = [(inputs, torch.full_like(targets, PADDING)) for inputs, targets in batches]
    model, optimizer = given(submission, weights, momentum=0.9)
    submission.accumulated_step(model, optimizer, batches)
    for nothing in (padded, []):
        loss = submission.accumulated_step(model, optimizer, nothing)
        assert_equal(loss, 0.0, what="the loss")
    losses = submission.accumulated_epoch(model, optimizer, 2 * padded, 1)
    assert_equal(losses, [0.0, 0.0], what="the losses of an epoch")
    expected = simulate(weights, [batches], 0.5, momentum=0.9)[0]
    assert_close(model.state_dict(), expected, what="the state dict")
    submission.accumulated_step(model, optimizer, batches)
    expected = simulate(weights, [batches, batches], 0.5, momentum=0.9)[0]
    assert_close(model.state_dict(), expected, what="the state dict after another step")


@pytest.mark.points(10)
def test_left_over_batches_make_a_step_of_their_own(submission, rng):
    """An epoch steps after every n_accumulate batches and once more for those left over, each with its own N."""
    weights, batches = draw_weights(rng), draw(rng, (3,), (2, 2), (4,), (1,), (2, 3), padding=0.3)
    for n, groups in [(2, [batches[:2], batches[2:4], batches[4:]]), (5, [batches]), (8, [batches])]:
        # Beside the answer's own steps: what a step does is for other tests.
        model, optimizer = given(submission, weights, lr=0.3, momentum=0.5)
        right_losses = [float(submission.accumulated_step(model, optimizer, group)) for group in groups]
        right = model.state_dict()
        assert not torch.equal(right["weight"], weights["weight"]), "accumulated_step moves no weight."
        model, optimizer = given(submission, weights, lr=0.3, momentum=0.5)
        loader = submission.given("scripted_passes", [batches])
        losses = submission.accumulated_epoch(model, optimizer, loader, n)
        what = f"the state dict after an epoch with n_accumulate = {n}, beside that after a step for each group"
        assert_close(model.state_dict(), right, what=what)
        assert_close(losses, right_losses, what="the losses")


@pytest.mark.points(5)
def test_an_epoch_clips_every_step(submission, rng):
    """max_norm holds for each step of an epoch; n_accumulate = 1 steps after every batch; 0 raises ValueError."""
    weights, batches = draw_weights(rng), draw(rng, (3,), (3,), (3,))
    groups = [[batch] for batch in batches]
    model, optimizer = given(submission, weights)
    submission.accumulated_epoch(model, optimizer, batches, 1, max_norm=0.2)
    right = simulate(weights, groups, 0.5, max_norm=0.2)[0]
    assert_close(model.state_dict(), right, rtol=1e-4, what="the state dict")
    for n in (0, -1):
        with pytest.raises(ValueError):
            submission.accumulated_epoch(model, optimizer, batches, n)
    assert_close(submission.accumulated_epoch(model, optimizer, [], 2), [], what="the losses of no batches")


@pytest.mark.points(5)
def test_the_mode_stays_as_it_is(submission, rng):
    """A model in eval mode stays in eval mode, and one in training mode in training mode, during the step and after."""
    weights, batches = network_weights(rng), draw(rng, (3,))
    for training in (True, False):
        forward = partial(network, keep=0.0 if training else 1.0)
        model = submission.given("mlp", [N_IN, N_HIDDEN, N_CLASSES], dropout=1.0, state=weights)
        model.train(training)
        optimizer = submission.given("sgd", model, 0.5)
        submission.accumulated_step(model, optimizer, batches)
        right = simulate(weights, [batches], 0.5, forward=forward)[0]
        assert_close(model.state_dict(), right, what="the state dict of a model that drops all in training mode")
        inputs = batches[0][0]
        assert_close(model(inputs), forward(right, inputs), what="the output afterwards")
