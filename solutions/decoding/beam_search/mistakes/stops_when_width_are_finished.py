"""The search ends as soon as `width` hypotheses are finished, as some libraries do it, though live ones may still overtake
them: with a length penalty the best may come later. It ends when nothing is live or max_new_tokens are reached.

caught by: test_more_may_finish_than_there_are_places
"""


def beam_search(log_probs, prompt, width, max_new_tokens, eos, alpha=0.0, n_best=1):
    if width < 1 or max_new_tokens < 1 or not 1 <= n_best <= width:
        raise ValueError("bad width, max_new_tokens or n_best")
    beams = [([], 0.0)]
    finished = []
    for _ in range(max_new_tokens):
        candidates = []
        for tokens, total in beams:
            for token, log_prob in enumerate(log_probs(prompt + tokens)):
                if log_prob != float("-inf"):
                    candidates.append((tokens + [token], total + log_prob))
        candidates.sort(key=lambda c: (-c[1], c[0]))
        beams = []
        for tokens, total in candidates[:width]:
            if tokens[-1] == eos:
                finished.append((tokens, total))
            else:
                beams.append((tokens, total))
        if len(finished) >= width:
            beams = []
            break
        if not beams:
            break
    finished += beams
    results = [(tokens, total / len(tokens) ** alpha) for tokens, total in finished]
    results.sort(key=lambda r: (-r[1], r[0]))
    return results[:n_best]
