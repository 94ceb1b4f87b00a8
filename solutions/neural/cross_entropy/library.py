# needs: torch
"""torch's own loss and automatic differentiation; it wants the classes on axis 1 and gives nan for nothing."""

import numpy as np
import torch
import torch.nn.functional as F


def cross_entropy(logits, targets, ignore_index=-100):
    if logits.shape[:-1] != targets.shape:
        raise ValueError("shapes differ")
    x = torch.tensor(logits, requires_grad=True)
    ids = torch.tensor(targets)
    if np.all(targets == ignore_index):
        return 0.0, np.zeros_like(logits)
    try:
        loss = F.cross_entropy(x.flatten(0, -2), ids.flatten(), ignore_index=ignore_index)
    except IndexError as error:
        raise ValueError("an id is out of range") from error
    loss.backward()
    return loss.item(), x.grad.numpy()
