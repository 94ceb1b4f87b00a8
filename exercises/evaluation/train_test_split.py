"""Training, validation and test sets: three parts of one table.

A model is fitted on the training rows, chosen by the validation rows, and
judged once, by test rows that had no part in either. A row in two parts makes
the judgement worthless; a sorted table that is cut without a shuffle puts
whole classes in one part; and if a class is rare, a random cut may leave a
part without it, which stratification prevents.

Conventions:

- **Shares** are of all rows: of n rows, validation has n * validation and test
  n * test. Both are rounded to the nearest whole number, and a half is rounded
  up: 2.5 rows are 3. All other rows train.
- **The order** of a split is: training, validation, test.
- **A part** is an integer array of indices in ascending order. Every row is in
  exactly one of the three.
- **Chance** comes from rng and from nothing else. Each way to choose a
  part's rows is equally likely.
- **Stratified**: the rows of each class are split by themselves, at random,
  with the sizes that ``split_sizes`` gives for their number. (So the sizes of
  the three parts can differ a little from those of a split that isn't
  stratified.)
- **Errors**: a share below 0 is a ValueError, and so is a split that leaves no
  row to train on; in a stratified one, no row of some class.
"""

import numpy as np


def split_sizes(n: int, validation: float, test: float) -> tuple[int, int, int]:
    """How many rows each part has.

    Args:
        n: the number of rows, at least 1.
        validation: the share of the rows that validate.
        test: the share of the rows that test.

    Returns:
        The numbers of training, validation and test rows, as ints.

    Raises:
        ValueError: if a share is below 0, or no row is left for training.

    Examples:
        >>> split_sizes(10, 0.25, 0.125)
        (6, 3, 1)
    """
    raise NotImplementedError


def random_split(
    n: int, validation: float, test: float, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Put n rows into three parts at random.

    Args:
        n: the number of rows, at least 1.
        validation: the share of the rows that validate.
        test: the share of the rows that test.
        rng: where all chance comes from.

    Returns:
        The training, validation and test rows.

    Raises:
        ValueError: as for ``split_sizes``.

    Examples:
        >>> parts = random_split(10, 0.25, 0.125, np.random.default_rng(0))
        >>> [len(part) for part in parts]
        [6, 3, 1]
    """
    raise NotImplementedError


def stratified_split(
    y: np.ndarray, validation: float, test: float, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Put rows into three parts, each class by itself.

    Args:
        y: labels, integers of shape (N,), N at least 1.
        validation: the share of the rows that validate.
        test: the share of the rows that test.
        rng: where all chance comes from.

    Returns:
        The training, validation and test rows.

    Raises:
        ValueError: as for ``split_sizes``, of any class.

    Examples:
        >>> y = np.array([5, 9, 5, 5, 9, 5, 9, 9])
        >>> rng = np.random.default_rng(0)
        >>> parts = stratified_split(y, 0.25, 0.25, rng)
        >>> [sorted(y[part].tolist()) for part in parts]
        [[5, 5, 9, 9], [5, 9], [5, 9]]
    """
    raise NotImplementedError
