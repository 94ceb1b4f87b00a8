# needs: torch
"""The losses as torch spells them, and its automatic differentiation for the gradients."""

import torch


def backward(function, *arrays):
    leaves = [torch.tensor(array, requires_grad=True) for array in arrays]
    loss = function(*leaves)
    loss.backward()
    return float(loss.detach()), tuple(leaf.grad.numpy() for leaf in leaves)


def hinge_loss(logits, targets, margin=1.0):
    if logits.shape != targets.shape:
        raise ValueError("shapes differ")
    t = torch.tensor(targets).to(torch.tensor(logits).dtype)
    loss, (dlogits,) = backward(lambda x: torch.relu(margin - t * x).mean(), logits)
    return loss, dlogits


def triplet_loss(anchor, positive, negative, margin=0.2):
    if not anchor.shape == positive.shape == negative.shape:
        raise ValueError("shapes differ")

    def loss(a, p, n):
        return torch.relu((a - p).pow(2).sum(1) - (a - n).pow(2).sum(1) + margin).mean()

    return backward(loss, anchor, positive, negative)


def contrastive_loss(a, b, similar, margin=1.0):
    if a.shape != b.shape or similar.shape != a.shape[:1]:
        raise ValueError("shapes differ")
    kind = torch.tensor(similar)

    def loss(one, other):
        # The gradient of torch's norm at 0 is 0.
        d = torch.linalg.vector_norm(one - other, dim=1)
        return torch.where(kind, d.square(), torch.relu(margin - d).square()).mean() / 2

    return backward(loss, a, b)
