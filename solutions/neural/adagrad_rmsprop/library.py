# needs: torch
"""torch's own updates, in their functional form: the optimiser classes around them take a second to import."""

import torch
from torch.optim._functional import adagrad, rmsprop


class Torch:
    def __init__(self, lr, **options):
        self.lr, self.options, self.state = lr, {"weight_decay": 0, "maximize": False, **options}, {}

    def step(self, params, grads):
        new = dict(params)
        for name, gradient in grads.items():
            parameter, g = [torch.tensor(params[name])], [torch.tensor(gradient)]
            state = self.state.setdefault(name, ([torch.zeros_like(g[0])], [torch.tensor(0.0)]))
            self.update(parameter, g, *state)
            new[name] = parameter[0].numpy()
        return new


class Adagrad(Torch):
    def __init__(self, lr=0.01, eps=1e-10):
        super().__init__(lr, eps=eps, lr_decay=0)

    def update(self, parameter, g, squares, steps):
        adagrad(parameter, g, squares, steps, lr=self.lr, foreach=False, fused=False, **self.options)


class RMSprop(Torch):
    def __init__(self, lr=0.01, alpha=0.99, eps=1e-8):
        super().__init__(lr, alpha=alpha, eps=eps, momentum=0, centered=False)

    def update(self, parameter, g, squares, steps):
        rmsprop(parameter, g, squares, [], [], steps, lr=self.lr, foreach=False, **self.options)
