"""Multinomial naive Bayes by counting words.

Why it works: alpha more counts for every word of the vocabulary make alpha |V| more in all, so the probabilities of a
class still sum to 1, and none is 0.
"""

from collections import Counter
from math import log


def fit(documents, labels, alpha):
    vocabulary = {word for document in documents for word in document}
    log_priors, log_words = {}, {}
    for label, number in Counter(labels).items():
        counts = Counter(w for document, own in zip(documents, labels, strict=True) if own == label for w in document)
        total = sum(counts.values()) + alpha * len(vocabulary)
        log_priors[label] = log(number / len(documents))
        log_words[label] = {word: log((counts[word] + alpha) / total) for word in vocabulary}
    return log_priors, log_words


def scores(log_priors, log_words, document):
    return {
        label: prior + sum(log_words[label][word] for word in document if word in log_words[label])
        for label, prior in log_priors.items()
    }


def predict(log_priors, log_words, document):
    found = scores(log_priors, log_words, document)
    return max(sorted(found), key=found.get)
