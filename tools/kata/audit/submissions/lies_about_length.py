"""Gives back lengths that are negative, huge, texts or truth values, and items that change at each look."""
# kata: kv_block_manager
# share: 0

import itertools
import random


class Shifty(list):
    lengths = itertools.cycle([-1, 2**70, True, "7", None, 3.5])

    def __len__(self):
        return next(self.lengths)


class Odd:
    __len__ = Shifty.__len__
    lengths = Shifty.lengths

    def __iter__(self):
        return iter([random.random()] * 10)


class KVBlockManager:
    def __init__(self, n_blocks, block_size):
        pass

    def __getattr__(self, name):
        return lambda *args: Odd()


def replay(manager, operations):
    return random.choice([Odd(), Shifty(operations), {operation: 1 for operation in operations}, range(10**9)])
