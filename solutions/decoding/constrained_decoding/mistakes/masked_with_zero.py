"""A forbidden token is chosen where the allowed ones have negative logits: it must have no part in the choice. (A mask of 0 beats
every negative logit: a mask is minus infinity.)

caught by: test_the_best_allowed_token
"""


def build_index(transitions, accepting, vocabulary):
    def run(state, token):
        for c in token:
            if c not in transitions[state]:
                return None
            state = transitions[state][c]
        return state

    full = {}
    for s in transitions:
        full[s] = {}
        for i, tok in enumerate(vocabulary):
            if tok == "":
                continue
            e = run(s, tok)
            if e is not None:
                full[s][i] = e
    alive = set(accepting)
    size = -1
    while size != len(alive):
        size = len(alive)
        for s in full:
            if any(e in alive for e in full[s].values()):
                alive.add(s)
    return {s: {i: e for i, e in full[s].items() if e in alive} for s in alive}


def constrained_greedy(logits, index, accepting, start, eos, max_new_tokens):
    if start not in index:
        raise ValueError("dead start state")
    generated = []
    state = start
    while len(generated) < max_new_tokens:
        scores = logits(generated)
        masked = [0.0] * len(scores)
        for token in index[state]:
            masked[token] = scores[token]
        if state in accepting:
            masked[eos] = scores[eos]
        token = masked.index(max(masked))
        generated.append(token)
        if token == eos:
            break
        state = index[state][token]
    return generated
