"""Dead ends are looked for in the automaton's characters: a state that only characters lead on from, and no token of the
vocabulary, is a dead end as well.

caught by: test_dead_ends_of_the_vocabulary
"""


def _advance(transitions, state, token):
    for ch in token:
        state = transitions.get(state, {}).get(ch)
        if state is None:
            return None
    return state


def build_index(transitions, accepting, vocabulary):
    live = set(accepting)
    changed = True
    while changed:
        changed = False
        for state, row in transitions.items():
            if state not in live and any(nxt in live for nxt in row.values()):
                live.add(state)
                changed = True
    index = {}
    for state in live:
        index[state] = {}
        for i, token in enumerate(vocabulary):
            if not token:
                continue
            nxt = _advance(transitions, state, token)
            if nxt in live:
                index[state][i] = nxt
    return index


def constrained_greedy(logits, index, accepting, start, eos, max_new_tokens):
    if start not in index:
        raise ValueError("nothing can match from here")
    out, state = [], start
    for _ in range(max_new_tokens):
        row = logits(out)
        options = set(index[state])
        if state in accepting:
            options.add(eos)
        best = min(options, key=lambda t: (-row[t], t))
        out.append(best)
        if best == eos:
            return out
        state = index[state][best]
    return out
