"""Each choice adds the mean probability of the expert that it fell on: n times the mean of P at the choices."""

import torch


def load_balancing_loss(logits, experts, mask=None):
    real = list(range(len(logits))) if mask is None else torch.nonzero(mask).flatten().tolist()
    wanted = sum(torch.exp(torch.log_softmax(logits[t], dim=0)) for t in real) / len(real)
    chosen = [wanted[i] for t in real for i in experts[t].tolist()]
    return logits.shape[1] * torch.stack(chosen).mean()


def router_z_loss(logits, mask=None):
    squares = torch.logsumexp(logits, 1).pow(2)
    return squares.mean() if mask is None else squares.masked_select(mask).mean()
