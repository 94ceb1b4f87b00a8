# needs: torch
"""torch's own update, in its functional form: the optimiser class around it takes a second to import."""

import torch
from torch.optim._functional import adam


class Adam:
    def __init__(self, lr=0.001, betas=(0.9, 0.999), eps=1e-8):
        if not (0.0 <= betas[0] < 1.0 and 0.0 <= betas[1] < 1.0):
            raise ValueError("Invalid beta parameter")
        self.lr, self.betas, self.eps, self.state = lr, betas, eps, {}

    def step(self, params, grads):
        new = dict(params)
        for name, gradient in grads.items():
            p, g = torch.tensor(params[name]), torch.tensor(gradient)
            state = self.state.setdefault(name, (torch.zeros_like(g), torch.zeros_like(g), torch.tensor(0.0)))
            m, v, t = ([entry] for entry in state)
            options = {"beta1": self.betas[0], "beta2": self.betas[1], "lr": self.lr, "eps": self.eps}
            adam([p], [g], m, v, [], t, foreach=False, amsgrad=False, weight_decay=0, maximize=False, **options)
            new[name] = p.numpy()
        return new
