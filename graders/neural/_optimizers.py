"""What the graders of optimizers share: problems, settings that nobody uses, and every step of a right answer."""

import numpy as np

from kata.testing import assert_close, uniform

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


def separately(submission, make, params, grads):
    """What the answer itself gives where each parameter has an optimiser of its own, and only the steps that it has a
    gradient in: so state that is mixed up shows, whatever else is wrong. Every first step has to go downhill.

    Args:
        submission: the answer.
        make: makes an optimiser.
        params: where they start, by name.
        grads: the gradients of each step, by name.
    """
    steps = [dict(params) for _ in grads]
    for name, p in params.items():
        present = [t for t, g in enumerate(grads) if name in g]
        path = submission.run(make(), {name: p}, [{name: grads[t][name]} for t in present])
        downhill(path[0][name], p, grads[present[0]][name])
        for t in range(len(grads)):
            seen = sum(step <= t for step in present)
            steps[t][name] = np.asarray(path[seen - 1][name]) if seen else p
    return steps


def downhill(found, p, g):
    """The first step goes against the gradient."""
    assert_close(np.sign(np.asarray(found) - p), -np.sign(g), what="the signs of the first step")
