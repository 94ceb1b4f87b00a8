"""One random slot for each item, and a heap of keys.

Why it works: if each of i - 1 items is in with probability k / (i - 1), it survives item i with probability
1 - 1 / i, which makes k / i. And -log(u) / w is an exponential waiting time of rate w: the first of several to ring is
item a with probability w_a / W, and the rest go on as if nothing had happened.
"""

import heapq
import math


def sample_stream(stream, k, rng):
    reservoir = []
    for i, item in enumerate(stream):
        if i < k:
            reservoir.append(item)
        else:
            slot = rng.randrange(i + 1)
            if slot < k:
                reservoir[slot] = item
    return reservoir


def weighted_sample(stream, k, rng):
    heap = []
    for number, (item, weight) in enumerate(stream):
        if weight > 0:
            key = math.log(1 - rng.random()) / weight
            heapq.heappush(heap, (key, number, item))
            if len(heap) > k:
                heapq.heappop(heap)
    return [item for _, _, item in heap]
