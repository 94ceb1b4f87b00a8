"""Each class has a vocabulary of its own, so that words of the other classes have no probability in it: the
vocabulary is that of all training documents.

caught by: test_the_words_of_a_class
"""

import math
from collections import Counter


def fit(documents, labels, alpha):
    log_priors, log_words = {}, {}
    for label in set(labels):
        docs = [d for d, l in zip(documents, labels) if l == label]
        log_priors[label] = math.log(len(docs) / len(documents))
        counts = Counter()
        for d in docs:
            counts.update(d)
        total = sum(counts.values())
        vocab = len(counts)
        log_words[label] = {w: math.log((c + alpha) / (total + alpha * vocab)) for w, c in counts.items()}
    return log_priors, log_words


def scores(log_priors, log_words, document):
    out = {}
    for label in log_priors:
        s = log_priors[label]
        for w in document:
            if w in log_words[label]:
                s += log_words[label][w]
        out[label] = s
    return out


def predict(log_priors, log_words, document):
    s = scores(log_priors, log_words, document)
    return max(sorted(s), key=lambda k: s[k])
