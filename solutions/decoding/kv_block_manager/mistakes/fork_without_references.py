"""fork doesn't count the new holder, so the shared blocks are free as soon as one of the two sequences ends.

caught by: test_fork_shares_every_block_and_takes_none
"""


class KVBlockManager:
    def __init__(self, n_blocks, block_size):
        if min(n_blocks, block_size) < 1:
            raise ValueError("n_blocks and block_size must be at least 1")
        self._block_size = block_size
        self._free = list(range(n_blocks))
        self._references = [0] * n_blocks
        self._tables = {}
        self._lengths = {}

    def allocate(self, sequence, n_tokens):
        self._check_new(sequence)
        if n_tokens < 0:
            raise ValueError(f"n_tokens must be at least 0, not {n_tokens}")
        n_needed = -(-n_tokens // self._block_size)
        # All blocks or none: a request that fails half-way would leak the first half.
        if n_needed > len(self._free):
            raise RuntimeError(f"{n_needed} blocks needed, {len(self._free)} free")
        self._tables[sequence] = [self._take() for _ in range(n_needed)]
        self._lengths[sequence] = n_tokens
        return self.table(sequence)

    def append(self, sequence):
        table = self._tables[sequence]
        offset = self._lengths[sequence] % self._block_size
        source = None
        if offset == 0:
            # The last block is full, or there is none.
            block = self._take()
            table.append(block)
        else:
            block = table[-1]
            if self._references[block] > 1:
                source, block = block, self._take()
                table[-1] = block
                self._drop(source)
        self._lengths[sequence] += 1
        return block, offset, source

    def fork(self, parent, child):
        table = self.table(parent)
        self._check_new(child)
        for block in table:
            pass
        self._tables[child] = table
        self._lengths[child] = self._lengths[parent]

    def free(self, sequence):
        for block in self._tables.pop(sequence):
            self._drop(block)
        del self._lengths[sequence]

    def table(self, sequence):
        return list(self._tables[sequence])

    def length(self, sequence):
        return self._lengths[sequence]

    def n_free(self):
        return len(self._free)

    def references(self, block):
        return self._references[block]

    def _check_new(self, sequence):
        if sequence in self._tables:
            raise ValueError(f"there is a sequence {sequence!r} already")

    def _take(self):
        if not self._free:
            raise RuntimeError("no block is free")
        block = self._free.pop()
        self._references[block] = 1
        return block

    def _drop(self, block):
        self._references[block] -= 1
        if self._references[block] == 0:
            self._free.append(block)
