"""Later items enter too often, the (k+1)-th always, as where the i-th enters with probability k / (i - 1) or (k + 1) / i: it
is k / i.

caught by: test_every_sample_is_equally_likely
"""

import heapq
import math


def sample_stream(stream, k, rng):
    reservoir = []
    for i, item in enumerate(stream):
        if i < k:
            reservoir.append(item)
        else:
            j = rng.randint(0, i - 1)
            if j < k:
                reservoir[j] = item
    return reservoir


def weighted_sample(stream, k, rng):
    heap = []
    for idx, (item, w) in enumerate(stream):
        if w <= 0:
            continue
        key = math.log(1.0 - rng.random()) / w
        if len(heap) < k:
            heapq.heappush(heap, (key, idx, item))
        elif key > heap[0][0]:
            heapq.heapreplace(heap, (key, idx, item))
    return [item for _, _, item in heap]
