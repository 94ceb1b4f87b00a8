"""Backpropagation through two dense layers with a ReLU between them.

Why it works: the chain rule needs, at every operation, the gradient of its output and the values of its inputs. Walking
back from the logits, each line of the backward pass is the transpose of a line of the forward pass: a product by W2
becomes one by W2^T, a mask stays the same mask, and a parameter that all samples share collects a sum over them.
"""

import numpy as np


def mlp_forward(params, x):
    a = x @ params["W1"] + params["b1"]
    h = np.maximum(a, 0)
    logits = h @ params["W2"] + params["b2"]
    return logits, (x, a, h, params["W2"])


def mlp_backward(dlogits, cache):
    x, a, h, w2 = cache
    dh = dlogits @ w2.T
    da = dh * (a > 0)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dlogits, "b2": dlogits.sum(axis=0)}


def sgd_step(params, grads, lr):
    return {name: value - lr * grads[name] for name, value in params.items()}


def train_mlp(params, x, targets, lr, n_steps):
    losses = []
    for _ in range(n_steps):
        logits, cache = mlp_forward(params, x)
        loss, dlogits = softmax_cross_entropy(logits, targets)
        params = sgd_step(params, mlp_backward(dlogits, cache), lr)
        losses.append(loss)
    return params, losses
