"""Beam search with two lists: live hypotheses and finished ones.

Why it works: within a step all candidates have the same length, so their totals can be compared as they are, and one
sort over the candidates of all parents picks the beam. The length penalty matters only where lengths differ, which is
at the end. Sorting by (-total, tokens) settles the ties by itself.
"""

import math


def beam_search(log_probs, prompt, width, max_new_tokens, eos, alpha=0.0, n_best=1):
    if max_new_tokens < 1:
        raise ValueError(f"max_new_tokens must be at least 1, not {max_new_tokens}")
    # No n_best fits a width below 1.
    if not 1 <= n_best <= width:
        raise ValueError(f"n_best must be from 1 to the width {width}, not {n_best}")
    live, finished = [(0.0, [])], []
    for _ in range(max_new_tokens):
        candidates = []
        for total, tokens in live:
            for token, log_prob in enumerate(log_probs(prompt + tokens)):
                if log_prob > -math.inf:
                    candidates.append((total + log_prob, [*tokens, token]))
        candidates.sort(key=lambda candidate: (-candidate[0], candidate[1]))
        live = []
        # Prune first, then take out what is finished: the next step has the full width again.
        for total, tokens in candidates[:width]:
            if tokens[-1] == eos:
                finished.append((total, tokens))
            else:
                live.append((total, tokens))
    scored = [(tokens, total / len(tokens) ** alpha) for total, tokens in finished + live]
    scored.sort(key=lambda hypothesis: (-hypothesis[1], hypothesis[0]))
    return scored[:n_best]
