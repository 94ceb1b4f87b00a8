"""Room is reserved for the whole answer before a request is admitted: how long it gets isn't known, and the memory stays half
empty. A request needs room for what it has and one more token.

caught by: test_first_come_first_served
"""


class Scheduler:
    def __init__(self, token_budget, max_batch):
        self.budget = token_budget
        self.max_batch = max_batch
        self.run = []
        self.wait = []

    def submit(self, name, n_prompt, n_output):
        if any(r["name"] == name for r in self.run + self.wait):
            raise ValueError("name is taken")
        if n_prompt + n_output > self.budget:
            raise ValueError("too large")
        self.wait.append({"name": name, "prompt": n_prompt, "output": n_output, "made": 0})

    def size(self, r):
        return r["prompt"] + r["made"]

    def need(self, batch):
        return sum(self.size(r) + 1 for r in batch)

    def step(self):
        preempted = []
        while self.need(self.run) > self.budget:
            victim = self.run.pop()
            preempted.insert(0, victim)
        self.wait = preempted + self.wait
        computed = len(self.run)
        admitted = []
        while self.wait and len(self.run) < self.max_batch:
            r = self.wait[0]
            if sum(x["prompt"] + x["output"] for x in [*self.run, r]) > self.budget:
                break
            self.wait.pop(0)
            self.run.append(r)
            admitted.append(r)
            computed += self.size(r)
        finished = []
        for r in self.run:
            r["made"] += 1
            if r["made"] == r["output"]:
                finished.append(r)
        self.run = [r for r in self.run if r not in finished]
        return [r["name"] for r in admitted], [r["name"] for r in preempted], [r["name"] for r in finished], computed

    def finish(self, name):
        for group in (self.run, self.wait):
            for r in group:
                if r["name"] == name:
                    group.remove(r)
                    return
        raise KeyError(name)

    def running(self):
        return [r["name"] for r in self.run]

    def waiting(self):
        return [r["name"] for r in self.wait]

    def used(self):
        return sum(self.size(r) for r in self.run)
