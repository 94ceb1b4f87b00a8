"""Pairs of sentences as BERT reads them: which of two texts follows, and which
token belongs to which.

BERT was pretrained on a second question beside the hidden tokens: does the
second of two sentences follow the first one in the document, or was it drawn
from another? (RoBERTa showed that one does as well without.) The format of a
pair has outlived the question: rerankers, entailment and question answering
feed their two texts to an encoder like this.

    tokens    [CLS]  a1  a2  ...  [SEP]  b1  b2  ...  [SEP]
    segments    0     0   0  ...    0     1   1  ...    1

If that is longer than the model takes, tokens are removed from the end of the
longer sentence, one at a time, until it fits. So a short question is never cut
for the sake of a long passage.

Conventions:

- **Ties** in the truncation: when both are equally long, the second sentence
  loses a token.
- **Pairs**: one for each sentence of a document that has a next one, in the
  order of the documents. With probability 1/2 the second sentence is the next
  one, and else it is drawn uniformly from all sentences of all other
  documents.
- **Label**: True where the second sentence is the next one.
"""

import random


def truncate_pair(first: list[int], second: list[int], n_max: int) -> tuple[list[int], list[int]]:
    """Two sentences cut to at most so many tokens together.

    Args:
        first: token ids.
        second: token ids.
        n_max: the largest number of both together, at least 0.

    Returns:
        (first, second): two new lists.

    Examples:
        >>> truncate_pair([1, 2, 3, 4], [7, 8], 5)
        ([1, 2, 3], [7, 8])
        >>> truncate_pair([1, 2, 3, 4], [7, 8], 3)
        ([1, 2], [7])
    """
    raise NotImplementedError


def encode_pair(
    first: list[int], second: list[int], n_max: int, cls_id: int, sep_id: int
) -> tuple[list[int], list[int]]:
    """The tokens and segments of a pair.

    Args:
        first: token ids.
        second: token ids.
        n_max: the largest number of tokens, special ones included, at least 3.
        cls_id: the id of [CLS].
        sep_id: the id of [SEP].

    Returns:
        (tokens, segments): two lists of one length.

    Examples:
        >>> encode_pair([5, 6], [7], 9, cls_id=1, sep_id=2)
        ([1, 5, 6, 2, 7, 2], [0, 0, 0, 0, 1, 1])
    """
    raise NotImplementedError


def next_sentence_pairs(
    documents: list[list[list[int]]], rng: random.Random
) -> list[tuple[list[int], list[int], bool]]:
    """Pairs to learn from, half of them true ones.

    Args:
        documents: at least two, each a list of at least one sentence, each a
            list of token ids.
        rng: where all chance comes from.

    Returns:
        A list of (first, second, follows).

    Examples:
        >>> pairs = next_sentence_pairs(
        ...     [[[1], [2], [3]], [[8]]], random.Random(0)
        ... )
        >>> [first for first, _, _ in pairs]
        [[1], [2]]
        >>> all(second in ([2], [3], [8]) for _, second, _ in pairs)
        True
    """
    raise NotImplementedError
