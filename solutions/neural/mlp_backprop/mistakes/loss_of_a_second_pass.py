"""The losses come from a second forward pass after the step. What is asked for is the loss before each step, the one
that its gradient belongs to.

caught by: test_training
"""

import numpy as np


def mlp_forward(params, x):
    a = x @ params["W1"] + params["b1"]
    h = a * (a > 0)
    return h @ params["W2"] + params["b2"], (x, a, h, params["W2"])


def mlp_backward(dlogits, cache):
    x, a, h, W2 = cache
    da = (dlogits @ W2.T) * (a > 0)
    return {"W1": x.T @ da, "b1": da.sum(0), "W2": h.T @ dlogits, "b2": dlogits.sum(0)}


def sgd_step(params, grads, lr):
    return {name: value - lr * grads[name] for name, value in params.items()}


def train_mlp(params, x, targets, lr, n_steps):
    losses = []
    for _ in range(n_steps):
        logits, cache = mlp_forward(params, x)
        _, dlogits = softmax_cross_entropy(logits, targets)
        params = sgd_step(params, mlp_backward(dlogits, cache), lr)
        logits, _ = mlp_forward(params, x)
        losses.append(softmax_cross_entropy(logits, targets)[0])
    return params, losses
