"""Grades `weight_averaging`: sums over all snapshots, with their shares written out."""

import pytest
import torch

from kata.testing import assert_close, assert_equal, uniform
from kata.testing.tensors import normal

SHAPES = {"linear.weight": (2, 3), "linear.bias": (2,), "norm.weight": (2,), "norm.bias": (2,)}
BUFFERS = {"norm.running_mean": (2,), "norm.running_var": (2,)}


def snapshot(rng, count=0):
    """A state dict of Net with buffers that tell whose they are."""
    state = {name: normal(rng, *shape).float() for name, shape in (SHAPES | BUFFERS).items()}
    return state | {"norm.num_batches_tracked": torch.tensor(count)}


def fill(value):
    """A state dict whose entries are all the same number, the counter included."""
    state = {name: torch.full(shape, float(value)) for name, shape in (SHAPES | BUFFERS).items()}
    return state | {"norm.num_batches_tracked": torch.tensor(int(value))}


def parameters(state):
    return {name: state[name] for name in SHAPES}


def mean(snapshots, decay):
    """The parameters' average: each snapshot with its share."""
    n = len(snapshots)
    shares = [1 / n] * n if decay is None else [decay ** (n - 1 - t) * (1 - decay) / (1 - decay**n) for t in range(n)]
    return {name: sum(w * s[name] for w, s in zip(shares, snapshots, strict=True)) for name in SHAPES}


def averaged(submission, snapshots, decay):
    """The model, and an average that has taken in these snapshots."""
    model = submission.Net()
    model.load_state_dict(fill(100))
    average = submission.WeightAverage(model, decay)
    for state in snapshots:
        model.load_state_dict(state)
        average.update()
    return model, average


def own(model):
    return dict(model.state_dict())


def check(submission, snapshots, decay):
    _, average = averaged(submission, snapshots, decay)
    what = f"the averaged parameters after {len(snapshots)} updates"
    assert_close(parameters(average.average()), mean(snapshots, decay), rtol=1e-4, what=what)


@pytest.mark.points(28)
def test_the_exponential_average(submission, rng):
    """The EMA weighs w_t by 1 - decay, older weights by decay once more for each update, and shares sum to 1."""
    check(submission, [fill(3), fill(6), fill(-12)], 0.75)
    check(submission, [snapshot(rng) for _ in range(3)], uniform(rng, 0.6, 0.95))


@pytest.mark.points(2)
def test_a_decay_of_0(submission):
    """A decay of 0 is an EMA that forgets at once, and no plain mean: the average is the last weights."""
    check(submission, [fill(3), fill(6), fill(-12)], 0.0)


@pytest.mark.points(18)
def test_the_plain_mean(submission, rng):
    """Without a decay the average is the mean of all snapshots."""
    check(submission, [fill(3), fill(6), fill(-12)], None)
    check(submission, [snapshot(rng) for _ in range(3)], None)


@pytest.mark.points(10)
def test_buffers_are_those_of_the_last_update(submission, rng):
    """The average has the buffers of the last update, the integer counter too, and apply puts them into the model."""
    for decay in (0.5, None):
        states = [snapshot(rng, 5), snapshot(rng, 8)]
        model, average = averaged(submission, states, decay)
        found = average.average()
        assert_equal(sorted(found), sorted(states[1]), what="the names in the average")
        buffers = {name: x for name, x in states[1].items() if name not in SHAPES}
        # Who averages buffers need not average a counter.
        running = {name: buffers[name] for name in BUFFERS}
        assert_equal({name: found[name] for name in BUFFERS}, running, what="the running statistics in the average")
        assert_equal({name: found[name] for name in buffers}, buffers, what="the buffers of the average")
    # As after a forward pass in train mode between the last update and apply.
    model, average = averaged(submission, [states[1]], None)
    model.load_state_dict(fill(9))
    average.apply()
    found = own(model)
    what = "the parameters of the model after one update and apply"
    assert_close(parameters(found), parameters(states[1]), rtol=1e-4, what=what)
    assert_equal({name: found[name] for name in buffers}, buffers, what="the buffers of the model after apply")


@pytest.mark.points(12)
def test_apply_puts_the_average_into_the_model(submission, rng):
    """After apply the model has the averaged parameters."""
    state = snapshot(rng)
    model, average = averaged(submission, [state, state], None)
    model.load_state_dict(fill(5))
    average.apply()
    assert_close(parameters(own(model)), parameters(state), rtol=1e-4, what="the parameters of the model")


@pytest.mark.points(12)
def test_restore_brings_the_own_weights_back(submission, rng):
    """After restore the model has the parameters and buffers that it had before apply, more than once."""
    model, average = averaged(submission, [fill(3), fill(3)], None)
    for count in (7, 9):
        state = snapshot(rng, count)
        model.load_state_dict(state)
        average.apply()
        assert_close(parameters(own(model)), parameters(fill(3)), rtol=1e-4, what="the parameters after apply")
        average.restore()
        assert_equal(own(model), state, what="the state of the model after restore")


@pytest.mark.points(6)
def test_later_changes_of_the_model_don_t_count(submission):
    """An optimizer's steps after the update don't change the average, nor do later updates an average returned."""
    for decay in (None, 0.5):
        model = submission.Net()
        optimizer = submission.object(submission.sgd, model)
        model.load_state_dict(fill(2))
        average = submission.WeightAverage(model, decay)
        average.update()
        submission.drift(optimizer, 10.0)
        model.load_state_dict(fill(12))
        first = average.average()
        assert_close(parameters(first), parameters(fill(2)), rtol=1e-4, what="the average after the model moved on")
        assert_close(first["norm.running_mean"], torch.full((2,), 2.0), what="a buffer after the model moved on")
    first = submission.average_and_go_on(average, optimizer, 8.0)
    expected = {name: x.numpy() for name, x in parameters(fill(2)).items()}
    what = "an average that was asked for before the last update"
    assert_close(parameters(first), expected, rtol=1e-4, what=what)


@pytest.mark.points(4)
def test_asking_changes_nothing(submission):
    """average may be asked for at any time: what it gives later is the same."""
    for decay in (0.5, None):
        model, average = averaged(submission, [fill(4)], decay)
        average.average()
        model.load_state_dict(fill(8))
        average.update()
        expected = parameters(mean([fill(4), fill(8)], decay))
        assert_close(parameters(average.average()), expected, rtol=1e-4, what="the parameters after two updates")


@pytest.mark.points(5)
def test_an_optimizer_goes_on(submission):
    """An optimizer that was made before apply and restore still moves the parameters of the model."""
    model, average = averaged(submission, [fill(3), fill(3)], None)
    optimizer = submission.object(submission.sgd, model)
    model.load_state_dict(fill(5))
    average.apply()
    assert_close(parameters(own(model)), parameters(fill(3)), rtol=1e-4, what="the parameters after apply")
    average.restore()
    submission.drift(optimizer, 2.0)
    assert_close(parameters(own(model)), parameters(fill(7)), what="the parameters after a step of the optimizer")


@pytest.mark.points(3)
def test_calls_out_of_order(submission):
    """apply twice, restore without apply, and an average before the first update are a RuntimeError."""
    model = submission.Net()
    average = submission.WeightAverage(model, 0.5)
    for call in (average.average, average.apply, average.restore):
        with pytest.raises(RuntimeError):
            call()
    model.load_state_dict(fill(4))
    average.update()
    average.apply()
    with pytest.raises(RuntimeError):
        average.apply()
    average.restore()
    with pytest.raises(RuntimeError):
        average.restore()
    assert_close(parameters(own(model)), parameters(fill(4)), what="the parameters at the end")
