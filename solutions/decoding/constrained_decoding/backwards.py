"""Tokens are spelled by recursion, liveness spreads backwards from a worklist, and masked logits are -inf."""

from math import inf


def build_index(transitions, accepting, vocabulary):
    def lead(state, text):
        if not text:
            return state
        following = transitions[state].get(text[0])
        return None if following is None else lead(following, text[1:])

    edges = [
        (state, token, lead(state, text))
        for state in transitions
        for token, text in enumerate(vocabulary)
        if text != ""
    ]
    edges = [edge for edge in edges if edge[2] is not None]
    into = {}
    for state, _, end in edges:
        into.setdefault(end, set()).add(state)
    index, work = {}, list(accepting)
    while work:
        state = work.pop()
        if state not in index:
            index[state] = {}
            work.extend(into.get(state, ()))
    for state, token, end in edges:
        if state in index and end in index:
            index[state][token] = end
    return index


def constrained_greedy(logits, index, accepting, start, eos, max_new_tokens):
    state, text = start, []
    if state not in index:
        raise ValueError("the start is a dead end")
    for _ in range(max_new_tokens):
        allowed = index[state].keys() | ({eos} if state in accepting else set())
        masked = [logit if i in allowed else -inf for i, logit in enumerate(logits(text[:]))]
        text.append(masked.index(max(masked)))
        if text[-1] == eos:
            return text
        state = index[state][text[-1]]
    return text
