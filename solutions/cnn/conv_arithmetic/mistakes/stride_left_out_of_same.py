"""Padding for "same" is d (k - 1), the total for a stride of 1: with a stride there are ceil(n / s) outputs, and how much
they need depends on n.

caught by: test_same_padding_with_a_stride
"""


def output_size(n, kernel, stride=1, padding=0, dilation=1):
    size = (n + 2 * padding - dilation * (kernel - 1) - 1) // stride + 1
    if size < 1:
        raise ValueError("kernel too large")
    return size


def same_padding(n, kernel, stride=1, dilation=1):
    total = dilation * (kernel - 1)
    before = total // 2
    return before, total - before


def receptive_field(layers):
    r, j = 1, 1
    for k, s, d in layers:
        r = r + d * (k - 1) * j
        j = j * s
    return r, j
