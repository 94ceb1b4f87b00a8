"""Blocks are popped from the free list without a look at how many there are: when it runs out, the IndexError of an empty
list comes where a RuntimeError has to be raised, and what was popped until then is lost. Count first.

caught by: test_too_few_blocks_raise_and_change_nothing
"""


class KVBlockManager:
    def __init__(self, n_blocks, block_size):
        if n_blocks < 1 or block_size < 1:
            raise ValueError("n_blocks and block_size must be positive")
        self.block_size = block_size
        self.free_blocks = list(range(n_blocks))
        self.ref_count = [0] * n_blocks
        self.tables = {}
        self.lengths = {}

    def new_block(self):
        block = self.free_blocks.pop(0)
        self.ref_count[block] = 1
        return block

    def allocate(self, sequence, n_tokens):
        if sequence in self.tables:
            raise ValueError(f"{sequence} exists already")
        if n_tokens < 0:
            raise ValueError("n_tokens must not be negative")
        n_blocks = (n_tokens + self.block_size - 1) // self.block_size
        self.tables[sequence] = [self.new_block() for _ in range(n_blocks)]
        self.lengths[sequence] = n_tokens
        return self.tables[sequence].copy()

    def append(self, sequence):
        table = self.tables[sequence]
        offset = self.lengths[sequence] % self.block_size
        source = None
        if offset == 0:
            table.append(self.new_block())
        elif self.ref_count[table[-1]] > 1:
            source = table[-1]
            self.ref_count[source] -= 1
            table[-1] = self.new_block()
        self.lengths[sequence] += 1
        return table[-1], offset, source

    def fork(self, parent, child):
        if parent not in self.tables:
            raise KeyError(parent)
        if child in self.tables:
            raise ValueError(f"{child} exists already")
        self.tables[child] = self.tables[parent].copy()
        self.lengths[child] = self.lengths[parent]
        for block in self.tables[child]:
            self.ref_count[block] += 1

    def free(self, sequence):
        for block in self.tables.pop(sequence):
            self.ref_count[block] -= 1
            if self.ref_count[block] == 0:
                self.free_blocks.append(block)
        del self.lengths[sequence]

    def table(self, sequence):
        return self.tables[sequence].copy()

    def length(self, sequence):
        return self.lengths[sequence]

    def n_free(self):
        return len(self.free_blocks)

    def references(self, block):
        return self.ref_count[block]
