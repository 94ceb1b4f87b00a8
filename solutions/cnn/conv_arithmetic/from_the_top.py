"""The field from the top down: f -> (f - 1) s + e; sizes with a ceiling."""

from math import ceil, prod


def output_size(n, kernel, stride=1, padding=0, dilation=1):
    free = n + 2 * padding - dilation * (kernel - 1)
    if free <= 0:
        raise ValueError(free)
    return ceil(free / stride)


def same_padding(n, kernel, stride=1, dilation=1):
    e = dilation * (kernel - 1) + 1
    total = e - (n % stride or stride)
    if total < 0:
        total = 0
    before = total // 2
    return before, total - before


def receptive_field(layers):
    field = 1
    for kernel, stride, dilation in layers[::-1]:
        field = (field - 1) * stride + dilation * (kernel - 1) + 1
    return field, prod(stride for _, stride, _ in layers)
