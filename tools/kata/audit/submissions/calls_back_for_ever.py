"""Calls the function that it was handed without end."""
# kata: beam_search
# share: 0


def beam_search(log_probs, prompt, width, max_new_tokens, eos, alpha=0.0, n_best=1):
    while True:
        log_probs(prompt)
