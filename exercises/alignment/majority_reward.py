"""Majority rewards: reinforcement learning on questions that nobody has the
answers to.

A model that is right more often than it gives any one wrong answer can teach
itself: sample many answers to a question, take the most frequent one for the
label, and reward the answers that agree with it. This is test-time
reinforcement learning (TTRL). The rewards then go into GRPO or RLOO.

    label    = the answer with the largest sum of weights
    reward_i = 1 if answer i is the label, else 0
    share    = (sum of the label's weights) / (sum of all weights)

Two kinds of questions teach nothing: where all answers agree, every advantage
is 0, and where hardly two agree, the label is a guess. So one trains on those
whose share lies between two bounds.

Conventions:

- **Answers** are strings, and the same answer is the same string. None stands
  for a sample without a final answer: it never votes and its reward is 0.
- **Weights**, at least 0, one for each sample; without them each counts 1. A
  None's weight counts in the sum of all weights: a model that often fails to
  answer isn't sure.
- **Ties** in the sum go to the answer that has the heaviest single sample, and
  if that doesn't decide, to the one whose first sample came first.
- **Nobody voted**: with no answer, or only None, the label is None, all
  rewards are 0 and the share is 0. It is 0 as well when all weights are 0.
"""


def pseudo_label(answers: list[str | None], weights: list[float] | None = None) -> str | None:
    """The answer that the vote makes the label.

    Args:
        answers: of all samples for one question.
        weights: one for each sample, at least 0; None counts each as 1.

    Returns:
        One of the answers, or None when nobody voted.

    Raises:
        ValueError: if there are more or fewer weights than answers.

    Examples:
        >>> pseudo_label(["7", "12", None, "7", None, None])
        '7'
        >>> pseudo_label(["7", "12", "7"], [0.25, 0.5, 0.25])
        '12'
    """
    raise NotImplementedError


def majority_rewards(answers: list[str | None], weights: list[float] | None = None) -> list[float]:
    """The reward of each sample.

    Args:
        answers: of all samples for one question.
        weights: as in `pseudo_label`; they decide on the label alone.

    Returns:
        A list of 1.0 and 0.0, one for each sample.

    Raises:
        ValueError: if there are more or fewer weights than answers.

    Examples:
        >>> majority_rewards(["7", "12", None, "7"])
        [1.0, 0.0, 0.0, 1.0]
        >>> majority_rewards([None, None])
        [0.0, 0.0]
    """
    raise NotImplementedError


def majority_share(answers: list[str | None], weights: list[float] | None = None) -> float:
    """The label's part of all weights.

    Args:
        answers: of all samples for one question.
        weights: as in `pseudo_label`.

    Returns:
        A number from 0 to 1.

    Raises:
        ValueError: if there are more or fewer weights than answers.

    Examples:
        >>> majority_share(["7", "12", None, "7"])
        0.5
        >>> majority_share([None])
        0.0
    """
    raise NotImplementedError


def useful_questions(groups: list[list[str | None]], low: float, high: float) -> list[int]:
    """The questions whose share of the majority lies within the bounds.

    Args:
        groups: the answers to each question; every sample counts 1.
        low: the smallest share that is taken.
        high: the largest share that is taken.

    Returns:
        The numbers of these questions, from 0, in increasing order.

    Examples:
        >>> groups = [["7", "7"], ["7", "12"], [None], ["7", "7", "1"]]
        >>> useful_questions(groups, 0.5, 0.75)
        [1, 3]
    """
    raise NotImplementedError
