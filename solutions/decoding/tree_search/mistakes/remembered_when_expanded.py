"""States are remembered when they are expanded, as in A*: one that is open and proposed again is valued a second time. They are
remembered when they are valued.

caught by: test_states_that_are_proposed_twice
"""

import heapq


def tree_search(root, propose, value, is_final, width, max_depth, budget):
    values = {root: value(root)}
    calls = 1
    frontier = [(-values[root], 0, root, 0)]
    closed = set()

    def best():
        pool = [s for s in values if is_final(s)] or list(values)
        answer = max(pool, key=values.get)
        return answer, values[answer]

    while frontier:
        _, _, state, depth = heapq.heappop(frontier)
        if state in closed:
            continue
        if is_final(state):
            return state, values[state]
        closed.add(state)
        if depth >= max_depth:
            continue
        for child in propose(state)[:width]:
            if child in closed:
                continue
            if calls >= budget:
                return best()
            values[child] = value(child)
            heapq.heappush(frontier, (-values[child], calls, child, depth + 1))
            calls += 1
    return best()
