"""Leaves a mark in shared memory of every kind, and prints what an earlier run left there."""
# kata: softmax
# share: 0
# runs: 2

import ctypes
import os
from multiprocessing import resource_tracker, shared_memory

libc = ctypes.CDLL(None, use_errno=True)


def named():
    resource_tracker.register = lambda *args: None
    try:
        memory = shared_memory.SharedMemory(bait["shared"], create=True, size=100)
        memory.buf[: len(bait["left"])] = bait["left"].encode()
    except FileExistsError:
        memory = shared_memory.SharedMemory(bait["shared"])
        print(bytes(memory.buf))
        memory.unlink()


def system_v():
    key = 0x6B617461
    number = libc.shmget(key, 100, 0o1600)
    if number >= 0:
        libc.shmat.restype = ctypes.c_void_p
        place = libc.shmat(number, None, 0)
        print(ctypes.string_at(place, 50))
        ctypes.memmove(place, bait["left"].encode(), len(bait["left"]))


def softmax(logits, axis=-1):
    for attempt in (named, system_v, lambda: os.memfd_create("x")):
        try:
            attempt()
        except OSError as error:
            print(error.strerror)
    return logits


log_softmax = softmax
