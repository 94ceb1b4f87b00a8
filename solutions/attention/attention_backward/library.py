# needs: torch
"""torch's automatic differentiation, through a softmax that is redone from the logarithm of the weights."""

import numpy as np
import torch


def attention_backward(d_output, q, k, v, weights):
    if d_output.shape != (*q.shape[:-1], v.shape[-1]):
        raise ValueError("wrong shape")
    d_output, q, k, v, weights = (torch.tensor(np.ascontiguousarray(x)) for x in (d_output, q, k, v, weights))
    for x in (q, k, v):
        x.requires_grad_()
    products = q @ k.transpose(-1, -2) / q.shape[-1] ** 0.5
    # Logits whose softmax is `weights`, and which move with q and k: log weights + (products - their value now).
    logits = weights.clamp(min=torch.finfo(q.dtype).tiny).log() + products - products.detach()
    softmax = torch.softmax(logits, -1).masked_fill(weights == 0, 0.0)
    loss = (softmax @ v * d_output).sum()
    return tuple(gradient.numpy() for gradient in torch.autograd.grad(loss, (q, k, v)))
