# needs: torch
"""torch's own embedding, and its automatic differentiation."""

import numpy as np
import torch


def embedding_layer(ids, weight, padding_idx=None):
    if ids.size and (ids.min() < 0 or ids.max() >= len(weight)):
        raise IndexError("an id out of range")
    table = torch.tensor(weight, requires_grad=True)
    y = torch.nn.functional.embedding(torch.tensor(ids.astype(np.int64)), table, padding_idx=padding_idx)
    return y.detach().numpy(), lambda dy: torch.autograd.grad(y, table, torch.tensor(dy), retain_graph=True)[0].numpy()


def embedding_layer_backward(dy, cache):
    return cache(dy)
