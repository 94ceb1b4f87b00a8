"""Best-first search with a heap.

Why it works: the heap holds every state that was put aside, so that after a promising branch has disappointed the
search goes on with the best of all others. The number of a state breaks ties before states would be compared.
"""

from heapq import heappop, heappush


def tree_search(root, propose, value, is_final, width, max_depth, budget):
    values = {root: value(root)}
    heap = [(-values[root], 0, 0, root)]

    def best_so_far():
        finals = [state for state in values if is_final(state)]
        answer = max(finals or values, key=values.__getitem__)
        return answer, values[answer]

    while heap:
        _, _, depth, state = heappop(heap)
        if is_final(state):
            return state, values[state]
        if depth == max_depth:
            continue
        for child in propose(state)[:width]:
            if child in values:
                continue
            if len(values) == budget:
                return best_so_far()
            values[child] = value(child)
            heappush(heap, (-values[child], len(values), depth + 1, child))
    return best_so_far()
