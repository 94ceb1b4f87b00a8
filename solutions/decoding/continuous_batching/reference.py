"""Continuous batching: two lists in the order of arrival, between which the boundary moves.

Why it works: the youngest is preempted and the oldest admitted, so who runs arrived before who waits. The oldest of all
fits alone, is never preempted, and ends after n_output steps at most; then the next one is the oldest.
"""


class Request:
    def __init__(self, name, n_prompt, n_output):
        self.name, self.size, self.left = name, n_prompt, n_output


def names(requests):
    return [request.name for request in requests]


class Scheduler:
    def __init__(self, token_budget, max_batch):
        self.budget, self.max_batch = token_budget, max_batch
        self.batch, self.queue = [], []

    def submit(self, name, n_prompt, n_output):
        if name in names(self.batch + self.queue):
            raise ValueError(f"{name} is waiting or running already")
        if n_prompt + n_output > self.budget:
            raise ValueError("the request can't run even alone")
        self.queue.append(Request(name, n_prompt, n_output))

    def fits(self, batch):
        return sum(request.size + 1 for request in batch) <= self.budget and len(batch) <= self.max_batch

    def step(self):
        preempted, admitted = [], []
        while not self.fits(self.batch):
            preempted.insert(0, self.batch.pop())
        computed = len(self.batch)
        self.queue = preempted + self.queue
        while self.queue and self.fits([*self.batch, self.queue[0]]):
            request = self.queue.pop(0)
            computed += request.size
            admitted.append(request)
            self.batch.append(request)
        for request in self.batch:
            request.size += 1
            request.left -= 1
        finished = [request for request in self.batch if request.left == 0]
        self.batch = [request for request in self.batch if request.left > 0]
        return names(admitted), names(preempted), names(finished), computed

    def finish(self, name):
        if name not in names(self.batch + self.queue):
            raise KeyError(name)
        self.batch = [request for request in self.batch if request.name != name]
        self.queue = [request for request in self.queue if request.name != name]

    def running(self):
        return names(self.batch)

    def waiting(self):
        return names(self.queue)

    def used(self):
        return sum(request.size for request in self.batch)
