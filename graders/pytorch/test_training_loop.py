"""Grades `training_loop`: models, updates, clipping and schedules are written out here as formulas on plain tensors."""

import math

import pytest
import torch

from kata.testing import assert_close, assert_equal
from kata.testing.tensors import normal

# -- the oracle -------------------------------------------------------------------------------------------------------


def linear(weights, inputs, training):
    return inputs @ weights["weight"].T + weights["bias"]


def network(weights, inputs, training, dropped=0.0, momentum=0.1):
    """What `kata.given.mlp` with one hidden layer computes; batch norm's buffers are moved on in training."""
    hidden = inputs @ weights["linear1.weight"].T + weights["linear1.bias"]
    if "norm1.weight" in weights:
        if training:
            n = len(hidden)
            mean = hidden.sum(0) / n
            var = ((hidden - mean) ** 2).sum(0) / n
            for name, value in (("mean", mean), ("var", var * n / (n - 1))):
                old = weights[f"norm1.running_{name}"]
                weights[f"norm1.running_{name}"] = old + momentum * (value.detach() - old)
            weights["norm1.num_batches_tracked"] = weights["norm1.num_batches_tracked"] + 1
        else:
            mean, var = weights["norm1.running_mean"], weights["norm1.running_var"]
        hidden = (hidden - mean) / torch.sqrt(var + 1e-5) * weights["norm1.weight"] + weights["norm1.bias"]
    hidden = torch.tanh(hidden)
    if training and dropped:
        hidden = hidden * (1.0 - dropped)  # used with dropped = 1 only, where no chance is left
    return hidden @ weights["linear2.weight"].T + weights["linear2.bias"]


def squared_error(outputs, targets):
    return ((outputs - targets) ** 2).mean()


def cross_entropy(logits, targets):
    return (logits.logsumexp(1) - logits[torch.arange(len(targets)), targets]).mean()


def sgd(momentum=0.0):
    """One update of a weight, with a memory of its own."""
    buffers = {}

    def update(name, weight, grad, lr):
        buffers[name] = grad + momentum * buffers.get(name, torch.zeros_like(grad))
        return weight - lr * buffers[name]

    return update


def adam(beta1, beta2, eps):
    grads = {}

    def update(name, weight, grad, lr):
        # The exponential averages as weighted sums over the whole history; their weights sum to 1.
        history = grads.setdefault(name, [])
        history.append(grad)
        n = len(history)
        first = sum(beta1 ** (n - 1 - i) * g for i, g in enumerate(history)) * (1 - beta1) / (1 - beta1**n)
        second = sum(beta2 ** (n - 1 - i) * g**2 for i, g in enumerate(history)) * (1 - beta2) / (1 - beta2**n)
        return weight - lr * first / (second.sqrt() + eps)

    return update


def mean_loss(forward, loss_fn, weights, batches):
    losses = [float(loss_fn(forward(weights, inputs, False), targets)) for inputs, targets in batches]
    sizes = [len(inputs) for inputs, _ in batches]
    return math.fsum(loss * n for loss, n in zip(losses, sizes, strict=True)) / sum(sizes)


def simulate(forward, loss_fn, weights, update, lrs, train, valid, *, max_norm=None, frozen=()):
    """Train for one epoch per learning rate.

    `train` and `valid` hold the batches of each epoch. Returns the weights afterwards, the two curves, and the global
    norm of the gradients of each step.
    """
    weights = dict(weights)
    learned = [name for name in weights if "running" not in name and "tracked" not in name and name not in frozen]
    curves, norms = {"train": [], "valid": []}, []
    for lr, train_batches, valid_batches in zip(lrs, train, valid, strict=True):
        total, n_samples = 0.0, 0
        for inputs, targets in train_batches:
            leaves = {name: weights[name].clone().requires_grad_() for name in learned}
            weights.update(leaves)
            loss = loss_fn(forward(weights, inputs, True), targets)
            grads = torch.autograd.grad(loss, list(leaves.values()), materialize_grads=True)
            norm = math.sqrt(math.fsum(float((grad**2).sum()) for grad in grads))
            scale = 1.0 if max_norm is None or norm <= max_norm else max_norm / norm
            norms.append(norm)
            for name, grad in zip(learned, grads, strict=True):
                weights[name] = update(name, weights[name].detach(), grad * scale, lr)
            total += float(loss.detach()) * len(inputs)
            n_samples += len(inputs)
        curves["train"].append(total / n_samples)
        curves["valid"].append(mean_loss(forward, loss_fn, weights, valid_batches))
    return weights, curves, norms


