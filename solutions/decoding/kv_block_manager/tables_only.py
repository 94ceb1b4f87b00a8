"""No counts at all: the tables are the only state, and what is free or shared is read off them each time."""


class KVBlockManager:
    def __init__(self, n_blocks, block_size):
        if min(n_blocks, block_size) < 1:
            raise ValueError("sizes must be positive")
        self.blocks = range(n_blocks)
        self.block_size = block_size
        self.sequences = {}

    def _free_blocks(self):
        used = {block for blocks, _ in self.sequences.values() for block in blocks}
        return [block for block in self.blocks if block not in used]

    def allocate(self, sequence, n_tokens):
        if sequence in self.sequences or n_tokens < 0:
            raise ValueError("a new name and a length of at least 0 are needed")
        n_needed = (n_tokens + self.block_size - 1) // self.block_size
        free = self._free_blocks()
        if len(free) < n_needed:
            raise RuntimeError("out of blocks")
        self.sequences[sequence] = (tuple(free[:n_needed]), n_tokens)
        return free[:n_needed]

    def append(self, sequence):
        blocks, length = self.sequences[sequence]
        offset = length % self.block_size
        source = None
        if length == len(blocks) * self.block_size:
            blocks = (*blocks, self._first_free())
        elif self.references(blocks[-1]) > 1:
            source = blocks[-1]
            blocks = (*blocks[:-1], self._first_free())
        self.sequences[sequence] = (blocks, length + 1)
        return blocks[-1], offset, source

    def _first_free(self):
        free = self._free_blocks()
        if not free:
            raise RuntimeError("out of blocks")
        return free[0]

    def fork(self, parent, child):
        if child in self.sequences:
            raise ValueError("the name is taken")
        self.sequences[child] = self.sequences[parent]

    def free(self, sequence):
        del self.sequences[sequence]

    def table(self, sequence):
        return list(self.sequences[sequence][0])

    def length(self, sequence):
        return self.sequences[sequence][1]

    def n_free(self):
        return len(self._free_blocks())

    def references(self, block):
        return sum(block in blocks for blocks, _ in self.sequences.values())
