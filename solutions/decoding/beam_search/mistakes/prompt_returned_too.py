"""The hypotheses start with the prompt, and so it comes back with them and is counted in their lengths: tokens holds
what was generated, and n counts that only.

caught by: test_width_one_is_greedy
"""


def beam_search(log_probs, prompt, width, max_new_tokens, eos, alpha=0.0, n_best=1):
    if width < 1 or max_new_tokens < 1:
        raise ValueError("width and max_new_tokens must be at least 1")
    if n_best < 1 or n_best > width:
        raise ValueError("n_best must be from 1 to width")
    beams = [(list(prompt), 0.0)]
    finished = []
    for _ in range(max_new_tokens):
        candidates = []
        for tokens, total in beams:
            for token, log_prob in enumerate(log_probs(tokens)):
                if log_prob > float("-inf"):
                    candidates.append((tokens + [token], total + log_prob))
        candidates.sort(key=lambda candidate: (-candidate[1], candidate[0]))
        beams = []
        for tokens, total in candidates[:width]:
            if tokens[-1] == eos:
                finished.append((tokens, total))
            else:
                beams.append((tokens, total))
        if not beams:
            break
    finished += beams
    results = [(tokens, total / len(tokens) ** alpha) for tokens, total in finished]
    results.sort(key=lambda result: (-result[1], result[0]))
    return results[:n_best]
