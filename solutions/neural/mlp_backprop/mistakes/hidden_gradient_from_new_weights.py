"""The step of the output layer is made before the hidden layer's gradient is taken: all gradients belong to the
parameters of the forward pass.

caught by: test_training
"""

import numpy as np


def mlp_forward(params, x):
    a = x @ params["W1"] + params["b1"]
    h = np.maximum(a, 0)
    return h @ params["W2"] + params["b2"], (x, a, h, params["W2"])


def mlp_backward(dlogits, cache):
    x, a, h, W2 = cache
    da = (dlogits @ W2.T) * (a > 0)
    return {"W1": x.T @ da, "b1": da.sum(0), "W2": h.T @ dlogits, "b2": dlogits.sum(0)}


def sgd_step(params, grads, lr):
    return {name: value - lr * grads[name] for name, value in params.items()}


def train_mlp(params, x, targets, lr, n_steps):
    params = dict(params)
    losses = []
    for _ in range(n_steps):
        logits, (x0, a, h, _) = mlp_forward(params, x)
        loss, dlogits = softmax_cross_entropy(logits, targets)
        losses.append(loss)
        params["W2"] = params["W2"] - lr * h.T @ dlogits
        params["b2"] = params["b2"] - lr * dlogits.sum(0)
        da = (dlogits @ params["W2"].T) * (a > 0)
        params["W1"] = params["W1"] - lr * x0.T @ da
        params["b1"] = params["b1"] - lr * da.sum(0)
    return params, losses
