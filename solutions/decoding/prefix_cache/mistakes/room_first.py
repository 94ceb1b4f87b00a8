"""Room is made before the prompt's own prefix is held, so that the prefix that was just found may be evicted. Hold the prefix
first, count what else can go, and evict last.

caught by: test_the_own_prefix_is_not_evicted
"""


class PrefixCache:
    def __init__(self, capacity):
        if capacity < 1:
            raise ValueError("capacity must be at least 1")
        self.capacity = capacity
        self.nodes = {}  # prefix -> [references, last use]
        self.held = {}
        self.time = 0

    def match(self, tokens):
        n = 0
        while n < len(tokens) and tuple(tokens[: n + 1]) in self.nodes:
            n += 1
        return n

    def acquire(self, tokens):
        n = self.match(tokens)
        need = len(tokens) - n
        free = self.capacity - len(self.nodes)
        if need > free:
            self.evict(need - free)
            if need > self.capacity - len(self.nodes):
                raise RuntimeError("no room")
        self.time += 1
        for i in range(1, len(tokens) + 1):
            references, _ = self.nodes.get(tuple(tokens[:i]), (0, 0))
            self.nodes[tuple(tokens[:i])] = [references + 1, self.time]
        key = tuple(tokens)
        self.held[key] = self.held.get(key, 0) + 1
        return n

    def release(self, tokens):
        key = tuple(tokens)
        if not self.held.get(key):
            raise ValueError("not held")
        self.held[key] -= 1
        self.time += 1
        for i in range(1, len(key) + 1):
            self.nodes[key[:i]][0] -= 1
            self.nodes[key[:i]][1] = self.time

    def evict(self, n):
        free = [prefix for prefix, (references, _) in self.nodes.items() if references == 0]
        free.sort(key=lambda prefix: (self.nodes[prefix][1], -len(prefix)))
        for prefix in free[: max(n, 0)]:
            del self.nodes[prefix]
        return len(free[: max(n, 0)])

    def size(self):
        return len(self.nodes)

    def references(self, tokens):
        return self.nodes.get(tuple(tokens), [0])[0]
