"""A document is a table of counts; a score is a product of counts and log-probabilities."""

from collections import Counter
from itertools import chain
from math import fsum, log


def fit(documents, labels, alpha):
    vocabulary = sorted(set(chain.from_iterable(documents)))
    groups = {label: [d for d, own in zip(documents, labels, strict=True) if own == label] for label in set(labels)}
    words = {}
    for label, group in groups.items():
        counts = Counter(vocabulary)
        counts.subtract(vocabulary)
        counts.update(chain.from_iterable(group))
        smoothed = {word: n + alpha for word, n in counts.items()}
        total = fsum(smoothed.values())
        words[label] = {word: log(n / total) for word, n in smoothed.items()}
    return {label: log(len(group) / len(labels)) for label, group in groups.items()}, words


def scores(log_priors, log_words, document):
    bag = Counter(document)
    return {
        k: log_priors[k] + fsum(n * log_words[k][w] for w, n in bag.items() if w in log_words[k]) for k in log_priors
    }


def predict(log_priors, log_words, document):
    ranked = sorted(scores(log_priors, log_words, document).items())
    best = ranked[0]
    for label, score in ranked[1:]:
        if score > best[1] + 1e-12:
            best = label, score
    return best[0]
