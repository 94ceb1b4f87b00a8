# needs: torch
"""torch's silu, and autograd for the backward pass."""

import torch
import torch.nn.functional as F


def swiglu(x, w_gate, w_up, w_down):
    leaves = [torch.tensor(array, requires_grad=True) for array in (x, w_gate, w_up, w_down)]
    y = (F.silu(leaves[0] @ leaves[1]) * (leaves[0] @ leaves[2])) @ leaves[3]

    def backward(dy):
        return tuple(grad.numpy() for grad in torch.autograd.grad(y, leaves, torch.tensor(dy), retain_graph=True))

    return y.detach().numpy(), backward


def swiglu_backward(dy, cache):
    return cache(dy)
