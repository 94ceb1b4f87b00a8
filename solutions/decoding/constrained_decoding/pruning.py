"""Character by character for all tokens at once; states are thrown out until each remaining one can be finished."""


def build_index(transitions, accepting, vocabulary):
    index = {}
    for origin in transitions:
        paths = {i: (origin, text) for i, text in enumerate(vocabulary) if text}
        ends = {}
        while paths:
            onward = {}
            for i, (state, rest) in paths.items():
                row = transitions[state]
                if rest[0] in row:
                    if len(rest) == 1:
                        ends[i] = row[rest]
                    else:
                        onward[i] = (row[rest[0]], rest[1:])
            paths = onward
        index[origin] = ends
    # The steps that each state is away from an accepting one.
    far = dict.fromkeys(accepting, 0)
    for distance in range(1, len(transitions) + 1):
        for state, ends in index.items():
            if state not in far and any(far.get(end) == distance - 1 for end in ends.values()):
                far[state] = distance
    return {state: {i: end for i, end in index[state].items() if end in far} for state in far}


def constrained_greedy(logits, index, accepting, start, eos, max_new_tokens):
    try:
        tokens = index[start]
    except KeyError:
        raise ValueError("no match can be finished") from None

    def go_on(state, tokens, written):
        if len(written) == max_new_tokens:
            return written
        ids = sorted([*tokens, eos] if state in accepting else tokens)
        row = logits(written)
        best = max(ids, key=row.__getitem__)
        if best == eos:
            return [*written, eos]
        return go_on(tokens[best], index[tokens[best]], [*written, best])

    return go_on(start, tokens, [])
