"""The totals are products of probabilities, and their logarithms are taken at the end: exp of a low log-probability is
0 in floating point, and so is every long product. Add up the logarithms.

caught by: test_very_low_log_probabilities_are_told_apart
"""

import math


def beam_search(log_probs, prompt, width, max_new_tokens, eos, alpha=0.0, n_best=1):
    if width < 1 or max_new_tokens < 1:
        raise ValueError("width and max_new_tokens must be at least 1")
    if n_best < 1 or n_best > width:
        raise ValueError("n_best must be from 1 to width")
    beams, finished = [([], 1.0)], []
    for _ in range(max_new_tokens):
        candidates = []
        for tokens, probability in beams:
            for token, log_prob in enumerate(log_probs(prompt + tokens)):
                p = math.exp(log_prob)
                if p > 0:
                    candidates.append((tokens + [token], probability * p))
        candidates.sort(key=lambda candidate: (-candidate[1], candidate[0]))
        candidates = candidates[:width]
        finished += [candidate for candidate in candidates if candidate[0][-1] == eos]
        beams = [candidate for candidate in candidates if candidate[0][-1] != eos]
    finished += beams
    results = [(tokens, math.log(probability) / len(tokens) ** alpha) for tokens, probability in finished]
    results.sort(key=lambda result: (-result[1], result[0]))
    return results[:n_best]
