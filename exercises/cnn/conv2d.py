"""Convolution of images: one small kernel at every place.

A dense layer would need a weight for each pair of pixels. A convolution uses
the same few weights everywhere, so a feature is found wherever it is, with a
cost that doesn't depend on the size of the image. Output o of image b at
(i, j) is

    y[b, o, i, j] = bias[o] + sum over c, u, v of
                    w[o, c, u, v] x[b, c, i s_h + u d_h, j s_w + v d_w]

with x padded by zeros before, the strides s, and the dilations d, each by
rows (h) and by columns (w). Deep learning calls this a convolution, though
mathematically it is a cross-correlation: the kernel isn't flipped.

**Groups** cut the channels into G parts that know nothing of each other: the
C channels of x into G blocks of C / G neighbours, and the O outputs into G
blocks of O / G neighbours. Outputs of block g see only the channels of block
g, so w has C / G channels, and c above counts within the block. G = C is a
depthwise convolution.

Conventions:

- **Shapes**: x is (B, C, H, W), w is (O, C / G, KH, KW), bias is (O,) or None
  for none.
- **Pairs**: stride, padding and dilation are (rows, columns).
- **Padding**: padding[0] rows of zeros above and as many below, padding[1]
  columns of zeros on the left and as many on the right.
- **Size**: OH = floor((H + 2 p - d (KH - 1) - 1) / s) + 1, and OW alike. Rows
  and columns that no whole window reaches are left out.
- **Dtype**: everything is float64.
"""

import numpy as np


def conv2d(
    x: np.ndarray,
    w: np.ndarray,
    bias: np.ndarray | None = None,
    stride: tuple[int, int] = (1, 1),
    padding: tuple[int, int] = (0, 0),
    dilation: tuple[int, int] = (1, 1),
    groups: int = 1,
) -> np.ndarray:
    """Convolve a batch of images with a set of kernels.

    Args:
        x: images, shape (B, C, H, W).
        w: kernels, shape (O, C / groups, KH, KW).
        bias: shape (O,), or None.
        stride: by how many rows and columns the window moves.
        padding: rows and columns of zeros on each side.
        dilation: distance of neighbouring taps in rows and in columns.
        groups: the number of blocks of channels, at least 1.

    Returns:
        float64 of shape (B, O, OH, OW).

    Raises:
        ValueError: if C isn't groups times the channels of w, if O isn't a
            multiple of groups, or if the kernel with its dilation is larger
            than the padded image.

    Examples:
        >>> x = np.arange(12.0).reshape(1, 1, 3, 4)
        >>> w = np.array([[[[1.0, 0.0], [0.0, -2.0]]]])
        >>> conv2d(x, w).tolist()
        [[[[-10.0, -11.0, -12.0], [-14.0, -15.0, -16.0]]]]
        >>> conv2d(x, w, stride=(1, 2), padding=(0, 1)).tolist()
        [[[[-8.0, -11.0, 3.0], [-16.0, -15.0, 7.0]]]]
    """
    raise NotImplementedError
