"""One sample at a time: its outer products are added to the gradients."""

import numpy as np


def mlp_forward(params, x):
    hidden = [np.clip(row @ params["W1"] + params["b1"], 0, None) for row in x]
    return np.array([h @ params["W2"] + params["b2"] for h in hidden]), (params, x, hidden)


def mlp_backward(dlogits, cache):
    params, x, hidden = cache
    grads = {name: np.zeros_like(value) for name, value in params.items()}
    for row, h, g in zip(x, hidden, dlogits):
        back = np.sign(h) * (params["W2"] @ g)
        grads["W1"] += np.outer(row, back)
        grads["b1"] += back
        grads["W2"] += np.outer(h, g)
        grads["b2"] += g
    return grads


def sgd_step(params, grads, lr):
    return {name: np.subtract(params[name], lr * grads[name]) for name in params}


def train_mlp(params, x, targets, lr, n_steps):
    if n_steps == 0:
        return params, []
    logits, cache = mlp_forward(params, x)
    loss, dlogits = softmax_cross_entropy(logits, targets)
    params, losses = train_mlp(sgd_step(params, mlp_backward(dlogits, cache), lr), x, targets, lr, n_steps - 1)
    return params, [loss, *losses]
