"""Crashes in a test, and answers the loading of its next process with nonsense."""
# kata: causal_mask
# share: 0
# prologue: wire

import os
import pathlib

if pathlib.Path("been here").exists():
    channel().sendall(frame(["raised", 1, 2, 3, 4]))
pathlib.Path("been here").touch()


def causal_mask(n_queries, n_keys=None):
    channel().sendall(frame(["refused", "x"]) * 2)
    os._exit(0)


def padded_causal_mask(n_queries, key_is_real):
    os._exit(3)


def additive_mask(mask, dtype="float32"):
    os._exit(3)
