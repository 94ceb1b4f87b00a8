"""Probabilities are learned where their logarithms are asked for: a score adds up logarithms.

caught by: test_the_priors
"""

from collections import Counter


def fit(documents, labels, alpha):
    vocabulary = {word for document in documents for word in document}
    priors, words = {}, {}
    for label in set(labels):
        counts = Counter()
        for document, other in zip(documents, labels):
            if other == label:
                counts.update(document)
        total = sum(counts.values())
        priors[label] = labels.count(label) / len(labels)
        words[label] = {word: (counts[word] + alpha) / (total + alpha * len(vocabulary)) for word in vocabulary}
    return priors, words


def scores(log_priors, log_words, document):
    return {k: log_priors[k] + sum(log_words[k].get(word, 0.0) for word in document) for k in log_priors}


def predict(log_priors, log_words, document):
    found = scores(log_priors, log_words, document)
    return max(sorted(found), key=lambda label: found[label])
