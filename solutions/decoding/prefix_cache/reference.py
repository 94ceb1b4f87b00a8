"""A prefix cache: a radix tree whose nodes are runs of tokens that were always used and held together.

Why it works: a node is split wherever a prompt ends or turns off, so all of its tokens have one count and one time, and
cutting tokens off the end of the oldest leaf is what evicting token by token comes to.
"""

from collections import Counter


class Node:
    def __init__(self, tokens, parent, refs, used):
        self.tokens, self.parent, self.refs, self.used = tokens, parent, refs, used
        self.children = {}


class PrefixCache:
    def __init__(self, capacity):
        if capacity < 1:
            raise ValueError("a cache has room for one token at least")
        self.capacity, self.now = capacity, 0
        self.root, self.held = Node([], None, 0, 0), Counter()

    def nodes(self):
        stack = list(self.root.children.values())
        while stack:
            node = stack.pop()
            yield node
            stack.extend(node.children.values())

    def find(self, tokens, split=False):
        """The last node on the path of these tokens, and how many of them are there."""
        node, n = self.root, 0
        while n < len(tokens) and tokens[n] in node.children:
            node = node.children[tokens[n]]
            common = 0
            for one, other in zip(node.tokens, tokens[n:], strict=False):
                if one != other:
                    break
                common += 1
            n += common
            if common < len(node.tokens):
                return (self.split(node, common) if split else node), n
        return node, n

    def split(self, node, k):
        """Cut a run after k tokens: the upper part is a new node."""
        upper = Node(node.tokens[:k], node.parent, node.refs, node.used)
        node.parent.children[node.tokens[0]] = upper
        upper.children[node.tokens[k]] = node
        node.tokens, node.parent = node.tokens[k:], upper
        return upper

    def count(self, node, step):
        while node is not self.root:
            node.refs += step
            node = node.parent

    def use(self, node):
        self.now += 1
        while node is not self.root:
            node.used = self.now
            node = node.parent

    def match(self, tokens):
        return self.find(tokens)[1]

    def acquire(self, tokens):
        node, n = self.find(tokens, split=True)
        missing = len(tokens) - n
        self.count(node, 1)  # from here on the prefix can't be evicted
        if missing > self.capacity - sum(len(other.tokens) for other in self.nodes() if other.refs):
            self.count(node, -1)
            raise RuntimeError("too many tokens are held")
        self.evict(missing - (self.capacity - self.size()))
        if missing:
            leaf = Node(tokens[n:], node, 1, self.now)
            node.children[tokens[n]] = node = leaf
        self.held[tuple(tokens)] += 1
        return n

    def release(self, tokens):
        if self.held[tuple(tokens)] == 0:
            raise ValueError("this prompt isn't held")
        self.held[tuple(tokens)] -= 1
        node, _ = self.find(tokens)
        self.count(node, -1)
        self.use(node)

    def evict(self, n):
        evicted = 0
        while evicted < n:
            ends = [node for node in self.nodes() if not node.children and not node.refs]
            if not ends:
                break
            oldest = min(ends, key=lambda node: node.used)
            k = min(n - evicted, len(oldest.tokens))
            if k == len(oldest.tokens):
                del oldest.parent.children[oldest.tokens[0]]
            oldest.tokens = oldest.tokens[: len(oldest.tokens) - k]
            evicted += k
        return evicted

    def size(self):
        return sum(len(node.tokens) for node in self.nodes())

    def references(self, tokens):
        node, n = self.find(tokens)
        return node.refs if n == len(tokens) else 0
