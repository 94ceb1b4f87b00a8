"""Never comes back: a loop in Python, one in C that looks at no signal, and a deadlock."""
# kata: causal_mask
# share: 0

import re
import threading


def causal_mask(n_queries, n_keys=None):
    while True:
        pass


def padded_causal_mask(n_queries, key_is_real):
    re.match("(a+)+$", "a" * 64 + "b")


def additive_mask(mask, dtype="float32"):
    threading.Lock().acquire()
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()
