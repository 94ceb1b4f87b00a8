"""Documents that have a word are counted and divided by the documents of the class, which is the Bernoulli model: the
multinomial one counts every occurrence, among all words of the class.

caught by: test_the_words_of_a_class
"""

import math


def fit(documents, labels, alpha):
    vocabulary = {word for document in documents for word in document}
    log_priors, log_words = {}, {}
    for label in set(labels):
        own = [set(document) for document, other in zip(documents, labels) if other == label]
        log_priors[label] = math.log(len(own) / len(documents))
        log_words[label] = {}
        for word in vocabulary:
            present = sum(word in document for document in own)
            log_words[label][word] = math.log((present + alpha) / (len(own) + 2 * alpha))
    return log_priors, log_words


def scores(log_priors, log_words, document):
    found = {}
    for label in log_priors:
        found[label] = log_priors[label]
        for word in document:
            if word in log_words[label]:
                found[label] += log_words[label][word]
    return found


def predict(log_priors, log_words, document):
    found = scores(log_priors, log_words, document)
    return max(sorted(found), key=lambda label: found[label])
