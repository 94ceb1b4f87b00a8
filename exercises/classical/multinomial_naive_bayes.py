"""Multinomial naive Bayes: classify a text by the words in it.

It sorted the first spam from the first mail and is still the baseline for any
text classifier. A document is a bag of words: only how often each word is in
it counts. Class k has a prior and a probability for each word of the
vocabulary V, both learned by counting in the N training documents:

    log prior_k   = log(N_k / N)
    log theta_kw  = log((count of w in class k + alpha)
                        / (count of all words in class k + alpha |V|))

The alpha is additive smoothing (Laplace's for alpha = 1): without it a word
that a class has never seen makes the class impossible. A document's score for
class k is

    log prior_k + sum over its words, repeats included, of log theta_kw

and the class with the largest score is predicted. The sum of logarithms stands
for a product that would be 0 in floating point for a long document.

Conventions:

- **The vocabulary** is every word of the training documents, of all classes.
- **Unseen words**: a word of a new document that isn't in the vocabulary is
  left out of the sum.
- **A draw** goes to the label that comes first in ascending order.
- Words are compared as they are: lower case and punctuation are done already.
- Labels are strings.
"""


def fit(
    documents: list[list[str]], labels: list[str], alpha: float
) -> tuple[dict[str, float], dict[str, dict[str, float]]]:
    """Learns the log-probabilities.

    Args:
        documents: N lists of words.
        labels: the N classes.
        alpha: the smoothing, above 0.

    Returns:
        The log-priors by label, and for each label the log-probability of
        every word of the vocabulary.

    Examples:
        >>> documents = [["win", "money", "win"], ["lunch", "money"]]
        >>> priors, words = fit(documents, ["spam", "ham"], 1.0)
        >>> round(words["spam"]["win"], 4), round(words["ham"]["win"], 4)
        (-0.6931, -1.6094)
    """
    raise NotImplementedError


def scores(
    log_priors: dict[str, float], log_words: dict[str, dict[str, float]], document: list[str]
) -> dict[str, float]:
    """The score of each class for a document.

    Args:
        log_priors: the log-priors by label.
        log_words: for each label the log-probability of each word.
        document: the words.

    Returns:
        The scores by label.

    Examples:
        >>> words = {"a": {"x": -1.0, "z": -0.5}}
        >>> words["b"] = {"x": -2.0, "z": -0.25}
        >>> scores({"a": -1.0, "b": -0.5}, words, ["x", "z", "z", "new"])
        {'a': -3.0, 'b': -3.0}
    """
    raise NotImplementedError


def predict(log_priors: dict[str, float], log_words: dict[str, dict[str, float]], document: list[str]) -> str:
    """The label with the largest score.

    Args:
        log_priors: the log-priors by label.
        log_words: for each label the log-probability of each word.
        document: the words.

    Returns:
        A label.

    Examples:
        >>> words = {"a": {"x": -1.0, "z": -0.5}}
        >>> words["b"] = {"x": -2.0, "z": -0.25}
        >>> predict({"b": -0.5, "a": -1.0}, words, ["x", "z", "z"])
        'a'
    """
    raise NotImplementedError
