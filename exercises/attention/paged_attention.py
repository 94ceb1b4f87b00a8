"""Paged attention: attention over a KV cache that lies in blocks all over the
memory.

A serving engine cuts the memory for keys and values into blocks of
``block_size`` tokens, as an operating system cuts it into pages, so that no
room is reserved for tokens that may never come. Block tables say where a
sequence lies: its token i is in block table[i // block_size] at offset i %
block_size. A block manager keeps the tables and decides which blocks are used;
here you build the other half, the pool of keys and values and the attention
that reads through the tables. It gives what attention over a contiguous cache
gives, for sequences of different lengths in one batch.

Conventions:

- **Slots** come from the block manager as (block, offset, source): where a new
  token goes, and None, or the id of a block that has to be copied into
  ``block`` first. That is copy on write: ``source`` is shared with another
  sequence, which must go on seeing what it saw.
- **Leftovers**: beyond the length of a sequence, its blocks hold what other
  sequences have left there, or what the memory held at the start: any numbers,
  also inf and nan. They have no influence on any result.
- **Tables in a batch** are padded with -1 to the same number of blocks. A
  table may also have more blocks than its sequence needs by now.
- **Attention**: each sequence has one query, that of its newest token, whose
  key and value are in the cache already. It sees all tokens of its sequence:
  softmax over q . k / sqrt(F), for each of the H heads. Logits in the tens of
  thousands overflow nothing.
- **An idle sequence** of length 0 gives zeros.
- **Inference**: nobody differentiates it.
"""

import torch


class PagedKVCache:
    """The pool of blocks for keys and values.

    Args:
        n_blocks: how many blocks there are; they have the ids 0 to
            n_blocks - 1.
        block_size: how many tokens fit into a block.
        n_heads: H.
        d_head: F, the number of features of a head.
        dtype: the dtype of keys and values.

    Examples:
        >>> cache = PagedKVCache(
        ...     n_blocks=4, block_size=2, n_heads=1, d_head=1
        ... )
        >>> cache.write_prompt(
        ...     torch.zeros(1, 3, 1),
        ...     torch.tensor([[[1.0], [2.0], [6.0]]]),
        ...     table=[3, 1],
        ... )
        >>> cache.gather([3, 1], 3)[1].flatten().tolist()
        [1.0, 2.0, 6.0]
        >>> cache.append(
        ...     torch.zeros(1, 1, 1), torch.tensor([[[9.0]]]), [(0, 1, 1)]
        ... )
        >>> (
        ...     cache.gather([3, 0], 4)[1].flatten().tolist(),
        ...     cache.gather([3, 1], 3)[1].flatten().tolist(),
        ... )
        ([1.0, 2.0, 6.0, 9.0], [1.0, 2.0, 6.0])
        >>> tables = torch.tensor([[3, 1], [3, 0], [2, -1]])
        >>> lengths = torch.tensor([3, 4, 0])
        >>> cache.attend(
        ...     torch.zeros(3, 1, 1), tables, lengths
        ... ).flatten().tolist()
        [3.0, 4.5, 0.0]
    """

    def __init__(
        self, n_blocks: int, block_size: int, n_heads: int, d_head: int, dtype: torch.dtype = torch.float32
    ) -> None:
        raise NotImplementedError

    def write_prompt(self, k: torch.Tensor, v: torch.Tensor, table: list[int]) -> None:
        """Store the keys and values of a prompt, the first T tokens of a
        sequence.

        Args:
            k: shape (H, T, F), T >= 1, of the dtype of the cache.
            v: of the same shape and dtype.
            table: the ids of at least ceil(T / block_size) different blocks.

        Raises:
            ValueError: if the table has too few blocks; nothing is written
                then.
        """
        raise NotImplementedError

    def append(self, k: torch.Tensor, v: torch.Tensor, slots: list[tuple[int, int, int | None]]) -> None:
        """Store the keys and values of one new token for each of B sequences.

        Args:
            k: shape (B, H, F), of the dtype of the cache.
            v: of the same shape and dtype.
            slots: (block, offset, source) for each sequence; no block is
                written by two of them.
        """
        raise NotImplementedError

    def gather(self, table: list[int], length: int) -> tuple[torch.Tensor, torch.Tensor]:
        """The keys and values of a sequence in the order of its tokens.

        Args:
            table: the ids of its blocks.
            length: its number of tokens, at most len(table) * block_size.

        Returns:
            (k, v), each of shape (H, length, F).
        """
        raise NotImplementedError

    def attend(self, q: torch.Tensor, tables: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
        """What the newest token of each sequence collects.

        Args:
            q: shape (B, H, F), of the dtype of the cache.
            tables: integers of shape (B, M), M >= 1: the blocks of each
                sequence, then -1.
            lengths: integers of shape (B,): the number of tokens of each
                sequence.

        Returns:
            A tensor of shape (B, H, F), of the dtype of the cache.
        """
        raise NotImplementedError
