"""The average starts at the first weights, whose share then stays decay^(t-1), far more than 1 - decay: it starts at 0 and is
divided by 1 - decay^t.

caught by: test_the_exponential_average
"""

import copy


class WeightAverage:
    def __init__(self, model, decay=None):
        self.model = model
        self.decay = decay
        self.n = 0
        self.avg = None
        self.backup = None

    def update(self):
        state = {k: v.clone() for k, v in self.model.state_dict().items()}
        self.n += 1
        if self.avg is None:
            self.avg = state
            return
        for k in state:
            if self.decay is None:
                self.avg[k] = (self.avg[k] * (self.n - 1) + state[k]) / self.n
            else:
                self.avg[k] = self.decay * self.avg[k] + (1 - self.decay) * state[k]

    def average(self):
        if self.n == 0:
            raise RuntimeError("no update yet")
        return dict(self.avg)

    def apply(self):
        if self.backup is not None or self.n == 0:
            raise RuntimeError("cannot apply")
        self.backup = copy.deepcopy(self.model.state_dict())
        self.model.load_state_dict(self.avg)

    def restore(self):
        if self.backup is None:
            raise RuntimeError("not applied")
        self.model.load_state_dict(self.backup)
        self.backup = None
