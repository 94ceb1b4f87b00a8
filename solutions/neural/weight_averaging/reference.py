"""Weight averaging: one running sum for each parameter, copies of the buffers, a backup while the average is applied.

Why it works: near the optimum the weights are the optimum plus noise, and the noise of an average of many is smaller.
The state dict has everything by name, and load_state_dict writes into the tensors that are there.
"""


class WeightAverage:
    def __init__(self, model, decay=None):
        self.model, self.decay = model, decay
        self.t, self.sums, self.buffers, self.backup = 0, {}, {}, None

    def update(self):
        self.t += 1
        for name, p in self.model.named_parameters():
            p, a = p.detach(), self.sums.get(name, 0.0)
            self.sums[name] = a + p if self.decay is None else self.decay * a + (1 - self.decay) * p
        self.buffers = {name: b.clone() for name, b in self.model.named_buffers()}

    def average(self):
        if self.t == 0:
            raise RuntimeError("there was no update yet")
        total = self.t if self.decay is None else 1 - self.decay**self.t
        weights = {name: a / total for name, a in self.sums.items()}
        return weights | {name: b.clone() for name, b in self.buffers.items()}

    def apply(self):
        if self.backup is not None:
            raise RuntimeError("the average is in the model already")
        average = self.average()
        self.backup = {name: x.clone() for name, x in self.model.state_dict().items()}
        self.model.load_state_dict(average)

    def restore(self):
        if self.backup is None:
            raise RuntimeError("the average isn't in the model")
        self.model.load_state_dict(self.backup)
        self.backup = None
