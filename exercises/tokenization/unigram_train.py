"""Train a unigram tokenizer: from too many pieces down to a vocabulary, the
method behind SentencePiece.

BPE starts small and adds pieces; the unigram trainer starts with a large seed
vocabulary and removes those that the corpus can best do without. The model
gives a word w the sum of the probabilities of all its segmentations into
pieces:

    P(w) = sum over segmentations (x_1, ..., x_M) of w of p(x_1) ... p(x_M)
    L    = sum over words of frequency(w) log P(w)

Nobody says which segmentation of a word is the right one, so the p are learned
by EM. The E-step computes how often each piece is expected to be used, with
the forward-backward algorithm; the M-step makes these counts the new
probabilities. Between rounds of EM the pieces whose removal would lower L
least are thrown out.

The corpus comes as a dict from words to their frequencies: non-empty strings,
positive ints. A vocabulary is a dict from pieces, non-empty strings, to their
natural log-probabilities, which are finite. Conventions:

- **Expected counts** add up, over words and the segmentations of each, how
  often the piece stands in the segmentation, times the probability of the
  segmentation given the word, times the frequency of the word.
- **Maximisation** is plain: p(x) = count(x) / sum of all counts. Pieces with
  the expected count 0 leave the vocabulary.
- **Loss** of a piece: L with all pieces minus L without this one, while the
  other log-probabilities stay as they are.
- **Single characters** are never thrown out by their loss, so that every word
  keeps a segmentation.
- **Size**: words may have hundreds of characters. P(w) is then too small for a
  float: stay with logarithms.

This is the method of the paper. SentencePiece has the same E-step, the same
rounds and the same order of things (EM, then pruning by loss), but not the
same numbers. Its M-step drops pieces whose expected count is below 0.5, and
takes digamma(count) - digamma(sum of all counts) for the logarithm, which
makes rare pieces rarer. Its loss isn't measured by sums over segmentations: it
replaces each use of the piece in the best segmentations of the corpus by the
best way to cut the piece itself into others. None of this is wanted here.
"""


def expected_counts(words: dict[str, int], log_probs: dict[str, float]) -> tuple[dict[str, float], float]:
    """The E-step.

    Args:
        words: the corpus; it may be empty.
        log_probs: the vocabulary.

    Returns:
        (counts, L): the expected count of each piece of the vocabulary, 0.0
        for those that are never used, and the log-likelihood of the corpus.

    Raises:
        ValueError: if a word has no segmentation.

    Examples:
        >>> import math
        >>> log_probs = {
        ...     "a": math.log(0.5),
        ...     "b": math.log(0.25),
        ...     "ab": math.log(0.125),
        ...     "x": math.log(0.125),
        ... }
        >>> counts, likelihood = expected_counts(
        ...     {"ab": 6, "b": 1}, log_probs
        ... )
        >>> {piece: round(count, 6) for piece, count in counts.items()}
        {'a': 3.0, 'b': 4.0, 'ab': 3.0, 'x': 0.0}
        >>> round(math.exp(likelihood) * 4**7, 6)
        1.0
    """
    raise NotImplementedError


def em_step(words: dict[str, int], log_probs: dict[str, float]) -> dict[str, float]:
    """One step of EM.

    Args:
        words: the corpus, with at least one word.
        log_probs: the vocabulary.

    Returns:
        A new vocabulary: the logarithm of each piece's share of all expected
        counts, without the pieces whose expected count is 0.

    Raises:
        ValueError: if a word has no segmentation.

    Examples:
        >>> import math
        >>> log_probs = {
        ...     "a": math.log(0.5),
        ...     "b": math.log(0.25),
        ...     "ab": math.log(0.125),
        ...     "x": math.log(0.125),
        ... }
        >>> new = em_step({"ab": 6, "b": 1}, log_probs)
        >>> {
        ...     piece: round(math.exp(log_prob), 6)
        ...     for piece, log_prob in new.items()
        ... }
        {'a': 0.3, 'b': 0.4, 'ab': 0.3}
    """
    raise NotImplementedError


def removal_losses(words: dict[str, int], log_probs: dict[str, float]) -> dict[str, float]:
    """How much each piece contributes to the log-likelihood.

    Args:
        words: the corpus; it may be empty.
        log_probs: the vocabulary. It holds every character of the words.

    Returns:
        For each piece of two or more characters its loss, at least 0.

    Examples:
        >>> import math
        >>> log_probs = {
        ...     "a": math.log(0.5),
        ...     "b": math.log(0.25),
        ...     "ab": math.log(0.125),
        ...     "ba": math.log(0.125),
        ... }
        >>> losses = removal_losses({"ab": 6, "b": 1}, log_probs)
        >>> {
        ...     piece: round(loss / math.log(2), 6)
        ...     for piece, loss in losses.items()
        ... }
        {'ab': 6.0, 'ba': 0.0}
    """
    raise NotImplementedError


def train_unigram(
    words: dict[str, int], log_probs: dict[str, float], vocab_size: int, shrink: float = 0.75, n_em: int = 2
) -> dict[str, float]:
    """Train a vocabulary: EM, and then rounds of pruning and EM.

    Args:
        words: the corpus, with at least one word.
        log_probs: the seed vocabulary. It holds every character of the words.
        vocab_size: how many pieces are wanted.
        shrink: how much of the vocabulary is left by a round of pruning,
            0 < shrink < 1.
        n_em: how many steps of EM are made at the start and after each round
            of pruning, at least 1.

    Returns:
        The vocabulary, as the last step of EM left it. As long as it has more
        than ``vocab_size`` pieces and some of them have two or more
        characters, another round is made. A round removes the pieces with the
        smallest losses, of equal ones the smallest strings, until
        max(vocab_size, int(shrink * size)) pieces are left, where size is the
        number of pieces before, or until only single characters are.

    Examples:
        >>> seed = dict.fromkeys(
        ...     ["l", "o", "w", "lo", "ow", "low", "e", "r", "er", "wer"],
        ...     -2.5,
        ... )
        >>> vocabulary = train_unigram(
        ...     {"low": 9, "lower": 4, "row": 3}, seed, 7
        ... )
        >>> sorted(vocabulary)
        ['e', 'l', 'low', 'o', 'ow', 'r', 'w']
    """
    raise NotImplementedError
