"""This is a beam search: of each level the best width states go on, and the rest is lost. Best-first search drops nothing, and takes
the best open state of any depth.

caught by: test_the_best_open_state_comes_next
"""


def tree_search(root, propose, value, is_final, width, max_depth, budget):
    values = {root: value(root)}

    def best():
        finals = [s for s in values if is_final(s)]
        answer = max(finals or values, key=values.get)
        return answer, values[answer]

    beam = [root]
    for _ in range(max_depth):
        candidates = []
        for state in beam:
            if is_final(state):
                return state, values[state]
            for child in propose(state)[:width]:
                if child in values:
                    continue
                if len(values) >= budget:
                    return best()
                values[child] = value(child)
                candidates.append(child)
        if not candidates:
            break
        beam = sorted(candidates, key=values.get, reverse=True)[:width]
    return best()
