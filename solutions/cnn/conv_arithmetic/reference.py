"""Windows are counted by their first positions.

Why it works: the first window begins at 0, the last one at most at n + 2 p - e, and between them they are s apart. In a
stack, a unit's outermost taps lie (e - 1) neighbours apart in the layer below, and each of those is a jump of input.
"""


def extent(kernel, dilation):
    return dilation * (kernel - 1) + 1


def output_size(n, kernel, stride=1, padding=0, dilation=1):
    room = n + 2 * padding - extent(kernel, dilation)
    if room < 0:
        raise ValueError(f"{n} inputs, padded by {padding}, are too few for a kernel of {kernel}")
    return room // stride + 1


def same_padding(n, kernel, stride=1, dilation=1):
    outputs = -(-n // stride)
    total = max((outputs - 1) * stride + extent(kernel, dilation) - n, 0)
    return total // 2, total - total // 2


def receptive_field(layers):
    field = jump = 1
    for kernel, stride, dilation in layers:
        field += (extent(kernel, dilation) - 1) * jump
        jump *= stride
    return field, jump
