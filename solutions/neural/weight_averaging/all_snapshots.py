"""Every snapshot is kept, and weighed when the average is asked for."""


class WeightAverage:
    def __init__(self, model, decay=None):
        self.model = model
        self.decay = 1.0 if decay is None else decay
        self.snapshots = []
        self.stack = []

    def snapshot(self):
        return {name: x.detach().clone() for name, x in self.model.state_dict().items()}

    def update(self):
        self.snapshots.append(self.snapshot())

    def average(self):
        if not self.snapshots:
            raise RuntimeError("nothing to average")
        n = len(self.snapshots)
        weights = [self.decay ** (n - 1 - t) for t in range(n)]
        result = {name: x.clone() for name, x in self.snapshots[-1].items()}
        for name, _ in self.model.named_parameters():
            result[name] = sum(w * s[name] for w, s in zip(weights, self.snapshots, strict=True)) / sum(weights)
        return result

    def apply(self):
        if self.stack:
            raise RuntimeError("already applied")
        average = self.average()
        self.stack.append(self.snapshot())
        self.model.load_state_dict(average)

    def restore(self):
        if not self.stack:
            raise RuntimeError("not applied")
        self.model.load_state_dict(self.stack.pop())
