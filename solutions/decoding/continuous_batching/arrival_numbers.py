"""Requests carry their number of arrival; waiting ones lie in a heap, and the sum of tokens is kept up to date."""

import heapq
from dataclasses import dataclass, field


@dataclass(order=True)
class Entry:
    number: int
    name: object = field(compare=False)
    n_prompt: int = field(compare=False)
    n_output: int = field(compare=False)
    made: int = field(default=0, compare=False)

    def tokens(self):
        return self.n_prompt + self.made


class Scheduler:
    def __init__(self, token_budget, max_batch):
        self.token_budget, self.max_batch = token_budget, max_batch
        self.heap, self.active, self.count, self.taken = [], [], 0, 0

    def everyone(self):
        return [*self.active, *self.heap]

    def submit(self, name, n_prompt, n_output):
        if any(entry.name == name for entry in self.everyone()):
            raise ValueError("two requests of one name")
        if self.token_budget < n_prompt + n_output:
            raise ValueError("too long")
        self.count += 1
        heapq.heappush(self.heap, Entry(self.count, name, n_prompt, n_output))

    def step(self):
        out = []
        while self.taken + len(self.active) > self.token_budget:
            last = max(self.active)
            self.active.remove(last)
            self.taken -= last.tokens()
            out.append(last)
        for entry in out:
            heapq.heappush(self.heap, entry)
        old = len(self.active)
        new = []
        while self.heap and old + len(new) < self.max_batch:
            entry = self.heap[0]
            if self.taken + entry.tokens() + old + len(new) + 1 > self.token_budget:
                break
            new.append(heapq.heappop(self.heap))
            self.taken += entry.tokens()
        computed = old + sum(entry.tokens() for entry in new)
        self.active += new
        done = []
        for entry in self.active:
            entry.made += 1
            self.taken += 1
            if entry.made >= entry.n_output:
                done.append(entry)
                self.taken -= entry.tokens()
        self.active = [entry for entry in self.active if entry not in done]
        return *([entry.name for entry in sorted(part)] for part in (new, out, done)), computed

    def finish(self, name):
        for entry in self.everyone():
            if entry.name == name:
                break
        else:
            raise KeyError(name)
        if entry in self.active:
            self.active.remove(entry)
            self.taken -= entry.tokens()
        else:
            self.heap.remove(entry)
            heapq.heapify(self.heap)

    def running(self):
        return [entry.name for entry in sorted(self.active)]

    def waiting(self):
        return [entry.name for entry in sorted(self.heap)]

    def used(self):
        return self.taken
