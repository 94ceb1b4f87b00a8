"""The gradient passes the ReLU untouched: where a unit was off, its derivative is 0.

caught by: test_gradients_of_the_hidden_layer
"""

import numpy as np


def mlp_forward(params, x):
    h = np.maximum(x @ params["W1"] + params["b1"], 0)
    return h @ params["W2"] + params["b2"], (x, h, params["W2"])


def mlp_backward(dlogits, cache):
    x, h, W2 = cache
    dh = dlogits @ W2.T
    return {"W1": x.T @ dh, "b1": dh.sum(axis=0), "W2": h.T @ dlogits, "b2": dlogits.sum(axis=0)}


def sgd_step(params, grads, lr):
    return {name: params[name] - lr * grads[name] for name in params}


def train_mlp(params, x, targets, lr, n_steps):
    losses = []
    for _ in range(n_steps):
        logits, cache = mlp_forward(params, x)
        loss, dlogits = softmax_cross_entropy(logits, targets)
        losses.append(loss)
        params = sgd_step(params, mlp_backward(dlogits, cache), lr)
    return params, losses
