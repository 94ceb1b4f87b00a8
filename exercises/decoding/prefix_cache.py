"""A prefix cache: prompts that begin alike share their keys and values.

The keys and values of a token depend on the tokens before it alone. So a
server that has seen a prompt once (a system prompt, the earlier turns of a
chat, a long document) need not compute them again for the next prompt that
begins the same way. SGLang's RadixAttention keeps them in a tree: a path from
the root is a prefix, and prompts share it as far as they agree. vLLM does the
same with hashes of blocks.

This cache keeps the books only: it knows which prefixes are there, and never
sees keys or values. Think of a tree in which each place is one token: its
prefix is the path that leads to it. The cache holds a set of such tokens, and
with a token always all of those before it on its path. Its size is their
number; what two prompts share counts once.

- ``acquire`` starts a prompt. It finds how many of its first tokens are
  there, adds the others, and holds all of them until ``release``.
- **References**: a token counts the held prompts that go through it. The same
  prompt may be held several times. A token with references is never evicted.
- **Released** tokens stay, for later prompts, until their room is needed.
- **Eviction** takes one token at a time, always an end: a token without
  references that no other token follows. Of the ends it takes the one that
  was used longest ago; the token before it may be the next end.
- **Use**: a prompt is in use until its release. What counts for a token is
  the last release of a prompt that goes through it. Nothing else is a use.
- **Room**: ``acquire`` evicts as few tokens as it must, and never those of the
  prompt itself, held or not. If the room isn't enough even so, it raises, and
  nothing has changed: nothing is evicted and nothing held.

A radix tree stores runs of tokens on one edge, and splits a run where two
prompts part. How you store the tokens is up to you. Prompts may have thousands
of tokens, beyond Python's recursion limit.

``replay`` is given. It runs many operations in a row, in your experiments and
in the checks.
"""


class PrefixCache:
    """The prefixes whose keys and values are there.

    Args:
        capacity: how many tokens there is room for, at least 1.

    Raises:
        ValueError: if ``capacity`` is below 1.

    Examples:
        >>> cache = PrefixCache(capacity=6)
        >>> cache.acquire([1, 2, 3, 4]), cache.acquire([1, 2, 5])
        (0, 2)
        >>> cache.size(), cache.references([1, 2]), cache.references([1, 9])
        (5, 2, 0)
        >>> cache.release([1, 2, 3, 4])
        >>> cache.match([1, 2, 3, 9]), cache.acquire([7, 8])
        (3, 0)
        >>> cache.match([1, 2, 3, 4]), cache.match([1, 2, 5])
        (3, 3)
    """

    def __init__(self, capacity: int) -> None:
        raise NotImplementedError

    def match(self, tokens: list[int]) -> int:
        """How much of a prompt is there.

        Args:
            tokens: the prompt, at least one token.

        Returns:
            The number of its first tokens that the cache has.
        """
        raise NotImplementedError

    def acquire(self, tokens: list[int]) -> int:
        """Start a prompt: put it into the cache and hold it.

        Args:
            tokens: the prompt, at least one token.

        Returns:
            The number of its first tokens that were there already.

        Raises:
            RuntimeError: if there is too little room.
        """
        raise NotImplementedError

    def release(self, tokens: list[int]) -> None:
        """End a prompt: hold it once less. Its tokens stay.

        Args:
            tokens: the prompt, as it was acquired.

        Raises:
            ValueError: if exactly this prompt isn't held.
        """
        raise NotImplementedError

    def evict(self, n: int) -> int:
        """Make room.

        Args:
            n: how many tokens to evict, at least 0.

        Returns:
            How many were evicted: n, or fewer if no more can be.
        """
        raise NotImplementedError

    def size(self) -> int:
        """How many tokens there are.

        Returns:
            The number of tokens in the cache, held or not.
        """
        raise NotImplementedError

    def references(self, tokens: list[int]) -> int:
        """How many held prompts begin with these tokens.

        Args:
            tokens: a prefix, at least one token.

        Returns:
            The references of its last token; 0 if it isn't in the cache.
        """
        raise NotImplementedError


# given
def replay(cache: "PrefixCache", operations: list[tuple[str, list[int] | int | None]]) -> list[object]:
    """Run operations one after the other.

    Args:
        cache: the cache to run them on.
        operations: pairs of the name of a method and its argument, None where
            it has none.

    Returns:
        For each operation what it returned, or the name of the exception that
        it raised.

    Examples:
        >>> replay(
        ...     PrefixCache(2),
        ...     [("acquire", [4, 4]), ("acquire", [5]), ("size", None)],
        ... )
        [0, 'RuntimeError', 2]
    """
    results: list[object] = []
    for name, argument in operations:
        method = getattr(cache, name)
        try:
            results.append(method() if argument is None else method(argument))
        except ValueError:
            results.append("ValueError")
        except RuntimeError:
            results.append("RuntimeError")
    return results
