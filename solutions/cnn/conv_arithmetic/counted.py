"""Windows are laid down one by one; a field is the set of positions of the input that are reached."""


def output_size(n, kernel, stride=1, padding=0, dilation=1):
    last_tap = (kernel - 1) * dilation
    starts = range(0, n + 2 * padding - last_tap, stride)
    if not starts:
        raise ValueError("the kernel doesn't fit")
    return len(starts)


def same_padding(n, kernel, stride=1, dilation=1):
    wanted = (n + stride - 1) // stride
    total = 0
    while (n + total - dilation * (kernel - 1) - 1) // stride + 1 < wanted:
        total += 1
    return total // 2, (total + 1) // 2


def reached(layers, unit):
    positions = {unit}
    for kernel, stride, dilation in reversed(layers):
        first, last = min(positions), max(positions)
        positions = {first * stride, last * stride + dilation * (kernel - 1)}
    return min(positions), max(positions)


def receptive_field(layers):
    first, last = reached(layers, 0)
    return last - first + 1, reached(layers, 1)[0] - first
