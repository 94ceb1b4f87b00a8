"""Each layer as one matrix, with the bias as the row of a feature that is always 1."""

import numpy as np


def with_one(x):
    return np.column_stack([x, np.ones(len(x))])


def mlp_forward(params, x):
    first, second = np.vstack([params["W1"], params["b1"]]), np.vstack([params["W2"], params["b2"]])
    hidden = np.where(with_one(x) @ first > 0, with_one(x) @ first, 0.0)
    return with_one(hidden) @ second, {"x": x, "hidden": hidden, "second": second}


def mlp_backward(dlogits, cache):
    dsecond = with_one(cache["hidden"]).T @ dlogits
    # What ReLU left above 0 is what it passed on.
    back = np.where(cache["hidden"] > 0, dlogits @ cache["second"][:-1].T, 0.0)
    dfirst = with_one(cache["x"]).T @ back
    return {"W1": dfirst[:-1], "b1": dfirst[-1], "W2": dsecond[:-1], "b2": dsecond[-1]}


def sgd_step(params, grads, lr):
    new = {name: value.copy() for name, value in params.items()}
    for name in new:
        new[name] -= lr * grads[name]
    return new


def train_mlp(params, x, targets, lr, n_steps):
    losses = [0.0] * n_steps
    for step in range(n_steps):
        logits, cache = mlp_forward(params, x)
        losses[step], dlogits = softmax_cross_entropy(logits, targets)
        params = sgd_step(params, mlp_backward(dlogits, cache), lr)
    return params, losses
