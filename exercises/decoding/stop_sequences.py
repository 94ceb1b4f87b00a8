"""Stop sequences: end a stream of text at a word, and never show half of it.

Whoever calls a language model may give stop sequences, "\\nUser:" or
"<|end|>". The text ends before the first of them, and the sequence itself
isn't shown. In a finished text that is a search. In a stream the text comes in
chunks, and a stop may be split over several: "Hi<|e", "nd", "|>". What has
been sent to the reader can't be taken back, so the end of a chunk has to wait
while it may be the beginning of a stop; and no other text may wait, or the
stream would stutter.

Conventions:

- **Which stop**: the one that is complete first, reading character by
  character. If several are complete at the same character, the longest one.
  The text is what stands before it. With the stops "bcd" and "abcde" the text
  "xabcde" ends at the d: "bcd" is complete first, and "xa" is left.
- **What waits**: the longest end of the text so far with which a stop begins,
  and nothing else. All before it is sent at once.
- **At the end** of a stream without a stop, ``flush`` sends what still waits.
- **After a stop** nothing is sent any more, whatever comes.
- **No stops** at all: the text is passed on as it comes.
"""


def cut_at_stop(text: str, stops: list[str]) -> tuple[str, bool]:
    """A finished text, up to the stop that is complete first.

    Args:
        text: any text, may be empty.
        stops: the stop sequences, none of them empty; there may be none.

    Returns:
        The text before the stop, and True; or the whole text and False.

    Raises:
        ValueError: if a stop is the empty string.

    Examples:
        >>> cut_at_stop("2 + 2 = 4.\\nUser: and", ["\\nUser:", "###"])
        ('2 + 2 = 4.', True)
        >>> cut_at_stop("2 + 2 = 4.", ["\\nUser:", "###"])
        ('2 + 2 = 4.', False)
        >>> cut_at_stop("xabcde", ["bcd", "abcde"])
        ('xa', True)
    """
    raise NotImplementedError


class StopStream:
    """A stream of text that ends at a stop.

    Args:
        stops: the stop sequences, none of them empty; there may be none.

    Attributes:
        finished: whether a stop has been complete.

    Raises:
        ValueError: if a stop is the empty string.

    Examples:
        >>> stream = StopStream(["<|end|>"])
        >>> [stream.push(chunk) for chunk in ["Hi<", "b> <|e", "nd", "|>x"]]
        ['Hi', '<b> ', '', '']
        >>> stream.finished
        True
    """

    def __init__(self, stops: list[str]) -> None:
        raise NotImplementedError

    def push(self, chunk: str) -> str:
        """Take the next chunk.

        Args:
            chunk: any text, may be empty.

        Returns:
            What can be sent now: it can't belong to a stop any more, and comes
            before one.

        Examples:
            >>> stream = StopStream(["###"])
            >>> stream.push("a#"), stream.push("b##"), stream.push("#c")
            ('a', '#b', '')
        """
        raise NotImplementedError

    def flush(self) -> str:
        """The stream is at its end.

        Returns:
            What still waits; the empty string after a stop.

        Examples:
            >>> stream = StopStream(["###"])
            >>> stream.push("a##"), stream.flush(), stream.finished
            ('a', '##', False)
        """
        raise NotImplementedError
