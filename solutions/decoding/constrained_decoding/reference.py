"""An index of tokens over an automaton of characters, and greedy decoding within it.

Why it works: every edge of the index leads to a state from which tokens lead to an accepting state. So after each
choice a match is still within reach, and the model is never asked where there is no candidate.
"""


def walk(transitions, state, text):
    for character in text:
        if character not in transitions[state]:
            return None
        state = transitions[state][character]
    return state


def build_index(transitions, accepting, vocabulary):
    edges = {state: {} for state in transitions}
    for state in transitions:
        for token, text in enumerate(vocabulary):
            end = walk(transitions, state, text)
            if text and end is not None:
                edges[state][token] = end
    live = set(accepting)
    for _ in edges:  # one token further from the accepting states each time
        live |= {state for state, tokens in edges.items() if live.intersection(tokens.values())}
    return {state: {token: end for token, end in edges[state].items() if end in live} for state in live}


def constrained_greedy(logits, index, accepting, start, eos, max_new_tokens):
    if start not in index:
        raise ValueError(f"no sequence of tokens leads from state {start} to an accepting state")
    state, written = start, []
    while len(written) < max_new_tokens:
        row = logits(list(written))
        candidates = set(index[state])
        if state in accepting:
            candidates.add(eos)
        best = min(candidates, key=lambda token: (-row[token], token))
        written.append(best)
        if best == eos:
            break
        state = index[state][best]
    return written
