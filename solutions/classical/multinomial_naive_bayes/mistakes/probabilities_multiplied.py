"""Labels are compared by probabilities, and that of a long document is 0 in floating point for all of them: add up
logarithms, and compare those.

caught by: test_the_label_with_the_largest_score
"""

import math


def fit(documents, labels, alpha):
    vocab = set()
    for d in documents:
        vocab.update(d)
    log_priors, log_words = {}, {}
    for label in sorted(set(labels)):
        words = []
        for d, l in zip(documents, labels):
            if l == label:
                words.extend(d)
        log_priors[label] = math.log(labels.count(label) / len(labels))
        log_words[label] = {w: math.log((words.count(w) + alpha) / (len(words) + alpha * len(vocab))) for w in vocab}
    return log_priors, log_words


def scores(log_priors, log_words, document):
    result = {}
    for label in log_priors:
        p = math.exp(log_priors[label])
        for word in document:
            if word in log_words[label]:
                p *= math.exp(log_words[label][word])
        result[label] = math.log(p) if p > 0 else float("-inf")
    return result


def predict(log_priors, log_words, document):
    result = scores(log_priors, log_words, document)
    return max(sorted(result), key=result.get)
