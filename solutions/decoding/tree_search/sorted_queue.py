"""A queue that is kept sorted by insertion; the best final state and the best state of all are kept up to date."""

from bisect import insort_right
from itertools import islice


def tree_search(root, propose, value, is_final, width, max_depth, budget):
    queue, seen, best = [], set(), {}

    def add(state, depth):
        rating = value(state)
        seen.add(state)
        insort_right(queue, (rating, depth, state), key=lambda entry: -entry[0])
        kind = bool(is_final(state))
        if kind not in best or rating > best[kind][1]:
            best[kind] = (state, rating)

    add(root, 0)
    while queue:
        rating, depth, state = queue.pop(0)
        if is_final(state):
            return state, rating
        if depth >= max_depth:
            continue
        for child in islice(propose(state), width):
            if child in seen:
                continue
            if len(seen) >= budget:
                return best.get(True) or best[False]
            add(child, depth + 1)
    return best.get(True) or best[False]
