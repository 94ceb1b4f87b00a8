"""Grades `multinomial_naive_bayes`: counts in a matrix of documents and words, in exact fractions."""

from fractions import Fraction
from math import log

import pytest

from kata.testing import assert_close, assert_equal, shuffled, uniform

MAILS = [
    "cheap pills cheap meds buy now",
    "lunch at noon at the lake",
    "buy cheap watches now now",
    "notes of the meeting at noon",
    "meeting moved lunch moved too",
    "win a watch",
    "the lake the boat the fish",
]
LABELS = ["spam", "ham", "spam", "work", "work", "spam", "ham"]


def mails():
    return [mail.split() for mail in MAILS]


def fitted(documents, labels, alpha):
    """The log-priors and the log-probabilities, from exact fractions."""
    vocabulary, alpha = sorted({word for document in documents for word in document}), Fraction(alpha)
    priors, words = {}, {}
    for label in sorted(set(labels)):
        text = [word for document, own in zip(documents, labels, strict=True) if own == label for word in document]
        priors[label] = log(Fraction(labels.count(label), len(labels)))
        smoothed = [text.count(word) + alpha for word in vocabulary]
        words[label] = {word: log(c / sum(smoothed)) for word, c in zip(vocabulary, smoothed, strict=True)}
    return priors, words


def draw(rng, n):
    """Documents of a few words, in which words come again, and the labels of three classes."""
    vocabulary = ["sun", "rain", "wind", "snow", "fog", "hail"]
    documents = [[vocabulary[int(rng.zipf(1.7)) % 6] for _ in range(int(rng.integers(2, 6)))] for _ in range(n)]
    return documents, shuffled(rng, ["spring", "winter", "autumn"] * n)[:n]


TABLE = {
    "x": {"red": -1.0, "blue": -2.5, "green": -0.75},
    "y": {"red": -2.0, "blue": -0.5, "green": -1.5},
    "z": {"red": -0.25, "blue": -3.0, "green": -3.5},
}
PRIOR = {"x": -1.5, "y": -1.0, "z": -0.75}


@pytest.mark.points(10)
def test_the_priors(submission):
    """The log-prior of a class is the logarithm of its share of the documents."""
    found = submission.fit(mails(), list(LABELS), 1.0)
    assert_close(dict(found[0]), fitted(mails(), LABELS, 1.0)[0], what="the log-priors")


@pytest.mark.points(35)
def test_the_words_of_a_class(submission, rng):
    """A word has its count in the class and alpha, over the sum of those of the whole vocabulary."""
    found = submission.fit(mails(), list(LABELS), 1.0)
    assert_close(
        {k: dict(v) for k, v in found[1].items()}, fitted(mails(), LABELS, 1.0)[1], what="the log-probabilities"
    )
    documents, labels = draw(rng, 8)
    labels[:3] = ["winter", "spring", "autumn"]
    documents[0], documents[1] = ["sun", "sun", "snow", "snow", "snow"], ["rain", "fog"]
    found = submission.fit(documents, labels, 1.0)[1]
    assert_close(
        {k: dict(v) for k, v in found.items()}, fitted(documents, labels, 1.0)[1], what="the log-probabilities"
    )


@pytest.mark.points(10)
def test_another_alpha(submission, rng):
    """alpha is added to each count, and alpha times the size of the vocabulary to their sum."""
    for alpha in (0.25, uniform(rng, 1.5, 4)):
        found = submission.fit(mails(), list(LABELS), alpha)[1]
        expected = fitted(mails(), LABELS, alpha)[1]
        assert_close({k: dict(v) for k, v in found.items()}, expected, what=f"the log-probabilities for alpha {alpha}")


@pytest.mark.points(20)
def test_the_score_of_a_document(submission, rng):
    """The score is the log-prior and the log-probability of every word, as often as it is there."""
    fixed = (["red", "blue", "green"], ["blue", "blue", "red", "blue"], [])
    for document in (*fixed, [["red", "blue", "green"][i] for i in rng.integers(3, size=9)]):
        expected = {k: PRIOR[k] + sum(TABLE[k][word] for word in document) for k in PRIOR}
        assert_close(
            dict(submission.scores(dict(PRIOR), dict(TABLE), document)), expected, what=f"the scores of {document}"
        )


@pytest.mark.points(10)
def test_words_that_training_has_not_seen(submission):
    """A word that isn't in the vocabulary is left out of the sum."""
    found = submission.scores(dict(PRIOR), dict(TABLE), ["violet", "red", "pink", "pink"])
    assert_close(dict(found), {k: PRIOR[k] + TABLE[k]["red"] for k in PRIOR}, what="the scores")
    found = submission.scores(dict(PRIOR), dict(TABLE), ["blue", "Red"])
    assert_close(dict(found), {k: PRIOR[k] + TABLE[k]["blue"] for k in PRIOR}, what="the scores of blue and Red")


@pytest.mark.points(10)
def test_the_label_with_the_largest_score(submission, rng):
    """The label with the largest score is predicted."""
    for document, label in (
        (["red"], "z"),
        (["blue"], "y"),
        (["green", "green", "blue"], "y"),
        (["green", "green"], "x"),
    ):
        priors = shuffled(rng, dict(PRIOR))
        assert_equal(submission.predict(priors, dict(TABLE), document), label, what=f"the label of {document}")
    long = ["blue"] * 2000 + ["red"] * 100
    assert_equal(submission.predict(dict(PRIOR), dict(TABLE), long), "y", what="the label of 2100 words")


@pytest.mark.points(5)
def test_a_draw(submission):
    """A draw goes to the label that comes first in ascending order."""
    table = {k: {"w": -1.0, "v": -1.0} for k in ("c", "b", "a")}
    for priors in ({"b": -1.0, "c": -1.0, "a": -1.0}, {"c": -1.0, "a": -1.0, "b": -1.0}):
        assert_equal(submission.predict(priors, table, ["w", "v"]), "a", what="the label")
    assert_equal(submission.predict({"b": -1.0, "a": -3.0, "c": -1.0}, table, ["w"]), "b", what="the label")
