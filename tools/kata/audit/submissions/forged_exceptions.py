"""Reports exceptions that no test expects: exits, skips, interrupts, names of megabytes, and the end of an iteration."""
# kata: dropout
# share: 0
# prologue: wire

NAMES = ["KeyboardInterrupt", "SystemExit", "Skipped", "Exit", "StopIteration", "print", "__import__", "x" * 10**6]


def dropout(x, p, rng, training=True):
    name = NAMES.pop() if NAMES else "BaseExceptionGroup"
    channel().sendall(frame(["raised", name, "y" * 10**6, "z" * 10**6, [[10**9, "f" * 10**5]] * 50]))


def dropout_backward(dy, cache):
    raise StopIteration
