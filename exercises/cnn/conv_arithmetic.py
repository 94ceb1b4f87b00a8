"""The arithmetic of convolutions: sizes, padding and receptive fields.

Whoever stacks convolutions has to know three things before any tensor exists:
the size of each layer's output, the padding that keeps a size, and how much of
the input one unit at the top can see at all. All of it is counted along one
axis; an image has two, each by itself.

A kernel of k taps with dilation d looks at positions 0, d, ..., (k - 1) d, so
that its extent is

    e = d (k - 1) + 1

- **Output size** of n inputs with p zeros of padding on each side and stride
  s: the number of places where a window of e fits if it moves on by s each
  time,

      floor((n + 2 p - e) / s) + 1

- **"Same" padding** is the least padding that makes the output
  ceil(n / s), whatever the kernel. It is split in two halves; if the total is
  odd, the larger part comes after (as in TensorFlow). No padding is negative:
  a kernel shorter than its stride needs none.
- **The receptive field** of a unit is the length of the input, from the first
  to the last position that it depends on. Two neighbours of a layer are
  `jump` input positions apart. Both are 1 for the input itself; each layer
  makes the field larger by (e - 1) times the jump *below* it, and the jump s
  times as large. Padding changes neither.
"""


def output_size(n: int, kernel: int, stride: int = 1, padding: int = 0, dilation: int = 1) -> int:
    """The number of outputs along one axis.

    Args:
        n: the number of inputs, at least 1.
        kernel: the number of taps, at least 1.
        stride: by how much the window moves, at least 1.
        padding: zeros on each side, at least 0.
        dilation: the distance of neighbouring taps, at least 1.

    Returns:
        An int, at least 1.

    Raises:
        ValueError: if the kernel's extent is larger than the padded input.

    Examples:
        >>> output_size(28, 5), output_size(224, 7, stride=2, padding=3)
        (24, 112)
        >>> output_size(10, 3, dilation=2)
        6
    """
    raise NotImplementedError


def same_padding(n: int, kernel: int, stride: int = 1, dilation: int = 1) -> tuple[int, int]:
    """The padding before and after for an output of ceil(n / stride).

    Args:
        n: the number of inputs, at least 1.
        kernel: the number of taps.
        stride: by how much the window moves.
        dilation: the distance of neighbouring taps.

    Returns:
        (before, after), ints; after is as large as before, or 1 larger.

    Examples:
        >>> same_padding(7, 3), same_padding(8, 4)
        ((1, 1), (1, 2))
        >>> same_padding(8, 3, stride=2)
        (0, 1)
    """
    raise NotImplementedError


def receptive_field(layers: list[tuple[int, int, int]]) -> tuple[int, int]:
    """What one unit at the top of a stack sees of the input.

    Args:
        layers: (kernel, stride, dilation) of each layer, from the input up;
            may be empty.

    Returns:
        (field, jump), ints.

    Examples:
        >>> receptive_field([(3, 1, 1), (3, 1, 1)])
        (5, 1)
        >>> receptive_field([(3, 2, 1), (3, 1, 2)])
        (11, 2)
    """
    raise NotImplementedError
