# needs: torch
"""torch's own updates, in their functional form: the optimiser classes around them take a second to import."""

import torch
from torch.optim._functional import adam, adamax, nadam


class Torch:
    def extra(self, g):
        return []

    def __init__(self, lr=0.001, betas=(0.9, 0.999), eps=1e-8, **options):
        self.lr, self.state = lr, {}
        self.options = {"beta1": betas[0], "beta2": betas[1], "eps": eps, "weight_decay": 0.0, "maximize": False}
        self.options |= {"foreach": False, **options}

    def step(self, params, grads):
        new = dict(params)
        for name, gradient in grads.items():
            p, g = torch.tensor(params[name]), torch.tensor(gradient)
            if name not in self.state:
                # m, v or u, and the step; AMSGrad adds the maximum, NAdam the product of all mu so far.
                self.state[name] = [torch.zeros_like(g), torch.zeros_like(g), *self.extra(g), torch.tensor(0.0)]
            self.update([p], [g], *[[entry] for entry in self.state[name]])
            new[name] = p.numpy()
        return new


class AMSGrad(Torch):
    def extra(self, g):
        return [torch.zeros_like(g)]

    def update(self, *tensors):
        adam(*tensors, amsgrad=True, lr=self.lr, **self.options)


class Adamax(Torch):
    def __init__(self, lr=0.002, betas=(0.9, 0.999), eps=1e-8):
        super().__init__(lr, betas, eps)

    def update(self, *tensors):
        adamax(*tensors, lr=self.lr, **self.options)


class NAdam(Torch):
    def __init__(self, lr=0.002, betas=(0.9, 0.999), eps=1e-8, momentum_decay=0.004):
        super().__init__(lr, betas, eps, momentum_decay=momentum_decay)

    def extra(self, g):
        return [torch.tensor(1.0, dtype=torch.float64)]

    def update(self, *tensors):
        nadam(*tensors, lr=self.lr, **self.options)
