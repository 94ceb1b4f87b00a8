# needs: torch
"""torch's own kernel for the product, and its automatic differentiation for the Jacobian."""

import numpy as np
import torch


def softmax_backward(y, dy, axis=-1):
    if y.shape != dy.shape:
        raise ValueError("y and dy differ in shape")
    probabilities, gradient = torch.tensor(np.ascontiguousarray(y)), torch.tensor(np.ascontiguousarray(dy))
    return torch.ops.aten._softmax_backward_data(gradient, probabilities, axis, probabilities.dtype).numpy()


def softmax_jacobian(y):
    if y.ndim != 1:
        raise ValueError("y must have one dimension")
    logits = torch.tensor(y).log()  # their softmax is y again
    return torch.autograd.functional.jacobian(lambda x: torch.softmax(x, dim=0), logits).numpy()
