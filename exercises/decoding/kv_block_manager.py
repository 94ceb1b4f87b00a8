"""A block manager for the key-value cache, as in paged attention.

A serving engine doesn't know how long its sequences will get. If it reserved
the longest possible cache for each, most of the memory would stay empty. So
the cache is cut into blocks of ``block_size`` tokens, and each sequence has a
block table: the ids of the blocks that hold its tokens, in order. Blocks are
handed out when they are needed, and two sequences with the same beginning (n
samples for one prompt, the branches of a beam) can share blocks.

The manager keeps the books only: it says where each token goes and never sees
keys or values. Token number i of a sequence lies in block
table[i // block_size] at offset i % block_size, so a sequence of n tokens has
exactly ceil(n / block_size) blocks. Blocks have the ids 0 to n_blocks - 1.
These rules hold:

- **References**: a block counts the sequences whose tables hold it. It is free
  when that number is 0, and only then can it be handed out again.
- **Which block**: a new block may be any free one. You choose.
- **Sharing**: ``fork`` gives the child the parent's table. No block is taken
  and nothing is copied.
- **Copy on write**: a token may only be written into a block that no other
  sequence holds. If the last block has room left but is shared, the sequence
  that appends takes a new block in its place, to which the engine copies the
  content, and gives up its reference to the old one. A full block is never
  written again, so it stays shared. Whoever is left as the only holder writes
  in place.
- **Errors**: an unknown sequence is a KeyError, a bad argument a ValueError,
  too few free blocks a RuntimeError. A method that raises has changed nothing.
  If more than one error applies, any of them may be raised.
- **Names**: a sequence is named by an int or a str. A name that was freed can
  be used again.

``replay`` is given. It runs many operations in a row, in your experiments and
in the checks.
"""


class KVBlockManager:
    """The block tables of all sequences and the free blocks of one cache.

    Args:
        n_blocks: how many blocks the cache has, at least 1.
        block_size: how many tokens fit into a block, at least 1.

    Raises:
        ValueError: if ``n_blocks`` or ``block_size`` is below 1.

    Examples:
        >>> manager = KVBlockManager(n_blocks=8, block_size=4)
        >>> len(manager.allocate("a", 6))
        2
        >>> manager.fork("a", "b")
        >>> manager.n_free(), manager.references(manager.table("a")[1])
        (6, 2)
        >>> block, offset, source = manager.append("b")
        >>> (
        ...     offset,
        ...     source == manager.table("a")[1],
        ...     block == manager.table("b")[1],
        ... )
        (2, True, True)
        >>> manager.append("a") == (source, 2, None)
        True
        >>> manager.free("a")
        >>> manager.n_free(), manager.length("b")
        (6, 7)
    """

    def __init__(self, n_blocks: int, block_size: int) -> None:
        raise NotImplementedError

    def allocate(self, sequence: int | str, n_tokens: int) -> list[int]:
        """Start a sequence with room for the tokens of its prompt.

        Args:
            sequence: a name that no living sequence has.
            n_tokens: the length of the prompt, at least 0.

        Returns:
            The block table of the new sequence, ceil(n_tokens / block_size)
            ids of blocks that were free. The list is the caller's own: later
            operations don't change it.

        Raises:
            ValueError: if the sequence exists already or ``n_tokens`` is
                negative.
            RuntimeError: if too few blocks are free.
        """
        raise NotImplementedError

    def append(self, sequence: int | str) -> tuple[int, int, int | None]:
        """Make room for one more token of a sequence.

        Args:
            sequence: the name of a living sequence.

        Returns:
            (block, offset, source): where the token goes, and None, or the id
            of the block whose content has to be copied into ``block`` first. A
            source is given only for a copy on write.

        Raises:
            KeyError: if there is no such sequence.
            RuntimeError: if a block is needed, for a copy too, and none is
                free.
        """
        raise NotImplementedError

    def fork(self, parent: int | str, child: int | str) -> None:
        """Start a sequence that shares all tokens of another one.

        Args:
            parent: the name of a living sequence.
            child: a name that no living sequence has.

        Raises:
            KeyError: if there is no sequence ``parent``.
            ValueError: if there is a sequence ``child`` already.
        """
        raise NotImplementedError

    def free(self, sequence: int | str) -> None:
        """End a sequence and give up its references to its blocks.

        Args:
            sequence: the name of a living sequence.

        Raises:
            KeyError: if there is no such sequence.
        """
        raise NotImplementedError

    def table(self, sequence: int | str) -> list[int]:
        """The block table of a sequence.

        Args:
            sequence: the name of a living sequence.

        Returns:
            The ids of its blocks in the order of its tokens, in a list that
            later operations don't change.

        Raises:
            KeyError: if there is no such sequence.
        """
        raise NotImplementedError

    def length(self, sequence: int | str) -> int:
        """How many tokens a sequence has.

        Args:
            sequence: the name of a living sequence.

        Returns:
            The tokens of its prompt and those appended since, the parent's
            before a fork included.

        Raises:
            KeyError: if there is no such sequence.
        """
        raise NotImplementedError

    def n_free(self) -> int:
        """How many blocks are free.

        Returns:
            The number of blocks that no sequence holds.
        """
        raise NotImplementedError

    def references(self, block: int) -> int:
        """How many sequences hold a block.

        Args:
            block: a block id from 0 to n_blocks - 1.

        Returns:
            The number of living sequences whose table holds the block, 0 for a
            free one.
        """
        raise NotImplementedError


# given
def replay(manager: "KVBlockManager", operations: str) -> list[object]:
    """Run operations one after the other, such as "allocate a 6, append a,
    fork a b, n_free".

    Args:
        manager: the manager to run them on.
        operations: names of methods, each with its arguments after spaces;
            commas between them. Digits are an int.

    Returns:
        For each operation what it returned, or the name of the exception that
        it raised.

    Examples:
        >>> replay(
        ...     KVBlockManager(1, 2),
        ...     "allocate a 2, append a, length a, free b, free a, n_free",
        ... )
        [[0], 'RuntimeError', 2, 'KeyError', None, 1]
    """
    results: list[object] = []
    for operation in operations.split(","):
        name, *words = operation.split()
        arguments = [int(word) if word.isdigit() else word for word in words]
        try:
            results.append(getattr(manager, name)(*arguments))
        except KeyError:
            results.append("KeyError")
        except ValueError:
            results.append("ValueError")
        except RuntimeError:
            results.append("RuntimeError")
    return results
