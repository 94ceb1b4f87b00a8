"""restore brings nothing back, and the average stays in the model: what apply keeps has to be a copy from before the average is
loaded, and state_dict gives the model's own tensors.

caught by: test_restore_brings_the_own_weights_back
"""

import torch


class WeightAverage:
    def __init__(self, model, decay=None):
        self.model = model
        self.decay = decay
        self.total = {}
        self.count = 0
        self.backup = None

    def update(self):
        self.count += 1
        for name, p in self.model.named_parameters():
            old = self.total.get(name, torch.zeros_like(p))
            if self.decay is None:
                self.total[name] = (old + p).detach()
            else:
                self.total[name] = (self.decay * old + (1 - self.decay) * p).detach()
        self.buffers = {name: b.clone() for name, b in self.model.named_buffers()}

    def average(self):
        if self.count == 0:
            raise RuntimeError("no update")
        divisor = self.count if self.decay is None else 1 - self.decay**self.count
        out = {name: total / divisor for name, total in self.total.items()}
        out.update({name: b.clone() for name, b in self.buffers.items()})
        return out

    def apply(self):
        if self.backup is not None:
            raise RuntimeError("already applied")
        average = self.average()
        self.backup = self.model.state_dict()
        self.model.load_state_dict(average)

    def restore(self):
        if self.backup is None:
            raise RuntimeError("not applied")
        self.model.load_state_dict(self.backup)
        self.backup = None
