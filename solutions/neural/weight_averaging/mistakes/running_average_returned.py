"""average returns the tensors in which the average is kept, and the next update changes them in place: what was returned has to
stay, as a copy does.

caught by: test_later_changes_of_the_model_don_t_count
"""

import copy

import torch


class WeightAverage:
    def __init__(self, model, decay=None):
        self.model = model
        self.decay = decay
        self.n = 0
        self.avg = copy.deepcopy(model.state_dict())
        self.backup = None

    @torch.no_grad()
    def update(self):
        self.n += 1
        if self.decay is None:
            share = 1 / self.n
        else:
            share = (1 - self.decay) / (1 - self.decay**self.n)
        names = [name for name, _ in self.model.named_parameters()]
        for name, value in self.model.state_dict().items():
            if name in names:
                self.avg[name].mul_(1 - share).add_(value, alpha=share)
            else:
                self.avg[name].copy_(value)

    def average(self):
        if self.n == 0:
            raise RuntimeError("call update first")
        return self.avg

    def apply(self):
        if self.n == 0 or self.backup is not None:
            raise RuntimeError("can't apply")
        self.backup = copy.deepcopy(self.model.state_dict())
        self.model.load_state_dict(self.avg)

    def restore(self):
        if self.backup is None:
            raise RuntimeError("not applied")
        self.model.load_state_dict(self.backup)
        self.backup = None
