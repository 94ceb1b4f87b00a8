"""What the graders of optimizers share: problems, settings that nobody uses, and every step of a right answer."""

import numpy as np

from kata.testing import assert_close, assert_equal, uniform

SHAPES = {"bias": (3,), "kernel": (2, 1, 3)}


def problem(rng, n_steps, shapes=SHAPES, dtype=np.float64, *, scales=(0.1, 1.0, 5.0), offset=0.5, fading=()):
    """Parameters, and a gradient of each for every step, of sizes that differ from entry to entry.

    Args:
        rng: the test's generator.
        n_steps: how many steps there are gradients for.
        shapes: of the parameters, by name.
        dtype: of all arrays.
        scales: of these, each entry has one.
        offset: the mean of the gradients, before they are scaled.
        fading: what the gradients of each step are multiplied by.
    """
    params = {name: np.array(rng.normal(size=shape), dtype) for name, shape in shapes.items()}
    sizes = {name: rng.choice(scales, size=shape) for name, shape in shapes.items()}
    grads = [
        {
            name: np.array(size * sizes[name] * (offset + rng.normal(size=shape)), dtype)
            for name, shape in shapes.items()
        }
        for size in (fading or [1.0] * n_steps)[:n_steps]
    ]
    return params, grads


def settings(rng, beta2=(0.9, 0.97)):
    """A learning rate and two betas, none of them usual."""
    return uniform(rng, 0.05, 0.3), (uniform(rng, 0.6, 0.85), uniform(rng, *beta2))


def means(values, beta):
    """For each step the mean of the values so far, weighted by beta to the power of their age."""
    ages = np.subtract.outer(np.arange(len(values)), np.arange(len(values)))
    weights = np.where(ages >= 0, float(beta) ** np.maximum(ages, 0), 0.0)
    return np.tensordot(weights / weights.sum(axis=1, keepdims=True), values, axes=1)


def moved(p, grads, lrs, moves):
    """One parameter after each step.

    Args:
        p: where it starts.
        grads: its gradient at each step, or None where it has none.
        lrs: the learning rate of each step.
        moves: from the gradients that are there, as one array, to what their steps subtract, up to the learning rate.
    """
    present = [t for t, g in enumerate(grads) if g is not None]
    steps = np.zeros((len(grads), *p.shape))
    steps[present] = moves(np.array([grads[t] for t in present], dtype=np.float64))
    return p - np.cumsum(np.multiply.outer(lrs, np.ones(p.shape)) * steps, axis=0)


def every_step(params, grads, path):
    """The parameters after each step, as an answer gives them.

    Args:
        params: where they start, by name.
        grads: the gradients of each step, by name.
        path: path(name, p, gradients) is one parameter after each step; a gradient of None is none.
    """
    paths = {name: path(name, p, [g.get(name) for g in grads]) for name, p in params.items()}
    return [{name: points[t].astype(params[name].dtype) for name, points in paths.items()} for t in range(len(grads))]


def steps(optimizer, params, grads, lrs=None):
    """The parameters after each step, as ``run`` gives them, but fetched one by one.

    So an answer that changes arrays in place is told about them, and its numbers are judged by themselves.
    """
    history = []
    for t, step_grads in enumerate(grads):
        if lrs is not None:
            optimizer.lr = lrs[t]
        params = optimizer.step(params, step_grads)
        history.append(params)
    return history


def check_returned_arrays(submission, make, rng):
    """Later steps don't change the arrays that earlier ones returned: ``run``, which keeps them, has the same history.

    Args:
        submission: the answer.
        make: make() is a new optimizer.
        rng: the test's generator.
    """
    params, grads = problem(rng, 3, {"kernel": (2, 3)})
    one_by_one = steps(make(), params, grads)
    downhill(one_by_one[0]["kernel"], params["kernel"], grads[0]["kernel"])
    kept = submission.run(make(), params, grads)
    assert_close(kept, one_by_one, rtol=1e-6, what="the parameters after each step, looked at when all were made,")


