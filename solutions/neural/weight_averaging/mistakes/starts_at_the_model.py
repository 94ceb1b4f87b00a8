"""The average starts at the weights that the model had when it was made, untrained ones, and without a correction they stay in
it for about 1 / (1 - decay) updates. It starts at 0 and is divided by 1 - decay^t.

caught by: test_the_exponential_average
"""

import copy

import torch


class WeightAverage:
    def __init__(self, model, decay=None):
        self.model = model
        self.decay = decay
        self.shadow = {k: v.detach().clone() for k, v in model.state_dict().items()}
        self.n = 0
        self.backup = None

    def update(self):
        self.n += 1
        names = {name for name, _ in self.model.named_parameters()}
        for k, v in self.model.state_dict().items():
            if k not in names:
                self.shadow[k] = v.clone()
            elif self.decay is None:
                self.shadow[k] = self.shadow[k] + (v - self.shadow[k]) / self.n
            else:
                self.shadow[k] = self.decay * self.shadow[k] + (1 - self.decay) * v

    def average(self):
        if self.n == 0:
            raise RuntimeError("no update yet")
        return {k: v.clone() for k, v in self.shadow.items()}

    def apply(self):
        if self.backup is not None or self.n == 0:
            raise RuntimeError("cannot apply")
        self.backup = copy.deepcopy(self.model.state_dict())
        self.model.load_state_dict(self.shadow)

    def restore(self):
        if self.backup is None:
            raise RuntimeError("nothing to restore")
        self.model.load_state_dict(self.backup)
        self.backup = None
