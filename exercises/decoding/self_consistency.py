"""Self-consistency: ask a language model many times, and let the answers vote.

A chain of thought can go wrong in many ways, and it goes right in few, which
lead to the same answer. So sample n chains at a temperature above 0, take the
final answer out of each, and choose among the answers. On grade-school maths
this brought 17 points over a single greedy chain, without any training. Three
rules are common:

- the **majority vote**: the answer that came most often;
- the **weighted vote**: each answer has the sum of its chains' weights, which
  are probabilities or the scores of a verifier, and the largest sum wins;
- **best of n**: the answer of the single chain with the highest score. It
  trusts the verifier alone, where the weighted vote lets both have a say.

Conventions:

- **Answers** are strings, in the order of their chains. None stands for a
  chain without a final answer: it has no vote, and can't be the best.
- **The same answer** means the same string. (Whoever wants "3.0" and "3" to
  be one answer brings them to one form first.)
- **Ties** go to the answer that came first in the list, in all three rules.
- **Nobody voted**: with no answer, or only None, the result is None.
- Weights and scores may be negative. A sum may be 0, and it still counts.
"""


def majority_vote(answers: list[str | None]) -> str | None:
    """The answer that came most often.

    Args:
        answers: the final answer of each chain.

    Returns:
        One of the answers, or None when there is none.

    Examples:
        >>> majority_vote(["18", None, "26", "18", None, None])
        '18'
        >>> majority_vote([None, None])
    """
    raise NotImplementedError


def weighted_vote(answers: list[str | None], weights: list[float]) -> str | None:
    """The answer with the largest sum of weights.

    Args:
        answers: the final answer of each chain.
        weights: a weight for each chain, as many as answers.

    Returns:
        One of the answers, or None when there is none.

    Raises:
        ValueError: if there are more or fewer weights than answers.

    Examples:
        >>> weighted_vote(["18", "26", "18"], [0.25, 0.75, 0.25])
        '26'
    """
    raise NotImplementedError


def best_of_n(answers: list[str | None], scores: list[float]) -> str | None:
    """The answer of the chain with the highest score.

    Args:
        answers: the final answer of each chain.
        scores: a score for each chain, as many as answers.

    Returns:
        One of the answers, or None when there is none.

    Raises:
        ValueError: if there are more or fewer scores than answers.

    Examples:
        >>> best_of_n(["18", None, "26", "18"], [0.5, 0.9, 0.75, 0.5])
        '26'
    """
    raise NotImplementedError
