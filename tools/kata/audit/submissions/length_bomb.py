"""Announces frames of gigabytes, and of thousands of buffers, and sends them byte by byte or not at all."""
# kata: softmax
# share: 0
# prologue: wire

import time

HEADS = [(2**32 - 1, 0), (8 << 20, 0), (10, 2**32 - 1), (10, 4096), (0, 0), (1, 1)]


def softmax(logits, axis=-1):
    channel().sendall(struct.pack("<II", *HEADS.pop()) + b"\xff" * 8)
    time.sleep(0.01)
    return logits


log_softmax = softmax
