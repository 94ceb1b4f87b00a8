# needs: torch
"""torch's own kernels of both passes; the backward ones get a gradient of ones."""

import torch
import torch.nn.functional as F

aten = torch.ops.aten


def arrays(y, derivative):
    return y.numpy(), derivative.numpy()


def relu(x):
    x = torch.tensor(x)
    return arrays(torch.relu(x), aten.threshold_backward(torch.ones_like(x), x, 0))


def leaky_relu(x, slope=0.01):
    x = torch.tensor(x)
    return arrays(F.leaky_relu(x, slope), aten.leaky_relu_backward(torch.ones_like(x), x, slope, False))


def sigmoid(x):
    y = torch.sigmoid(torch.tensor(x))
    return arrays(y, aten.sigmoid_backward(torch.ones_like(y), y))


def tanh(x):
    y = torch.tanh(torch.tensor(x))
    return arrays(y, aten.tanh_backward(torch.ones_like(y), y))


def gelu(x, approximate=False):
    x, form = torch.tensor(x), "tanh" if approximate else "none"
    return arrays(F.gelu(x, approximate=form), aten.gelu_backward(torch.ones_like(x), x, approximate=form))


def silu(x):
    x = torch.tensor(x)
    return arrays(F.silu(x), aten.silu_backward(torch.ones_like(x), x))
