"""A second model holds the average, moved by the share that the newest weights have in it."""

import copy

import torch


class WeightAverage:
    def __init__(self, model, decay=None):
        self.model, self.decay = model, decay
        self.shadow = copy.deepcopy(model)
        self.n_updates = 0
        self.own = None

    @torch.no_grad()
    def update(self):
        self.n_updates += 1
        if self.decay is None:
            share = 1 / self.n_updates
        else:
            share = (1 - self.decay) / (1 - self.decay**self.n_updates)
        for mean, p in zip(self.shadow.parameters(), self.model.parameters(), strict=True):
            mean.lerp_(p, share) if share < 1 else mean.copy_(p)
        for kept, b in zip(self.shadow.buffers(), self.model.buffers(), strict=True):
            kept.copy_(b)

    def average(self):
        if not self.n_updates:
            raise RuntimeError("update first")
        return {name: x.detach().clone() for name, x in self.shadow.state_dict().items()}

    def exchange(self, state):
        with torch.no_grad():
            for name, x in self.model.state_dict(keep_vars=True).items():
                x.copy_(state[name])

    def apply(self):
        if self.own is not None:
            raise RuntimeError("apply was called twice")
        average = self.average()
        self.own = copy.deepcopy(self.model.state_dict())
        self.exchange(average)

    def restore(self):
        if self.own is None:
            raise RuntimeError("restore without apply")
        self.exchange(self.own)
        self.own = None
