"""A token is let in although one of its characters isn't allowed: all of them have to be, one after the other, and the last one says
where it leads.

caught by: test_tokens_of_several_characters
"""


def build_index(transitions, accepting, vocabulary):
    edges = {}
    for state, row in transitions.items():
        edges[state] = {}
        for token_id, token in enumerate(vocabulary):
            if token and token[0] in row:
                edges[state][token_id] = row[token[0]]
    live = set(accepting)
    changed = True
    while changed:
        changed = False
        for state, tokens in edges.items():
            if state not in live and any(t in live for t in tokens.values()):
                live.add(state)
                changed = True
    return {s: {t: e for t, e in edges[s].items() if e in live} for s in live}


def constrained_greedy(logits, index, accepting, start, eos, max_new_tokens):
    if start not in index:
        raise ValueError("start state is dead")
    tokens = []
    state = start
    for _ in range(max_new_tokens):
        scores = logits(tokens)
        allowed = list(index[state].keys())
        if state in accepting:
            allowed.append(eos)
        token = max(sorted(allowed), key=lambda t: scores[t])
        tokens.append(token)
        if token == eos:
            break
        state = index[state][token]
    return tokens
