"""Sleeps in every function, and uses no CPU time while it does."""
# kata: softmax
# share: 0

import time


def softmax(logits, axis=-1):
    time.sleep(10_000)


log_softmax = softmax
