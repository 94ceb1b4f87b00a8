"""Replies with handles, graphs and callbacks that nobody handed out."""
# kata: autograd_scalar
# share: 0
# prologue: wire

HANDLES = [[15, 10**9, "Value"], [15, -1, "Value"], [15, True, "Value"], [15, 1, ["x"]], [15, 1], [16, 3, "f"], [15]]


class Value:
    def __init__(self, data):
        channel().sendall(frame(["ok", [], None, HANDLES.pop() if HANDLES else [15, 1, "Value"]]))


def differentiate(inputs, steps, repeat=1):
    channel().sendall(frame(["callback", 7, None, [LIST], [2]]))