# -- what is handed in ------------------------------------------------------------------------------------------------


def regression(rng, sizes, n_in, n_out):
    """Batches of these sizes, as a list of (inputs, targets)."""
    return [(normal(rng, n, n_in), 2.0 * normal(rng, n, n_out) + 1.0) for n in sizes]


def linear_weights(rng, n_in, n_out):
    return {"weight": normal(rng, n_out, n_in), "bias": normal(rng, n_out)}


def network_weights(rng, n_in, n_hidden, n_out, batch_norm=False):
    weights = {"linear1.weight": normal(rng, n_hidden, n_in) / math.sqrt(n_in), "linear1.bias": normal(rng, n_hidden)}
    if batch_norm:
        weights |= {
            "norm1.weight": 1.0 + 0.3 * normal(rng, n_hidden),
            "norm1.bias": 0.5 * normal(rng, n_hidden),
            "norm1.running_mean": normal(rng, n_hidden),
            "norm1.running_var": 0.5 + torch.from_numpy(rng.random(n_hidden)),
            "norm1.num_batches_tracked": torch.tensor(3),
        }
    weights |= {"linear2.weight": normal(rng, n_out, n_hidden), "linear2.bias": normal(rng, n_out)}
    return weights


def given_model(submission, weights, **options):
    """A float64 model in the answer's process that holds these weights."""
    if "weight" in weights:
        n_out, n_in = weights["weight"].shape
        return submission.given("linear_model", n_in, n_out, state=weights)
    n_out, n_hidden = weights["linear2.weight"].shape
    sizes = [weights["linear1.weight"].shape[1], n_hidden, n_out]
    return submission.given("mlp", sizes, batch_norm="norm1.weight" in weights, state=weights, **options)


def check_floats(values, what):
    for value in values if isinstance(values, list | tuple) else [values]:
        assert isinstance(value, float), f"{what} should be a Python float, as .item() makes one of a tensor."


# -- evaluate ---------------------------------------------------------------------------------------------------------


@pytest.mark.points(8)
def test_evaluate_averages_over_samples(submission, rng):
    """evaluate gives the mean loss over all samples as a float: a small batch counts less than a large one."""
    weights = linear_weights(rng, 4, 3)
    model = given_model(submission, weights)
    batches = regression(rng, (5, 5, 2, 1), 4, 3)
    loss = submission.evaluate(model, submission.given("mse_loss"), batches)
    check_floats(loss, "The loss")
    assert_close(loss, mean_loss(linear, squared_error, weights, batches))
    batches = [(inputs, torch.from_numpy(rng.integers(3, size=len(inputs)))) for inputs, _ in batches]
    loss = submission.evaluate(model, submission.given("cross_entropy_loss"), batches)
    assert_close(loss, mean_loss(linear, cross_entropy, weights, batches), what="the mean cross-entropy")


@pytest.mark.points(7)
def test_evaluate_runs_in_eval_mode(submission, rng):
    """evaluate switches dropout off and uses batch norm's running statistics, without moving them."""
    weights = network_weights(rng, 4, 6, 3, batch_norm=True)
    batches = regression(rng, (4, 4), 4, 3)
    model = given_model(submission, weights, dropout=1.0)
    model.train()
    loss = submission.evaluate(model, submission.given("mse_loss"), batches)
    assert_close(loss, mean_loss(network, squared_error, weights, batches))
    assert_equal(model.state_dict(), weights, what="the state dict after evaluate")


@pytest.mark.points(5)
def test_evaluate_puts_the_mode_back(submission, rng):
    """After evaluate the model is in the mode in which it came, training or eval."""
    weights = network_weights(rng, 4, 6, 3)
    batches = regression(rng, (4, 4), 4, 3)
    inputs = batches[0][0]
    model = given_model(submission, weights, dropout=1.0)
    for training in (True, False):
        model.train(training)
        loss = submission.evaluate(model, submission.given("mse_loss"), batches)
        assert_close(loss, mean_loss(network, squared_error, weights, batches))
        expected = network(weights, inputs, training, dropped=1.0)
        assert_close(
            model(inputs), expected, what=f"the output after evaluate in {'training' if training else 'eval'} mode"
        )


