"""The gradients are divided by the batch size once more. The 1 / B of the mean loss is in dlogits already: here they
are sums.

caught by: test_gradients_of_the_output_layer
"""

import numpy as np


def mlp_forward(params, x):
    z1 = np.dot(x, params["W1"]) + params["b1"]
    a1 = np.maximum(0, z1)
    z2 = np.dot(a1, params["W2"]) + params["b2"]
    return z2, {"x": x, "z1": z1, "a1": a1, "W2": params["W2"]}


def mlp_backward(dlogits, cache):
    m = dlogits.shape[0]
    grads = {}
    grads["W2"] = np.dot(cache["a1"].T, dlogits) / m
    grads["b2"] = np.sum(dlogits, axis=0) / m
    dz1 = np.dot(dlogits, cache["W2"].T) * (cache["z1"] > 0)
    grads["W1"] = np.dot(cache["x"].T, dz1) / m
    grads["b1"] = np.sum(dz1, axis=0) / m
    return grads


def sgd_step(params, grads, lr):
    return {k: params[k] - lr * grads[k] for k in params}


def train_mlp(params, x, targets, lr, n_steps):
    losses = []
    for _ in range(n_steps):
        logits, cache = mlp_forward(params, x)
        loss, dlogits = softmax_cross_entropy(logits, targets)
        grads = mlp_backward(dlogits, cache)
        params = sgd_step(params, grads, lr)
        losses.append(loss)
    return params, losses
