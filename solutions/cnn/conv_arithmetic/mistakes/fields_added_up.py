"""The receptive field is a sum over the layers without regard to strides: what a layer adds is counted in jumps, the
product of all strides below it.

caught by: test_receptive_field_with_strides
"""


def output_size(n, kernel, stride=1, padding=0, dilation=1):
    effective = dilation * (kernel - 1) + 1
    if effective > n + 2 * padding:
        raise ValueError("kernel does not fit")
    return int((n + 2 * padding - effective) / stride) + 1


def same_padding(n, kernel, stride=1, dilation=1):
    out = (n - 1) // stride + 1
    needed = (out - 1) * stride + dilation * (kernel - 1) + 1
    pad = max(needed - n, 0)
    return pad // 2, pad - pad // 2


def receptive_field(layers):
    field, jump = 1, 1
    for kernel, stride, dilation in layers:
        field += dilation * (kernel - 1)
        jump *= stride
    return field, jump
