# needs: torch
"""torch's own update, in its functional form: the optimiser class around it takes a second to import."""

import torch
from torch.optim._functional import adamw


class AdamW:
    def __init__(self, lr=0.001, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.01, no_decay=()):
        self.lr, self.weight_decay, self.no_decay, self.state = lr, weight_decay, set(no_decay), {}
        self.options = {"beta1": betas[0], "beta2": betas[1], "eps": eps, "amsgrad": False, "maximize": False}

    def step(self, params, grads):
        new = dict(params)
        for name, gradient in grads.items():
            p, g = torch.tensor(params[name]), torch.tensor(gradient)
            state = self.state.setdefault(name, (torch.zeros_like(g), torch.zeros_like(g), torch.tensor(0.0)))
            m, v, t = ([entry] for entry in state)
            decay = 0.0 if name in self.no_decay else self.weight_decay
            adamw([p], [g], m, v, [], t, foreach=False, lr=self.lr, weight_decay=decay, **self.options)
            new[name] = p.numpy()
        return new


def without_decay(params):
    return {name for name, p in params.items() if torch.tensor(p).dim() < 2}
