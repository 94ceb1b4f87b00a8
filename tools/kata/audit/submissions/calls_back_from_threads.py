"""Calls back from many threads at once, so that their messages run into each other."""
# kata: beam_search
# share: 0

import threading


def beam_search(log_probs, prompt, width, max_new_tokens, eos, alpha=0.0, n_best=1):
    threads = [threading.Thread(target=log_probs, args=(prompt,), daemon=True) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [([0], -1.0)]
