# needs: torch
"""torch's own update, in its functional form: the optimiser class around it takes a second to import."""

import torch
from torch.optim._functional import sgd


class SGD:
    def __init__(self, lr, momentum=0.0, weight_decay=0.0, nesterov=False):
        if nesterov and momentum <= 0:
            raise ValueError("Nesterov momentum requires a momentum")
        self.lr = lr
        self.options = {"momentum": momentum, "weight_decay": weight_decay, "nesterov": nesterov}
        self.buffers = {}

    def step(self, params, grads):
        new = dict(params)
        for name, gradient in grads.items():
            parameter = [torch.tensor(params[name])]
            buffer = [self.buffers.get(name)]
            sgd(parameter, [torch.tensor(gradient)], buffer, lr=self.lr, dampening=0, maximize=False, **self.options)
            self.buffers[name] = buffer[0]
            new[name] = parameter[0].numpy()
        return new