@pytest.mark.points(4)
def test_evaluate_leaves_gradients_alone(submission, rng):
    """evaluate neither clears the gradients that a model holds nor adds to them, and moves no weight."""
    weights = linear_weights(rng, 4, 3)
    grads = {name: normal(rng, *value.shape) for name, value in weights.items()}
    model = given_model(submission, weights)
    optimizer = submission.given("sgd", model, 0.5)
    submission.given("set_grads", model, grads)
    batches = regression(rng, (4, 4), 4, 3)
    loss = submission.evaluate(model, submission.given("mse_loss"), batches)
    assert_close(loss, mean_loss(linear, squared_error, weights, batches))
    assert_equal(model.state_dict(), weights, what="the state dict after evaluate")
    optimizer.step()
    expected = {name: value - 0.5 * grads[name] for name, value in weights.items()}
    assert_close(model.state_dict(), expected, what="the state dict after a step with the gradients from before")


@pytest.mark.points(5)
def test_validation_records_no_graph(submission, rng):
    """evaluate, and so validation, records no graph (no_grad or inference_mode); the training steps still do."""
    weights = linear_weights(rng, 4, 3)
    train, valid = regression(rng, (5, 2), 4, 3), regression(rng, (3,), 4, 3)
    # The probe's outputs are larger by 1 whenever a graph is recorded. With a learning rate of 0 nothing else matters.
    model = submission.given("graph_probe", given_model(submission, weights))
    loss_fn = submission.given("mse_loss")
    assert_close(submission.evaluate(model, loss_fn, valid), mean_loss(linear, squared_error, weights, valid))

    def probed(weights, inputs, training):
        return linear(weights, inputs, training) + (1.0 if training else 0.0)

    curves = submission.training_loop(model, loss_fn, submission.given("sgd", model, 0.0), train, valid, 2)
    expected = simulate(probed, squared_error, weights, sgd(), [0.0] * 2, [train] * 2, [valid] * 2)[1]
    assert_close(curves["valid"], expected["valid"], what="the validation curve")


# -- training_loop ----------------------------------------------------------------------------------------------------


@pytest.mark.points(11)
def test_each_step_follows_the_gradient_of_its_own_batch(submission, rng):
    """Every batch makes one optimizer step, with the gradient of its own loss and of nothing before it."""
    train, valid = regression(rng, (4, 5, 3), 4, 2), regression(rng, (3,), 4, 2)
    loss_fn = submission.given("mse_loss")
    weights = linear_weights(rng, 4, 2)
    model = given_model(submission, weights)
    optimizer = submission.given("sgd", model, 0.05, momentum=0.6)
    submission.training_loop(model, loss_fn, optimizer, train, valid, 2)
    expected = simulate(linear, squared_error, weights, sgd(0.6), [0.05] * 2, [train] * 2, [valid] * 2)[0]
    assert_close(model.state_dict(), expected, what="the state dict after gradient descent with momentum")
    weights = network_weights(rng, 4, 5, 3)
    train = [(inputs, torch.from_numpy(rng.integers(3, size=len(inputs)))) for inputs, _ in train]
    model = given_model(submission, weights)
    optimizer = submission.given("adam", model, 0.05, betas=(0.7, 0.9), eps=0.01)
    submission.training_loop(model, submission.given("cross_entropy_loss"), optimizer, train, train, 1)
    expected = simulate(network, cross_entropy, weights, adam(0.7, 0.9, 0.01), [0.05], [train], [train])[0]
    assert_close(model.state_dict(), expected, what="the state dict after Adam")


@pytest.mark.points(6)
def test_gradients_from_before_the_loop_are_forgotten(submission, rng):
    """What stood in the gradients before the first step doesn't count."""
    weights = linear_weights(rng, 4, 3)
    train, valid = regression(rng, (5,), 4, 3), regression(rng, (3,), 4, 3)
    model = given_model(submission, weights)
    submission.given("set_grads", model, {name: normal(rng, *value.shape) for name, value in weights.items()})
    optimizer = submission.given("sgd", model, 0.1)
    submission.training_loop(model, submission.given("mse_loss"), optimizer, train, valid, 1)
    expected = simulate(linear, squared_error, weights, sgd(), [0.1], [train], [valid])[0]
    assert_close(model.state_dict(), expected, what="the state dict after one step")


