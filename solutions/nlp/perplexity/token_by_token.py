"""A loop over tokens in Python floats: the probability of the target against the other ones, pair by pair."""

import math

import numpy as np


def token_nlls(logits, targets, mask):
    n_tokens = logits.shape[-1]
    for index in np.ndindex(targets.shape):
        if mask is not None and not mask[index]:
            continue
        target = int(targets[index])
        if target not in range(n_tokens):
            raise ValueError(f"{target} is not a token")
        row = logits[index].astype(float).tolist()
        if row[target] == -math.inf:
            yield math.inf
            continue
        # 1 / p = sum_v exp(x_v - x_target), of which the largest term is taken out.
        gaps = [x - row[target] for x in row]
        widest = max(gaps)
        yield widest + math.log(math.fsum(math.exp(gap - widest) for gap in gaps))


def nll_total(logits, targets, mask=None):
    nlls = list(token_nlls(logits, targets, mask))
    return (math.inf if math.inf in nlls else math.fsum(nlls)), len(nlls)


def perplexity(logits, targets, mask=None):
    return corpus_perplexity([(logits, targets, mask)])


def bits_per_token(logits, targets, mask=None):
    total, count = nll_total(logits, targets, mask)
    if count == 0:
        return math.nan
    return total / count * math.log2(math.e)


def corpus_perplexity(batches):
    nlls = [nll for batch in batches for nll in token_nlls(*batch)]
    if not nlls:
        return math.nan
    try:
        return math.exp(sum(nlls) / len(nlls))
    except OverflowError:
        return math.inf
