"""Block objects that hold the set of their owners, and a heap that hands out the lowest free id."""

import heapq


class Block:
    def __init__(self, number):
        self.number = number
        self.owners = set()


class Sequence:
    def __init__(self, blocks, length):
        self.blocks = blocks
        self.length = length


class KVBlockManager:
    def __init__(self, n_blocks, block_size):
        if n_blocks <= 0:
            raise ValueError("a cache needs blocks")
        if block_size <= 0:
            raise ValueError("a block needs room for a token")
        self.size = block_size
        self.blocks = [Block(number) for number in range(n_blocks)]
        self.heap = list(range(n_blocks))
        self.living = {}

    def _need(self, n_blocks):
        if n_blocks > len(self.heap):
            raise RuntimeError("too few free blocks")

    def _own(self, name):
        block = self.blocks[heapq.heappop(self.heap)]
        block.owners.add(name)
        return block

    def _disown(self, block, name):
        block.owners.remove(name)
        if not block.owners:
            heapq.heappush(self.heap, block.number)

    def allocate(self, sequence, n_tokens):
        if n_tokens < 0:
            raise ValueError("a negative length")
        if sequence in self.living:
            raise ValueError("a sequence of that name is living")
        whole, rest = divmod(n_tokens, self.size)
        n_needed = whole + (rest > 0)
        self._need(n_needed)
        self.living[sequence] = Sequence([self._own(sequence) for _ in range(n_needed)], n_tokens)
        return self.table(sequence)

    def append(self, sequence):
        state = self.living[sequence]
        offset = state.length % self.size
        copied = None
        if offset == 0:
            self._need(1)
            state.blocks.append(self._own(sequence))
        elif state.blocks[-1].owners != {sequence}:
            self._need(1)
            old = state.blocks.pop()
            state.blocks.append(self._own(sequence))
            self._disown(old, sequence)
            copied = old.number
        state.length += 1
        return (state.blocks[-1].number, offset, copied)

    def fork(self, parent, child):
        if child in self.living:
            raise ValueError("a sequence of that name is living")
        state = self.living[parent]
        for block in state.blocks:
            block.owners.add(child)
        self.living[child] = Sequence(state.blocks.copy(), state.length)

    def free(self, sequence):
        for block in self.living.pop(sequence).blocks:
            self._disown(block, sequence)

    def table(self, sequence):
        return [block.number for block in self.living[sequence].blocks]

    def length(self, sequence):
        return self.living[sequence].length

    def n_free(self):
        return len(self.heap)

    def references(self, block):
        return len(self.blocks[block].owners)
