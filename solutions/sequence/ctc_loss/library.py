# needs: torch
"""torch's own loss and autograd. Its gradient is that of the logits only by way of log_softmax."""

import torch


def loss_of(logits, target):
    logits = torch.from_numpy(logits.copy()).requires_grad_()
    log_y = torch.log_softmax(logits, dim=1)
    labels = torch.tensor(target, dtype=torch.long)
    sizes = torch.tensor([len(logits)]), torch.tensor([len(target)])
    loss = torch.nn.functional.ctc_loss(log_y[:, None], labels[None], *sizes, reduction="sum")
    return logits, loss


def ctc_loss(logits, target):
    return loss_of(logits, target)[1].item()


def ctc_gradient(logits, target):
    leaf, loss = loss_of(logits, target)
    if torch.isinf(loss):
        return torch.zeros_like(leaf).detach().numpy()
    (gradient,) = torch.autograd.grad(loss, leaf)
    return gradient.numpy()
