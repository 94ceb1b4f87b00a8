"""Bounded heaps instead of sorts, negated totals, and tuples that carry their own prefix."""

import heapq
from itertools import count


def beam_search(log_probs, prompt, width, max_new_tokens, eos, alpha=0.0, n_best=1):
    if min(width, max_new_tokens, n_best) < 1 or n_best > width:
        raise ValueError("width, max_new_tokens and n_best must be at least 1, and n_best at most width")
    beam, done = [(0.0, ())], []
    for length in count(1):
        best = heapq.nsmallest(width, extensions(beam, log_probs, tuple(prompt)))
        is_last = length == max_new_tokens
        done += [(cost / length**alpha, tokens) for cost, tokens in best if is_last or tokens[-1] == eos]
        beam = [(cost, tokens) for cost, tokens in best if not is_last and tokens[-1] != eos]
        if not beam:
            return [(list(tokens), -cost) for cost, tokens in heapq.nsmallest(n_best, done)]


def extensions(beam, log_probs, prompt):
    for cost, tokens in beam:
        for token, log_prob in enumerate(log_probs(list(prompt + tokens))):
            if log_prob != float("-inf"):
                yield cost - log_prob, (*tokens, token)
