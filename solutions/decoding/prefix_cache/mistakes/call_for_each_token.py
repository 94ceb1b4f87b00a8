"""The tree is walked by a function that calls itself for each token: Python allows a thousand such calls within each other, and
prompts have thousands of tokens. A loop has no such limit.

caught by: test_long_prompts
"""


class Node:
    def __init__(self, token, parent):
        self.token, self.parent = token, parent
        self.children = {}
        self.refs = self.held = self.used = 0


class PrefixCache:
    def __init__(self, capacity):
        if capacity < 1:
            raise ValueError("capacity must be at least 1")
        self.capacity = capacity
        self.root = Node(None, None)
        self.n_tokens = self.now = 0

    def path(self, tokens, node=None, i=0):
        node = node or self.root
        if i == len(tokens) or tokens[i] not in node.children:
            return []
        child = node.children[tokens[i]]
        return [child, *self.path(tokens, child, i + 1)]

    def nodes(self):
        stack = list(self.root.children.values())
        while stack:
            node = stack.pop()
            stack.extend(node.children.values())
            yield node

    def match(self, tokens):
        return len(self.path(tokens))

    def acquire(self, tokens):
        path = self.path(tokens)
        found = len(path)
        for node in path:
            node.refs += 1
        held = sum(node.refs > 0 for node in self.nodes())
        if held + len(tokens) - found > self.capacity:
            for node in path:
                node.refs -= 1
            raise RuntimeError("no room")
        self.evict(self.n_tokens + len(tokens) - found - self.capacity)
        node = path[-1] if path else self.root
        for token in tokens[found:]:
            child = Node(token, node)
            node.children[token] = child
            child.refs = 1
            node = child
        self.n_tokens += len(tokens) - found
        node.held += 1
        return found

    def release(self, tokens):
        path = self.path(tokens)
        if len(path) < len(tokens) or not path[-1].held:
            raise ValueError("not held")
        path[-1].held -= 1
        self.now += 1
        for node in path:
            node.refs -= 1
            node.used = self.now

    def evict(self, n):
        ends = [node for node in self.nodes() if not node.children and not node.refs]
        evicted = 0
        while evicted < n and ends:
            oldest = min(ends, key=lambda node: node.used)
            ends.remove(oldest)
            above = oldest.parent
            del above.children[oldest.token]
            if above is not self.root and not above.children and not above.refs:
                ends.append(above)
            evicted += 1
        self.n_tokens -= evicted
        return evicted

    def size(self):
        return self.n_tokens

    def references(self, tokens):
        path = self.path(tokens)
        return path[-1].refs if len(path) == len(tokens) else 0
