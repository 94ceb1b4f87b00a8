"""The search goes on with the best child of the last state, and comes back to its siblings only when that branch is through: the
best open state of the whole tree comes next.

caught by: test_the_best_open_state_comes_next
"""


def tree_search(root, propose, value, is_final, width, max_depth, budget):
    values = {root: value(root)}

    def finish():
        finals = [s for s in values if is_final(s)]
        best = max(finals or values, key=lambda s: values[s])
        return best, values[best]

    stack = [(root, 0)]
    while stack:
        state, depth = stack.pop()
        if is_final(state):
            return state, values[state]
        if depth >= max_depth:
            continue
        children = []
        for child in propose(state)[:width]:
            if child in values:
                continue
            if len(values) >= budget:
                return finish()
            values[child] = value(child)
            children.append(child)
        # The best one last, so that it is popped first; of equal ones the first.
        for child in sorted(reversed(children), key=lambda c: values[c]):
            stack.append((child, depth + 1))
    return finish()
