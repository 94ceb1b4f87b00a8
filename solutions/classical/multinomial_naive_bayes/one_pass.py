"""One pass over the documents that fills nested tables, and differences of logarithms."""

import math
from collections import defaultdict


def fit(documents, labels, alpha):
    table, totals, classes, vocabulary = defaultdict(lambda: defaultdict(int)), defaultdict(int), defaultdict(int), {}
    for document, label in zip(documents, labels, strict=True):
        classes[label] += 1
        for word in document:
            table[label][word] += 1
            totals[label] += 1
            vocabulary[word] = None
    priors = {label: math.log(n) - math.log(sum(classes.values())) for label, n in classes.items()}
    words = {}
    for label in classes:
        denominator = math.log(totals[label] + alpha * len(vocabulary))
        words[label] = {w: math.log(table[label].get(w, 0) + alpha) - denominator for w in vocabulary}
    return priors, words


def scores(log_priors, log_words, document):
    result = dict(log_priors)
    for word in document:
        for label in result:
            result[label] += log_words[label].get(word, 0.0)
    return result


def predict(log_priors, log_words, document):
    result = scores(log_priors, log_words, document)
    return min(result, key=lambda label: (-result[label], label))
