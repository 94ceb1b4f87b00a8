"""exp is taken of each token's NLL and then the average: one surprising token then outweighs all others. The mean is taken
of the NLLs, and exp once, at the end.

caught by: test_perplexity_is_exp_of_the_mean_nll
"""

import numpy as np


def token_nlls(logits, targets, mask):
    if mask is None:
        mask = np.ones(targets.shape, dtype=bool)
    logits, targets = logits[mask].astype(np.float64), targets[mask]
    if ((targets < 0) | (targets >= logits.shape[-1])).any():
        raise ValueError("a target lies outside the vocabulary")
    logits = logits - logits.max(axis=-1, keepdims=True)
    log_probs = logits - np.log(np.exp(logits).sum(axis=-1, keepdims=True))
    return -log_probs[np.arange(len(targets)), targets]


def nll_total(logits, targets, mask=None):
    nll = token_nlls(logits, targets, mask)
    return float(nll.sum()), len(nll)


def perplexity(logits, targets, mask=None):
    nll = token_nlls(logits, targets, mask)
    with np.errstate(over="ignore"):
        return float(np.exp(nll).mean()) if len(nll) else float("nan")


def bits_per_token(logits, targets, mask=None):
    total, count = nll_total(logits, targets, mask)
    return total / count / float(np.log(2)) if count else float("nan")


def corpus_perplexity(batches):
    nlls = [token_nlls(*batch) for batch in batches]
    nll = np.concatenate([*nlls, np.zeros(0)])
    with np.errstate(over="ignore"):
        return float(np.exp(nll).mean()) if len(nll) else float("nan")
