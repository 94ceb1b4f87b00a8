"""The keys are u ** (1 / w): for small weights they are all 0 in floating point, and the order of the stream decides. Take
logarithms, log(u) / w.

caught by: test_small_weights
"""

import heapq


def sample_stream(stream, k, rng):
    reservoir = []
    for i, item in enumerate(stream, start=1):
        if len(reservoir) < k:
            reservoir.append(item)
        else:
            j = rng.randint(1, i)
            if j <= k:
                reservoir[j - 1] = item
    return reservoir


def weighted_sample(stream, k, rng):
    heap = []
    for i, (item, w) in enumerate(stream):
        if w == 0:
            continue
        key = rng.random() ** (1 / w) if w > 1e-308 else 0.0
        if len(heap) < k:
            heapq.heappush(heap, (key, i, item))
        elif key > heap[0][0]:
            heapq.heapreplace(heap, (key, i, item))
    return [item for _, _, item in heap]
