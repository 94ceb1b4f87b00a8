"""A stack of subtrees with the least distance that they can have, and a heap of the k best with the worst on top."""

import heapq


def build(points):
    rows = list(range(len(points)))

    def grow(low, high, axis):
        if low >= high:
            return None
        part = rows[low:high]
        part.sort()
        part.sort(key=lambda row: points[row][axis])
        rows[low:high] = part
        middle = low + (high - low) // 2
        own, following = rows[middle], (axis + 1) % len(points[0])
        left = grow(low, middle, following)
        return own, axis, left, grow(middle + 1, high, following)

    return grow(0, len(rows), 0)


def k_nearest(points, tree, query, k, measure):
    heap = []
    stack = [(0.0, tree)]
    while stack:
        least, node = stack.pop()
        if node is None or (len(heap) == k and least > -heap[0][0]):
            continue
        index, axis, left, right = node
        entry = (-measure(points[index], query), -index)
        if len(heap) < k:
            heapq.heappush(heap, entry)
        else:
            heapq.heappushpop(heap, entry)
        gap = query[axis] - points[index][axis]
        stack.append((abs(gap), right if gap <= 0 else left))
        stack.append((0.0, left if gap <= 0 else right))
    return [-index for _, index in sorted(heap, reverse=True)]


def nearest(points, tree, query, measure):
    return k_nearest(points, tree, query, 1, measure)[0]
