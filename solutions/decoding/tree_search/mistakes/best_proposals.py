"""All proposals are valued and the best width of them kept: the first width are taken, and only these are valued.

caught by: test_only_the_first_proposals_count
"""

import heapq


def tree_search(root, propose, value, is_final, width, max_depth, budget):
    values = {root: value(root)}
    heap = [(-values[root], 0, root, 0)]
    count = 0

    def best():
        pool = [s for s in values if is_final(s)] or list(values)
        answer = max(pool, key=values.get)
        return answer, values[answer]

    while heap:
        _, _, state, depth = heapq.heappop(heap)
        if is_final(state):
            return state, values[state]
        if depth >= max_depth:
            continue
        children = []
        for child in propose(state):
            if child in values:
                continue
            if len(values) >= budget:
                return best()
            values[child] = value(child)
            children.append(child)
        children.sort(key=values.get, reverse=True)
        for child in children[:width]:
            count += 1
            heapq.heappush(heap, (-values[child], count, child, depth + 1))
    return best()
