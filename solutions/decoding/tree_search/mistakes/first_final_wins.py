"""The search ends as soon as a final state is proposed: it is put into the open set like any other, and states that are rated
higher come before it.

caught by: test_a_final_state_is_taken_and_not_grabbed
"""

import heapq
from itertools import count


def tree_search(root, propose, value, is_final, width, max_depth, budget):
    order = count()
    values = {root: value(root)}
    if is_final(root):
        return root, values[root]
    frontier = [(-values[root], next(order), root, 0)]
    while frontier:
        _, _, state, depth = heapq.heappop(frontier)
        if depth >= max_depth:
            continue
        for child in propose(state)[:width]:
            if child in values:
                continue
            if len(values) >= budget:
                best = max(values, key=lambda s: values[s])
                return best, values[best]
            v = value(child)
            values[child] = v
            if is_final(child):
                return child, v
            heapq.heappush(frontier, (-v, next(order), child, depth + 1))
    best = max(values, key=lambda s: values[s])
    return best, values[best]
