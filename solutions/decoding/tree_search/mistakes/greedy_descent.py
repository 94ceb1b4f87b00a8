"""The search goes from a state to its best child and never comes back: states that were put aside stay open, and the best of all
of them comes next.

caught by: test_the_best_open_state_comes_next
"""


def tree_search(root, propose, value, is_final, width, max_depth, budget):
    state = root
    values = {root: value(root)}
    for _ in range(max_depth):
        if is_final(state):
            break
        children = []
        for child in propose(state)[:width]:
            if child in values:
                continue
            if len(values) >= budget:
                break
            values[child] = value(child)
            children.append(child)
        if not children:
            break
        state = max(children, key=lambda c: values[c])
    if is_final(state):
        return state, values[state]
    finals = [s for s in values if is_final(s)]
    best = max(finals or values, key=lambda s: values[s])
    return best, values[best]
