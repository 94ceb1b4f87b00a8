"""The budget is looked at between expansions only, so that all children of the last state are valued: it is looked at before every
single state that would have to be valued.

caught by: test_the_budget
"""

import heapq


def tree_search(root, propose, value, is_final, width, max_depth, budget):
    values = {root: value(root)}
    frontier = [(-values[root], 0, root, 0)]
    counter = 1
    while frontier and len(values) < budget:
        _, _, state, depth = heapq.heappop(frontier)
        if is_final(state):
            return state, values[state]
        if depth >= max_depth:
            continue
        for child in propose(state)[:width]:
            if child in values:
                continue
            values[child] = value(child)
            heapq.heappush(frontier, (-values[child], counter, child, depth + 1))
            counter += 1
    candidates = [s for s in values if is_final(s)] or list(values)
    best = max(candidates, key=lambda s: values[s])
    return best, values[best]