@pytest.mark.points(10)
def test_the_curves_are_means_over_samples(submission, rng):
    """The training loss of an epoch comes from its own steps, the validation loss from after them, both per sample."""
    weights = linear_weights(rng, 3, 2)
    train, valid = regression(rng, (6, 4, 1), 3, 2), regression(rng, (5, 2), 3, 2)
    model = given_model(submission, weights)
    optimizer = submission.given("sgd", model, 0.07)
    curves = submission.training_loop(model, submission.given("mse_loss"), optimizer, train, valid, 3)
    assert_equal(sorted(curves), ["train", "valid"], what="the names of the curves")
    expected = simulate(linear, squared_error, weights, sgd(), [0.07] * 3, [train] * 3, [valid] * 3)[1]
    for name in ("train", "valid"):
        check_floats(curves[name], f"Each {name} loss")
        assert_close(curves[name], expected[name], what=f"the {name} curve")


@pytest.mark.points(11)
def test_the_scheduler_steps_once_after_each_epoch(submission, rng):
    """The learning rate changes after an epoch, not after a batch nor before it; also after the last one of a call."""
    weights = linear_weights(rng, 4, 2)
    train, valid = regression(rng, (4, 3), 4, 2), regression(rng, (3,), 4, 2)
    loss_fn = submission.given("mse_loss")
    lrs = [0.1, 0.1, 0.03, 0.03, 0.009]
    model = given_model(submission, weights)
    optimizer = submission.given("sgd", model, 0.1)
    scheduler = submission.given("step_lr", optimizer, step_size=2, gamma=0.3)
    for n_epochs, done in ((3, 3), (2, 5)):
        submission.training_loop(model, loss_fn, optimizer, train, valid, n_epochs, scheduler=scheduler)
        expected = simulate(linear, squared_error, weights, sgd(), lrs[:done], [train] * done, [valid] * done)[0]
        assert_close(model.state_dict(), expected, what=f"the state dict after {done} epochs")


@pytest.mark.points(11)
def test_gradients_are_clipped_by_their_global_norm(submission, rng):
    """If the norm of all gradients together exceeds max_norm, all are scaled down to it; else, none is changed."""
    weights = network_weights(rng, 4, 5, 3)
    train, valid = regression(rng, (4, 3), 4, 3), regression(rng, (3,), 4, 3)
    loss_fn = submission.given("mse_loss")

    def expected(n_epochs, max_norm=None):
        epochs = [[0.1] * n_epochs, [train] * n_epochs, [valid] * n_epochs]
        return simulate(network, squared_error, weights, sgd(0.5), *epochs, max_norm=max_norm)

    norms = sorted(expected(2)[2])
    for what, n_epochs, max_norm in (
        ("steps whose gradients are all too long", 1, 0.4 * norms[0]),
        ("steps whose gradients are all short enough", 1, 1.7 * norms[-1]),
        ("steps of both kinds", 2, 0.5 * (norms[1] + norms[2])),
    ):
        model = given_model(submission, weights)
        optimizer = submission.given("sgd", model, 0.1, momentum=0.5)
        submission.training_loop(model, loss_fn, optimizer, train, valid, n_epochs, max_norm=max_norm)
        # The tolerance leaves room for the 1e-6 that torch adds to the norm.
        right = expected(n_epochs, max_norm)[0]
        assert_close(model.state_dict(), right, rtol=1e-5, what=f"the state dict after {what}")


@pytest.mark.points(4)
def test_frozen_parameters_are_left_alone(submission, rng):
    """A frozen parameter has no gradient: it stays as it is and adds nothing to the global norm."""
    weights = network_weights(rng, 4, 5, 3)
    train, valid = regression(rng, (4, 5), 4, 3), regression(rng, (3,), 4, 3)
    model = given_model(submission, weights)
    model.linear1.requires_grad_(False)
    optimizer = submission.given("sgd", model, 0.1)
    submission.training_loop(model, submission.given("mse_loss"), optimizer, train, valid, 2, max_norm=0.8)
    frozen = ("linear1.weight", "linear1.bias")
    epochs = [[0.1] * 2, [train] * 2, [valid] * 2]
    expected = simulate(network, squared_error, weights, sgd(), *epochs, max_norm=0.8, frozen=frozen)[0]
    assert_close(model.state_dict(), expected, rtol=1e-5, what="the state dict")


