"""Finished hypotheses stay in the beam as candidates of every later step: they take places there, and are pushed out by
hypotheses of another length. A finished one leaves the beam with its score and takes no place in later steps.

caught by: test_a_finished_hypothesis_leaves_its_place
"""


def beam_search(log_probs, prompt, width, max_new_tokens, eos, alpha=0.0, n_best=1):
    if width < 1 or max_new_tokens < 1 or not 1 <= n_best <= width:
        raise ValueError("bad width, max_new_tokens or n_best")
    beams = [([], 0.0)]
    for _ in range(max_new_tokens):
        candidates = []
        for tokens, total in beams:
            if tokens and tokens[-1] == eos:
                candidates.append((tokens, total))
                continue
            for token, log_prob in enumerate(log_probs(prompt + tokens)):
                if log_prob != float("-inf"):
                    candidates.append((tokens + [token], total + log_prob))
        beams = sorted(candidates, key=lambda c: (-c[1], c[0]))[:width]
        if all(tokens[-1] == eos for tokens, _ in beams):
            break
    results = [(tokens, total / len(tokens) ** alpha) for tokens, total in beams]
    return sorted(results, key=lambda r: (-r[1], r[0]))[:n_best]
