"""Within one prompt the beginning is evicted before the end, so that tokens are left whose prefix is gone and which nobody can find.
Only an end may go, a token that no other follows.

caught by: test_the_oldest_end_goes_first
"""

from collections import Counter, OrderedDict


class PrefixCache:
    def __init__(self, capacity):
        if not capacity >= 1:
            raise ValueError("room for a token, please")
        self.capacity = capacity
        self.names = {}  # (number of the prefix before, token) -> number
        self.before = OrderedDict()  # number -> (its key), oldest first
        self.refs = Counter()
        self.held = Counter()
        self.fresh = 0

    def chain(self, tokens):
        numbers, number = [], 0
        for token in tokens:
            number = self.names.get((number, token))
            if number is None:
                break
            numbers.append(number)
        return numbers

    def match(self, tokens):
        return len(self.chain(tokens))

    def size(self):
        return len(self.before)

    def references(self, tokens):
        chain = self.chain(tokens)
        return self.refs[chain[-1]] if len(chain) == len(tokens) else 0

    def use(self, chain):
        for number in chain:
            self.before.move_to_end(number)

    def acquire(self, tokens):
        chain = self.chain(tokens)
        n = len(chain)
        busy = sum(1 for number in self.before if self.refs[number])
        busy += sum(1 for number in chain if not self.refs[number])
        if busy + len(tokens) - n > self.capacity:
            raise RuntimeError("full")
        self.refs.update(chain)
        self.evict(self.size() + len(tokens) - n - self.capacity)
        number = chain[-1] if chain else 0
        for token in tokens[n:]:
            self.fresh += 1
            self.names[number, token] = self.fresh
            self.before[self.fresh] = (number, token)
            number = self.fresh
            self.refs[number] += 1
            chain.append(number)
        self.use(chain)
        self.held[tuple(tokens)] += 1
        return n

    def release(self, tokens):
        if not self.held[tuple(tokens)]:
            raise ValueError("not held")
        self.held[tuple(tokens)] -= 1
        chain = self.chain(tokens)
        self.refs.subtract(chain)
        self.use(chain)

    def evict(self, n):
        free = [number for number in self.before if not self.refs[number]][: max(n, 0)]
        for number in free:
            del self.names[self.before.pop(number)]
            del self.refs[number]
        return len(free)
