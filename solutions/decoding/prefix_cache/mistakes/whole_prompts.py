"""Whole prompts are kept one by one, and each counts all of its tokens: what prompts share is one path in the tree, stored and
counted once.

caught by: test_shared_tokens_count_once
"""


class PrefixCache:
    def __init__(self, capacity):
        if capacity < 1:
            raise ValueError("capacity must be positive")
        self.capacity = capacity
        self.entries = {}
        self.time = 0

    def match(self, tokens):
        best = 0
        for key in self.entries:
            n = 0
            while n < min(len(key), len(tokens)) and key[n] == tokens[n]:
                n += 1
            best = max(best, n)
        return best

    def acquire(self, tokens):
        n = self.match(tokens)
        key = tuple(tokens)
        if key not in self.entries:
            free = sum(len(k) for k, (refs, _) in self.entries.items() if refs == 0)
            if self.size() - free + len(key) > self.capacity:
                raise RuntimeError("no room")
            self.evict(self.size() + len(key) - self.capacity)
        refs, _ = self.entries.get(key, (0, 0))
        self.time += 1
        self.entries[key] = (refs + 1, self.time)
        return n

    def release(self, tokens):
        key = tuple(tokens)
        if self.entries.get(key, (0, 0))[0] == 0:
            raise ValueError("not held")
        self.time += 1
        self.entries[key] = (self.entries[key][0] - 1, self.time)

    def evict(self, n):
        gone = 0
        while gone < n:
            free = [k for k, (refs, _) in self.entries.items() if refs == 0]
            if not free:
                break
            oldest = min(free, key=lambda k: self.entries[k][1])
            del self.entries[oldest]
            gone += len(oldest)
        return gone

    def size(self):
        return sum(len(k) for k in self.entries)

    def references(self, tokens):
        return sum(refs for k, (refs, _) in self.entries.items() if k[: len(tokens)] == tuple(tokens))
