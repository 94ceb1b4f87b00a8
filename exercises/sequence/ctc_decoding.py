"""CTC decoding: from the symbols of every frame to a transcript.

A network that was trained with CTC gives for each of T frames the
log-probabilities of V symbols. Symbol 0 is the blank, the others are labels.
An alignment has one symbol for each frame, and its log-probability is the sum
of theirs. It collapses to a transcript in two steps: first runs of the same
symbol become one, then blanks go away ("-" is the blank):

    a a - b b   ->  a b         a - a b b   ->  a a b

The log-probability of a transcript is the log of the sum over all alignments
that collapse to it.

Greedy decoding takes the most probable symbol of every frame and collapses
them. That is the most probable alignment, but a transcript with many
alignments may be more probable. Prefix beam search, the decoder of Deep
Speech and of wav2vec 2.0, adds up the alignments of a transcript while it
searches.

Prefix beam search goes frame by frame and keeps `width` prefixes, the
transcripts of the frames so far. It begins with the empty one, of
log-probability 0. At a frame each alignment of a kept prefix is carried on
with each symbol: some of these collapse to the same prefix again, others to
one that is a label longer. What comes to one prefix, from whichever kept
prefix, is added up; then the `width` prefixes of the largest sums are kept
and the rest are dropped, with their alignments. After the last frame the kept
prefixes are the results.

The catch is a label that repeats: after the alignment "a", another "a" leaves
the prefix at a; after "a -" it makes a a. So a prefix has two sums, that of
its alignments which end in a blank and that of the others, and both count
when prefixes are pruned.

Conventions:

- **Log-probabilities** are finite, and may be so low that the probabilities
  are 0 as floats.
- **Scores** are the sums as they are, without a length penalty.
- **Ties** may be broken in any way.
- **No alignment**: a transcript that none comes to, as a a after two frames,
  may be left out of the results or stand last, with -inf.
- **T of 0**: the empty transcript, with log-probability 0.
- **Arguments** are not changed.
"""


def ctc_greedy(log_probs: list[list[float]]) -> list[int]:
    """The transcript of the most probable alignment.

    Args:
        log_probs: a list of V numbers for each of T frames.

    Returns:
        Its labels.

    Examples:
        >>> frames = [[-2.0, -0.1], [-0.1, -3.0], [-2.0, -0.1]]
        >>> ctc_greedy(frames)
        [1, 1]
    """
    raise NotImplementedError


def ctc_beam_search(
    log_probs: list[list[float]],
    width: int,
) -> list[tuple[list[int], float]]:
    """The transcripts that prefix beam search ends with.

    Args:
        log_probs: a list of V numbers for each of T frames.
        width: how many prefixes are kept after each frame.

    Returns:
        (labels, log-probability) of each, the most probable first: `width`
        of them, or all if there are fewer.

    Raises:
        ValueError: if width is below 1.

    Examples:
        Three alignments of two frames give the label, 0.64 together:

        >>> from math import exp, log
        >>> frames = [[log(0.6), log(0.4)]] * 2
        >>> ctc_greedy(frames)
        []
        >>> best, second = ctc_beam_search(frames, width=2)
        >>> best[0], round(exp(best[1]), 4)
        ([1], 0.64)
        >>> second[0], round(exp(second[1]), 4)
        ([], 0.36)
    """
    raise NotImplementedError
