"""Each hypothesis keeps its own best token, which makes `width` greedy searches that run side by side: the candidates of all
parents compete for the beam together.

caught by: test_a_step_keeps_the_best_candidates_of_all_parents
"""


def beam_search(log_probs, prompt, width, max_new_tokens, eos, alpha=0.0, n_best=1):
    if width < 1 or max_new_tokens < 1 or not 1 <= n_best <= width:
        raise ValueError("bad width, max_new_tokens or n_best")
    first = sorted(([token], log_prob) for token, log_prob in enumerate(log_probs(prompt)) if log_prob > float("-inf"))
    beams = sorted(first, key=lambda beam: -beam[1])[:width]
    finished = []
    for _ in range(max_new_tokens - 1):
        finished += [beam for beam in beams if beam[0][-1] == eos]
        grown = []
        for tokens, total in [beam for beam in beams if beam[0][-1] != eos]:
            row = log_probs(prompt + tokens)
            best = max(range(len(row)), key=lambda token: row[token])
            if row[best] > float("-inf"):
                grown.append((tokens + [best], total + row[best]))
        beams = grown
    results = [(tokens, total / len(tokens) ** alpha) for tokens, total in finished + beams]
    return sorted(results, key=lambda result: (-result[1], result[0]))[:n_best]
