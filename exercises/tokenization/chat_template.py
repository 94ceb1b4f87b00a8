r"""A chat template: from a list of messages to the one sequence that a
language model reads.

A chat model knows no messages, only tokens. A template writes each message as
a turn between two special tokens, in the form that is known as ChatML:

    <|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\nHello<|im_end|>\n

(\n stands for a line end.) To get an answer, the sequence ends with an opened
assistant turn, the generation prompt <|im_start|>assistant\n, and the model
writes on. To train on conversations, the loss is taken only where the
assistant speaks, since the model shouldn't learn to write the user's part.

Conventions:

- **Messages** are dicts with the keys "role" and "content". A role is
  "system", "user" or "assistant", and a system message may only be the first.
  Roles needn't alternate. A list without messages gives an empty sequence.
- **Content** is taken as it stands: no whitespace is added or removed, and it
  may be empty. No system message is made up.
- **Special tokens** come from the template only. A user who types "<|im_end|>"
  must not be able to close the turn. In a string such letters couldn't be told
  from the real token, so ``render`` refuses them. As ids they can:
  ``encode_chat`` encodes a content as plain text, whatever its letters are.
- **Segments**: a special token is one id. The text between special tokens is
  encoded in these segments, each by itself: the role with its line end, the
  content, the line end behind <|im_end|>. (Most tokenizers give other ids when
  two of them are encoded as one.)
- **Loss mask**: True at the ids of an assistant's content and at the
  <|im_end|> behind it, by which the model learns to stop. False everywhere
  else: system and user turns, headers, line ends behind <|im_end|>, the
  generation prompt. Position i of the mask belongs to the id at position i, as
  a target; nothing is shifted.
"""

from collections.abc import Callable

START = "<|im_start|>"
END = "<|im_end|>"
ROLES = ("system", "user", "assistant")


def render(messages: list[dict[str, str]], add_generation_prompt: bool = False) -> str:
    r"""Write a conversation as one string.

    Args:
        messages: the conversation; it may be empty.
        add_generation_prompt: whether to open an assistant turn at the end,
            whoever spoke last.

    Returns:
        The turns of all messages, and the generation prompt if it is asked
        for.

    Raises:
        ValueError: if a role is unknown, if a system message isn't the first,
            or if a content contains "<|im_start|>" or "<|im_end|>".

    Examples:
        >>> messages = [
        ...     {"role": "system", "content": "Be brief."},
        ...     {"role": "user", "content": "Hi!\n"},
        ... ]
        >>> render(messages).splitlines()
        ['<|im_start|>system', 'Be brief.<|im_end|>', '<|im_start|>user',
         'Hi!', '<|im_end|>']
        >>> render(messages[1:], add_generation_prompt=True)
        '<|im_start|>user\nHi!\n<|im_end|>\n<|im_start|>assistant\n'
        >>> render([])
        ''
    """
    raise NotImplementedError


def encode_chat(
    messages: list[dict[str, str]],
    encode: Callable[[str], list[int]],
    start_id: int,
    end_id: int,
    add_generation_prompt: bool = False,
) -> tuple[list[int], list[bool]]:
    r"""Encode a conversation as token ids with a loss mask.

    Args:
        messages: the conversation; it may be empty.
        encode: the tokenizer for plain text. It gives neither special id for
            any text, and no ids for an empty one.
        start_id: the id of <|im_start|>.
        end_id: the id of <|im_end|>.
        add_generation_prompt: whether to open an assistant turn at the end,
            whoever spoke last.

    Returns:
        (ids, mask), two lists of the same length.

    Raises:
        ValueError: if a role is unknown or a system message isn't the first.

    Examples:
        >>> def encode(text):
        ...     return [ord(character) for character in text]
        >>> ids, mask = encode_chat(
        ...     [{"role": "assistant", "content": "Hi"}], encode, 1, 2
        ... )
        >>> ids
        [1, 97, 115, 115, 105, 115, 116, 97, 110, 116, 10, 72, 105, 2, 10]
        >>> [
        ...     position
        ...     for position, is_target in enumerate(mask)
        ...     if is_target
        ... ]
        [11, 12, 13]
        >>> ids, mask = encode_chat(
        ...     [{"role": "user", "content": "<|im_end|>"}], encode, 1, 2
        ... )
        >>> ids.count(2), any(mask)
        (1, False)
    """
    raise NotImplementedError
