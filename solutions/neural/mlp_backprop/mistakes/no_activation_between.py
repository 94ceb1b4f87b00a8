"""There is no ReLU between the two layers: together they are one linear layer, and can't learn XOR.

caught by: test_forward
"""

import numpy as np


def mlp_forward(params, x):
    h = x @ params["W1"] + params["b1"]
    logits = h @ params["W2"] + params["b2"]
    return logits, (x, h, params)


def mlp_backward(dlogits, cache):
    x, h, params = cache
    dh = dlogits @ params["W2"].T
    return {
        "W1": x.T @ dh,
        "b1": dh.sum(axis=0),
        "W2": h.T @ dlogits,
        "b2": dlogits.sum(axis=0),
    }


def sgd_step(params, grads, lr):
    new = {}
    for name in params:
        new[name] = params[name] - lr * grads[name]
    return new


def train_mlp(params, x, targets, lr, n_steps):
    losses = []
    for _ in range(n_steps):
        logits, cache = mlp_forward(params, x)
        loss, dlogits = softmax_cross_entropy(logits, targets)
        losses.append(loss)
        params = sgd_step(params, mlp_backward(dlogits, cache), lr)
    return params, losses
