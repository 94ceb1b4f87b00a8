# needs: torch
"""torch's cross-entropy has label smoothing built in, and spreads eps over all classes too."""

import torch
import torch.nn.functional as F


def smooth_targets(targets, n_classes, eps):
    ids = torch.tensor(targets)
    if not 0 <= eps <= 1 or ids.min() < 0 or ids.max() >= n_classes:
        raise ValueError("eps or an id is out of range")
    return ((1 - eps) * F.one_hot(ids, n_classes).double() + eps / n_classes).numpy()


def label_smoothing(logits, targets, eps):
    if len(logits) != len(targets):
        raise ValueError("one id a row, please")
    smooth_targets(targets, logits.shape[1], eps)
    x = torch.tensor(logits, requires_grad=True)
    loss = F.cross_entropy(x, torch.tensor(targets), label_smoothing=float(eps))
    loss.backward()
    return loss.detach().numpy()[()], x.grad.numpy()
