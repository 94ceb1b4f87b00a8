"""The walls around an answer, as tight as the machine allows: one call, made by the answer's process on itself.

Three levels. "limits": resource limits, no privileges, no terminal; on any system. "landlock": also no file but those
that the policy names, and no system call but those that computing needs; on Linux, with no privilege and no other
program. "bubblewrap": the parent of the answers' processes was started in namespaces of its own, where nothing else
exists; each of its children then confines itself as at "landlock".

Imports are kept few: a fresh process pays for each, and dataclasses or typing alone would cost more than the walls.
"""

import os
import sys

from kata.sandbox import landlock, seccomp
from kata.sandbox.bubblewrap import bubblewrap_command
from kata.sandbox.limits import (
    apply_limits,
    close_descriptors,
    cpu_seconds,
    die_with_parent,
    drop_privileges,
    harden_parent,
    leave_session,
    resident_bytes,
    threads,
)
from kata.sandbox.readable import default_readable, spans

__all__ = [
    "LEVELS",
    "CannotConfine",
    "ConfinementPolicy",
    "bubblewrap_command",
    "close_descriptors",
    "confine",
    "confine_parent",
    "cpu_seconds",
    "default_readable",
    "die_with_parent",
    "harden_parent",
    "resident_bytes",
    "threads",
]

LEVELS = ("limits", "landlock", "bubblewrap")  # from the loosest to the tightest


class CannotConfine(RuntimeError):
    """The level that was asked for can't be had. Nothing of the answer has run."""


class ConfinementPolicy:
    """What one answer may use.

    Args:
        readable: files and folders, with all beneath them, that it may read.
        scratch: the one folder that it may write in; becomes its current folder and its TMPDIR.
        memory_bytes: address space on top of what its process has mapped.
        cpu_seconds: CPU time in all.
        file_bytes: the largest file that it may write.
        open_files: descriptors.
        processes: threads on top of all that run on the machine: only the parent's watch makes this exact.
    """

    __slots__ = ("cpu_seconds", "file_bytes", "memory_bytes", "open_files", "processes", "readable", "scratch")

    def __init__(
        self,
        readable: tuple[str, ...],
        scratch: str,
        memory_bytes: int,
        cpu_seconds: int,
        file_bytes: int,
        open_files: int,
        processes: int,
    ) -> None:
        self.readable = readable
        self.scratch = scratch
        self.memory_bytes = memory_bytes
        self.cpu_seconds = cpu_seconds
        self.file_bytes = file_bytes
        self.open_files = open_files
        self.processes = processes


# -- in the parent of the answers' processes --

# What this process was confined to, and the rules that this leaves for a child, which has them from the fork.
_parent: tuple[tuple[str, ...], tuple[str, ...]] | None = None


def confine_parent(readable: tuple[str, ...], scratch: str, level: str) -> None:
    """Confine the warm process that answers' processes are forked from, once it has imported what they need.

    It is no gate for answers, which can't reach it. But the kernel keeps a child in its parent's walls, so that each
    child has only to be parted from its siblings, with ten rules instead of hundreds.

    Args:
        readable: what its children will be let read.
        scratch: the folder in which it makes their scratch folders.

    Raises:
        CannotConfine: when the level can't be had.
    """
    global _parent
    if level == "limits":
        return
    try:
        drop_privileges()
        # It watches its children by their files in /proc, and they set how the kernel rates them there.
        landlock.restrict((*readable, "/proc"), (scratch, os.devnull, "/proc"))
        _parent = (readable, spans(readable, (os.path.realpath(scratch), "/proc")))
    except landlock.LandlockUnavailable as error:
        if level != "bubblewrap":
            raise CannotConfine(str(error)) from None
    except OSError as error:
        raise CannotConfine(str(error)) from None


# -- in the answer's process --


def confine(policy: ConfinementPolicy, level: str) -> list[str]:
    """Confine this process for good, just before it runs the answer.

    It should have closed its other descriptors, and have one thread.

    Returns:
        What could not be confined, a sentence each.

    Raises:
        CannotConfine: when the level can't be had; the process must not go on.
    """
    if level not in LEVELS:
        raise CannotConfine(f"There is no confinement called {level!r}: it is one of {', '.join(LEVELS)}.")
    if level == "bubblewrap" and not _inside_bubblewrap():
        raise CannotConfine("This process was not started under bubblewrap.")
    try:
        _move_to(policy.scratch)
        lacking = leave_session()
        lacking += apply_limits(
            policy.memory_bytes, policy.cpu_seconds, policy.file_bytes, policy.open_files, policy.processes
        )
        drop_privileges()
        if level == "limits":
            return [*lacking, *_OPEN_AT_LIMITS]
        lacking += _restrict_process(policy, level)
    except (OSError, landlock.LandlockUnavailable, seccomp.SeccompUnavailable) as error:
        raise CannotConfine(str(error)) from None
    return lacking


_OPEN_AT_LIMITS = (
    "The answer can read and write the files of the user who runs it.",
    "The answer can reach the network.",
    "The answer can start other processes, and signal those of the same user.",
)


def _restrict_process(policy: ConfinementPolicy, level: str) -> list[str]:
    lacking = []
    if _thread_count() > 1:
        # Landlock holds for the calling thread only; the others could do its work for it.
        raise CannotConfine("A process can be confined only while it has one thread: set OMP_NUM_THREADS=1, or fork.")
    try:
        readable = _parent[1] if _parent is not None and _parent[0] == policy.readable else policy.readable
        landlock.restrict(readable, (policy.scratch, os.devnull))
        lacking += [f"{gap}: only the filter of system calls does." for gap in landlock.shortcomings(landlock.abi())]
    except landlock.LandlockUnavailable as error:
        if level != "bubblewrap":
            raise
        lacking.append(f"Answers beside each other can reach each other's scratch folders. {error}")
    if level != "bubblewrap":
        lacking.append(
            "The answer can find out whether a path exists, its size, date and owner, where a link leads, and which "
            "processes there are."
        )
        lacking.append("The scratch folder's files are limited each, but not together.")
    seccomp.restrict()
    return lacking


def _move_to(scratch: str) -> None:
    os.chdir(scratch)
    os.environ["TMPDIR"] = scratch
    tempfile = sys.modules.get("tempfile")
    if tempfile is not None:
        tempfile.tempdir = scratch  # type: ignore[attr-defined]


def _thread_count() -> int:
    try:
        return os.stat("/proc/self/task").st_nlink - 2
    except OSError:
        return 1


def _inside_bubblewrap() -> bool:
    try:
        with open("/proc/1/comm", "rb") as file:
            return file.read() == b"bwrap\n"
    except OSError:
        return False
