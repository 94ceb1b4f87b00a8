"""Sends lists nested a hundred thousand deep, and a value that holds itself."""
# kata: td_zero
# share: 0
# prologue: wire


def td_errors(values, episode, gamma):
    body = b"\x92\x00" * 100_000 + b"\xc0"
    channel().sendall(struct.pack("<II", len(body), 0) + body)


def td_zero(values, episodes, alpha, gamma):
    tree = 1
    for _ in range(400):
        tree = [LIST, tree]
    channel().sendall(frame(["ok", [], None, tree]))


def batch_td_zero(values, episodes, alpha, gamma, n_sweeps):
    loop = []
    loop.append(loop)
    return loop