# What an optimizer does with its state is compared with what the answer itself gives where nothing can be mixed up, so
# that a wrong formula costs the tests of the formula only. Each first step has to go downhill: to do nothing won't do.
NO_EPS = 1e-14  # so small that it doesn't matter where it stands


def downhill(found, p, g):
    """The first step goes against the gradient."""
    assert_close(np.sign(np.asarray(found) - p), -np.sign(g), what="the signs of the first step")


def check_learning_rates(submission, make, rng):
    """A learning rate set between two steps holds from the next step on.

    Args:
        submission: the answer.
        make: make(lr) is a new optimizer, without weight decay.
        rng: the test's generator.
    """
    lrs = [0.2, 0.05, 0.0, 0.4]
    params, grads = problem(rng, 4, {"kernel": (2, 3)})
    start = params["kernel"]
    constant = steps(make(0.2), params, grads)
    path = np.stack([start, *(np.asarray(step["kernel"]) for step in constant)])
    downhill(path[1], start, grads[0]["kernel"])
    scaled = np.diff(path, axis=0) * np.array(lrs)[:, None, None] / 0.2
    expected = [{"kernel": start + moves} for moves in np.cumsum(scaled, axis=0)]
    found = steps(make(0.2), params, grads, lrs)
    assert_close(found, expected, rtol=1e-6, what=f"the parameters after steps with the learning rates {lrs}")


def check_separate_states(submission, make, params, grads):
    """Several parameters move as each does that has an optimizer of its own, which sees only the steps with a gradient.

    Args:
        submission: the answer.
        make: make() is a new optimizer.
        params: where they start, by name.
        grads: the gradients of each step, by name.
    """
    expected = [dict(params) for _ in grads]
    for name, p in params.items():
        present = [t for t, g in enumerate(grads) if name in g]
        path = steps(make(), {name: p}, [{name: grads[t][name]} for t in present])
        downhill(path[0][name], p, grads[present[0]][name])
        for t in range(len(grads)):
            seen = sum(step <= t for step in present)
            expected[t][name] = np.asarray(path[seen - 1][name]) if seen else p
    found = steps(make(), params, grads)
    assert_close(
        found, expected, rtol=1e-6, what="the parameters after each step, beside those with separate optimizers"
    )


def check_handed_parameters(submission, make, rng):
    """A step starts from the parameters that it is handed.

    Args:
        submission: the answer.
        make: make() is a new optimizer, without weight decay.
        rng: the test's generator.
    """
    params, grads = problem(rng, 2, {"kernel": (2, 3)})
    others, _ = problem(rng, 1, {"kernel": (2, 3)})
    first, second = steps(make(), params, grads)
    downhill(first["kernel"], params["kernel"], grads[0]["kernel"])
    onward = {"kernel": others["kernel"] + (np.asarray(second["kernel"]) - np.asarray(first["kernel"]))}
    optimizer = make()
    assert_close(optimizer.step(params, grads[0]), first, rtol=1e-6, what="the parameters after the first step")
    found = optimizer.step(others, grads[1])
    assert_close(found, onward, rtol=1e-6, what="the parameters after a step from others")


def check_two_optimizers(submission, make, rng):
    """A second optimizer gives for the same problem what the first one gave.

    Args:
        submission: the answer.
        make: make() is a new optimizer.
        rng: the test's generator.
    """
    params, grads = problem(rng, 2)
    one = steps(make(), params, grads)
    downhill(one[0]["bias"], params["bias"], grads[0]["bias"])
    other = steps(make(), params, grads)
    assert_close(other, one, rtol=1e-6, what="what a second optimizer gives for the problem of the first")


def check_dtypes(submission, make, rng):
    """The parameters keep their dtype.

    Args:
        submission: the answer.
        make: make() is a new optimizer, without weight decay.
        rng: the test's generator.
    """
    for dtype in (np.float32, np.float64):
        params, grads = problem(rng, 2, {"kernel": (2, 3)}, dtype)
        history = steps(make(), params, grads)
        downhill(history[0]["kernel"], params["kernel"], grads[0]["kernel"])
        for step in history:
            assert_equal(step["kernel"].dtype, np.dtype(dtype), what="the dtype of the new parameters")
