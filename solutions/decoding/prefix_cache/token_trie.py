"""One node for each token, in lists by number, and a heap of ends in which stale entries are skipped."""

import heapq


class PrefixCache:
    def __init__(self, capacity):
        if capacity < 1:
            raise ValueError("capacity")
        self.capacity = capacity
        self.children = {0: {}}  # node -> token -> node
        self.parent, self.token, self.refs, self.time = {}, {}, {0: 0}, {0: 0}
        self.next_node, self.clock, self.n_held = 1, 0, 0
        self.held = {}
        self.heap = []

    def walk(self, tokens):
        path, node = [], 0
        for token in tokens:
            node = self.children[node].get(token)
            if node is None:
                break
            path.append(node)
        return path

    def offer(self, node):
        if node and node in self.refs and not self.children[node] and not self.refs[node]:
            heapq.heappush(self.heap, (self.time[node], node))

    def match(self, tokens):
        return len(self.walk(tokens))

    def size(self):
        return len(self.refs) - 1

    def references(self, tokens):
        path = self.walk(tokens)
        return self.refs[path[-1]] if len(path) == len(tokens) else 0

    def hold(self, path):
        for node in path:
            self.n_held += self.refs[node] == 0
            self.refs[node] += 1

    def let_go(self, path):
        for node in path:
            self.refs[node] -= 1
            self.n_held -= self.refs[node] == 0

    def acquire(self, tokens):
        path = self.walk(tokens)
        n = len(path)
        self.hold(path)
        if self.n_held + len(tokens) - n > self.capacity:
            self.let_go(path)
            for node in path[-1:]:
                self.offer(node)
            raise RuntimeError("no room")
        self.evict(self.size() + len(tokens) - n - self.capacity)
        node = path[-1] if path else 0
        added = []
        for token in tokens[n:]:
            new = self.next_node
            self.next_node += 1
            self.children[node][token] = new
            self.children[new], self.parent[new], self.token[new], self.refs[new] = {}, node, token, 0
            added.append(new)
            node = new
        self.hold(added)
        self.clock += 1
        for node in path + added:
            self.time[node] = self.clock
        self.held[tuple(tokens)] = self.held.get(tuple(tokens), 0) + 1
        return n

    def release(self, tokens):
        key = tuple(tokens)
        if not self.held.get(key):
            raise ValueError("not held")
        self.held[key] -= 1
        path = self.walk(tokens)
        self.let_go(path)
        self.clock += 1
        for node in path:
            self.time[node] = self.clock
        self.offer(path[-1])

    def evict(self, n):
        evicted = 0
        while evicted < n and self.heap:
            time, node = heapq.heappop(self.heap)
            if node not in self.refs or self.time[node] != time or self.refs[node] or self.children[node]:
                continue
            above = self.parent.pop(node)
            del self.children[above][self.token.pop(node)], self.children[node], self.refs[node], self.time[node]
            evicted += 1
            self.offer(above)
        return evicted
