"""Only parameters are kept: the buffers are missing from the average, so that a batch norm would be evaluated with statistics
of other weights. Those of the last update belong to it.

caught by: test_buffers_are_those_of_the_last_update
"""

import torch


class WeightAverage:
    def __init__(self, model, decay=None):
        self.model = model
        self.decay = decay
        self.shadow = {name: torch.zeros_like(p) for name, p in model.named_parameters()}
        self.steps = 0
        self.backup = {}

    @torch.no_grad()
    def update(self):
        self.steps += 1
        for name, p in self.model.named_parameters():
            if self.decay is None:
                self.shadow[name] += (p - self.shadow[name]) / self.steps
            else:
                self.shadow[name].mul_(self.decay).add_(p, alpha=1 - self.decay)

    def average(self):
        if self.steps == 0:
            raise RuntimeError("call update first")
        correction = 1.0 if self.decay is None else 1 - self.decay**self.steps
        return {name: w / correction for name, w in self.shadow.items()}

    @torch.no_grad()
    def apply(self):
        if self.backup:
            raise RuntimeError("already applied")
        average = self.average()
        for name, p in self.model.named_parameters():
            self.backup[name] = p.clone()
            p.copy_(average[name])

    @torch.no_grad()
    def restore(self):
        if not self.backup:
            raise RuntimeError("not applied")
        for name, p in self.model.named_parameters():
            p.copy_(self.backup[name])
        self.backup = {}
