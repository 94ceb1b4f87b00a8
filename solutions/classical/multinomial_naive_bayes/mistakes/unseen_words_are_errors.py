"""Every word of a new document is looked up, and one that training hasn't seen is an error: it is left out of the
sum.

caught by: test_words_that_training_has_not_seen
"""

import math
from collections import Counter, defaultdict


def fit(documents, labels, alpha):
    word_counts = defaultdict(Counter)
    class_counts = Counter(labels)
    vocab = set()
    for doc, label in zip(documents, labels):
        word_counts[label].update(doc)
        vocab |= set(doc)
    log_priors = {c: math.log(n / len(labels)) for c, n in class_counts.items()}
    log_words = {}
    for c in class_counts:
        total = sum(word_counts[c].values()) + alpha * len(vocab)
        log_words[c] = {w: math.log((word_counts[c][w] + alpha) / total) for w in vocab}
    return log_priors, log_words


def scores(log_priors, log_words, document):
    return {c: log_priors[c] + sum(log_words[c][w] for w in document) for c in log_priors}


def predict(log_priors, log_words, document):
    s = scores(log_priors, log_words, document)
    return sorted(s, key=lambda c: (-s[c], c))[0]