@pytest.mark.points(10)
def test_every_epoch_trains_in_training_mode(submission, rng):
    """Each epoch's steps run in training mode, also after a validation and if the model came in eval mode."""
    train, valid = regression(rng, (4, 4), 4, 3), regression(rng, (3,), 4, 3)
    loss_fn = submission.given("mse_loss")
    # The learning rate is 0: the losses and the running statistics tell the mode, whatever the steps are like.
    cases = [
        ("batch norm", True, {"momentum": 0.3}, lambda *args: network(*args, momentum=0.3)),
        ("dropout", False, {"dropout": 1.0}, lambda *args: network(*args, dropped=1.0)),
    ]
    for what, batch_norm, options, forward in cases:
        weights = network_weights(rng, 4, 6, 3, batch_norm=batch_norm)
        model = given_model(submission, weights, **options)
        model.eval()
        optimizer = submission.given("sgd", model, 0.0)
        curves = submission.training_loop(model, loss_fn, optimizer, train, valid, 2)
        expected = simulate(forward, squared_error, weights, sgd(), [0.0] * 2, [train] * 2, [valid] * 2)
        assert_close(model.state_dict(), expected[0], what=f"the state dict of a model with {what}")
        assert_close(curves["train"], expected[1]["train"], what=f"the training curve of a model with {what}")
        assert_close(curves["valid"], expected[1]["valid"], what=f"the validation curve of a model with {what}")


@pytest.mark.points(4)
def test_the_model_is_left_in_eval_mode(submission, rng):
    """Afterwards the model is in eval mode; with no epochs nothing else happens, and both curves are empty."""
    weights = network_weights(rng, 4, 6, 3)
    train, valid = regression(rng, (4, 3), 4, 3), regression(rng, (3,), 4, 3)
    inputs = valid[0][0]
    for n_epochs in (2, 0):
        model = given_model(submission, weights, dropout=1.0)
        model.train()
        optimizer = submission.given("sgd", model, 0.0)
        curves = submission.training_loop(model, submission.given("mse_loss"), optimizer, train, valid, n_epochs)
        expected = network(weights, inputs, False)
        assert_close(model(inputs), expected, what=f"the output of the model after {n_epochs} epochs")
    assert_equal(curves, {"train": [], "valid": []}, what="the curves of no epochs")


@pytest.mark.points(4)
def test_each_epoch_takes_one_fresh_pass(submission, rng):
    """Each epoch iterates the training and the validation batches once, anew, and needs no length of them."""
    weights = linear_weights(rng, 4, 2)
    train = [regression(rng, sizes, 4, 2) for sizes in ((4, 3), (2, 5, 1), (3,), (2,), (4,), (1, 2))]
    # The validation loss rises: that neither stops the training nor brings back earlier weights.
    valid = [[(normal(rng, 2 + epoch % 3, 4), 10.0**epoch * normal(rng, 2 + epoch % 3, 2))] for epoch in range(6)]
    loss_fn = submission.given("mse_loss")
    model = given_model(submission, weights)
    optimizer = submission.given("sgd", model, 0.05)
    loaders = [submission.given("scripted_passes", passes) for passes in (train, valid)]
    curves = submission.training_loop(model, loss_fn, optimizer, *loaders, 6)
    expected = simulate(linear, squared_error, weights, sgd(), [0.05] * 6, train, valid)
    assert_close(model.state_dict(), expected[0], what="the state dict")
    assert_close(curves["valid"], expected[1]["valid"], what="the validation curve")
    inputs, targets = normal(rng, 6, 4), normal(rng, 6, 2)
    loader = submission.given("data_loader", inputs, targets, 3)
    batches = [(inputs[i : i + 3], targets[i : i + 3]) for i in (0, 3)]
    loss = submission.evaluate(model, loss_fn, loader)
    assert_close(loss, mean_loss(linear, squared_error, expected[0], batches), what="the loss over a DataLoader")
