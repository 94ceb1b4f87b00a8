"""What a process may use, and what others may do to it: the plain means that every system has.

Nothing here touches Linux at import. What the system lacks is skipped and said, so that all of it works on macOS too.
"""

import ctypes
import functools
import os
import struct
import sys
import time
from collections.abc import Collection

if sys.platform != "win32":  # there, this module can be imported, to say that nothing runs
    import resource

LINUX = sys.platform == "linux"

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_CHILD_SUBREAPER, _PR_SET_NO_NEW_PRIVS = 1, 4, 36, 38
_CAPABILITY_VERSION_3 = 0x20080522
_SIGKILL = 9
_STACK_BYTES = 8 << 20


@functools.cache
def libc() -> ctypes.CDLL:
    """The C library of this process, for what Python has no call of its own for."""
    library = ctypes.CDLL(None, use_errno=True)
    library.syscall.restype = ctypes.c_long
    return library


def check(result: int) -> int:
    """The result of a C call, or the OSError that its errno stands for."""
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


def _prctl(option: int, value: int) -> None:
    check(libc().prctl(option, ctypes.c_ulong(value), ctypes.c_ulong(0), ctypes.c_ulong(0), ctypes.c_ulong(0)))


# -- what others may do to this process, and it to them --


def harden_parent() -> None:
    """Keep processes of the same user out of this one's memory, environment and open files.

    For the grader and for the parent of the answers' processes; `apply_limits` does it for those, against each other.
    A process that isn't dumpable can't be traced, and what is in its /proc folder belongs to root.
    """
    if LINUX:
        _prctl(_PR_SET_DUMPABLE, 0)


def die_with_parent() -> None:
    """Let the kernel kill this process when the thread that started it ends.

    That is the thread and not the process: call it only in children of single-threaded parents.
    """
    if not LINUX:
        return
    parent = os.getppid()
    _prctl(_PR_SET_PDEATHSIG, _SIGKILL)
    # It may have ended before the kernel was asked, in which case nobody would tell.
    if os.getppid() != parent:
        os._exit(1)


def become_subreaper() -> None:
    """Become the parent of whatever processes the children of this one leave behind."""
    if LINUX:
        _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def kill_orphans(keep: Collection[int]) -> None:
    """Kill all children of this process but those in `keep`, and those that they leave, until there are no more."""
    for _ in range(1000):
        try:
            with open(f"/proc/self/task/{os.getpid()}/children", "rb") as file:
                found = {int(pid) for pid in file.read().split()} - set(keep)
        except OSError:
            return  # not Linux, or a kernel without this file
        if not found:
            return
        for pid in found:
            os.kill(pid, _SIGKILL)
        for pid in found:
            os.waitpid(pid, 0)


def close_descriptors(keep: Collection[int]) -> None:
    """Close every descriptor that isn't in `keep`."""
    for folder in ("/proc/self/fd", "/dev/fd"):
        try:
            # Far fewer than the limit allows; the listing's own descriptor is in it, and closed by now.
            found = [int(name) for name in os.listdir(folder)]
        except OSError:
            continue
        for descriptor in found:
            if descriptor not in keep:
                os.closerange(descriptor, descriptor + 1)
        return
    start = 0
    for end in [*sorted(keep), max([1 << 16, *keep])]:
        if start < end:  # an empty range from 0 on is all of them, to some Pythons
            os.closerange(start, end)
        start = end + 1


def drop_privileges() -> None:
    """No capability now, and none to be had by running a program. Root stays the owner of root's files, no more."""
    if not LINUX:
        return
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    header = struct.pack("=Ii", _CAPABILITY_VERSION_3, 0)
    check(libc().capset(header, bytes(24)))


def leave_session() -> list[str]:
    """A session of its own: no terminal, and no signal to its group reaches anybody else."""
    if os.getsid(0) == os.getpid():
        return []
    try:
        os.setsid()
    except OSError:
        return ["The answer shares a session and its terminal with the process that started it."]
    return []


# -- what this process may use --


def apply_limits(memory_bytes: int, cpu_seconds: int, file_bytes: int, open_files: int, processes: int) -> list[str]:
    """Set the resource limits of this process, and say what the system doesn't limit.

    Args:
        memory_bytes: address space on top of what is mapped now.
        cpu_seconds: on top of what is used now. A signal comes at the limit, the end one second later.
        file_bytes: of each file written.
        open_files: the number of descriptors.
        processes: threads on top of all that run on this machine now.
    """
    used = int(time.process_time()) + 1
    wanted = {
        "RLIMIT_CORE": 0,
        "RLIMIT_FSIZE": file_bytes,
        "RLIMIT_NOFILE": open_files,
        "RLIMIT_MEMLOCK": 0,
        "RLIMIT_MSGQUEUE": 0,
        "RLIMIT_NICE": 0,
        "RLIMIT_RTPRIO": 0,
        "RLIMIT_STACK": _STACK_BYTES,
        "RLIMIT_NPROC": _running() + processes if LINUX else 1,
        "RLIMIT_CPU": used + cpu_seconds,
        "RLIMIT_AS": mapped_bytes() + memory_bytes,
    }
    failed = [name for name, most in wanted.items() if not _limit(name, most, 1 if name == "RLIMIT_CPU" else 0)]
    if not LINUX:
        failed.append("RLIMIT_AS")  # macOS takes it, and does nothing
    lacking = []
    for name, what in (("RLIMIT_AS", "memory"), ("RLIMIT_CPU", "CPU time"), ("RLIMIT_FSIZE", "file size")):
        if name in failed:
            lacking.append(f"This system doesn't limit the answer's {what}.")
    if LINUX and os.getuid() == 0:
        lacking.append("As root, the kernel doesn't limit the answer's threads.")
    _prefer_oom_kill()
    return lacking


def limit_memory(most: int) -> None:
    """Let this process map so many bytes more than now, for the time being: beyond, there is a MemoryError."""
    if LINUX:
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        wanted = mapped_bytes() + most
        resource.setrlimit(resource.RLIMIT_AS, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))


def _limit(name: str, most: int, grace: int) -> bool:
    number = getattr(resource, name, None)
    if number is None:
        return False
    _, hard = resource.getrlimit(number)
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
        grace = min(grace, hard - most)
    try:
        resource.setrlimit(number, (most, most + grace))
    except (OSError, ValueError):  # macOS refuses some that it has
        return False
    return True


def _running() -> int:
    """An upper bound on the threads of this user, from one short file.

    RLIMIT_NPROC counts all of a user's threads, so a number of our own would stop somebody with a full desktop from
    starting any. (macOS counts processes only: there, whoever has one already can start no other when the limit is 1.)
    """
    try:
        with open("/proc/loadavg", "rb") as file:
            return int(file.read().split()[3].split(b"/")[1])
    except (OSError, ValueError, IndexError):
        return 1 << 14


def _prefer_oom_kill() -> None:
    """When the machine runs out of memory, it is the answer that ends, not the grader."""
    if not LINUX:
        return
    _prctl(_PR_SET_DUMPABLE, 1)  # else the file is root's
    try:
        with open("/proc/self/oom_score_adj", "wb", buffering=0) as file:
            file.write(b"1000")
    except OSError:
        pass  # no /proc: nothing that a verdict depends on
    harden_parent()


# -- what a process uses, for whoever watches it --


def mapped_bytes() -> int:
    """The address space of this process."""
    try:
        with open("/proc/self/statm", "rb") as file:
            return int(file.read().split()[0]) * resource.getpagesize()
    except (OSError, ValueError):
        return 0


def resident_bytes(pid: int) -> int:
    """The memory that a process holds now; 0 when it has ended, or where that can't be known."""
    held = _resident_pages(str(pid))
    if not held:  # its first thread may have left the others, and the memory with them
        held = max((_resident_pages(f"{pid}/task/{task}") for task in _tasks(pid)), default=0)
    return held * resource.getpagesize()


def _resident_pages(task: str) -> int:
    try:
        with open(f"/proc/{task}/statm", "rb") as file:
            return int(file.read().split()[1])
    except (OSError, ValueError, IndexError):
        return 0


def cpu_seconds(pid: int) -> float:
    """The CPU time that a process has used, all its threads together; 0 when it has ended, or can't be known."""
    # The name in brackets may hold spaces and brackets: count from the last one.
    fields = _stat(pid)
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") if fields else 0.0


def waits(pid: int) -> bool:
    """Whether no thread of a process runs, or waits for a CPU or a disk; False where it can't be known.

    It may sleep, be stopped, or have lost its first thread.
    """
    tasks = _tasks(pid)
    return bool(tasks) and not any(_stat(f"{pid}/task/{task}")[:1] in ([b"R"], [b"D"]) for task in tasks)


def _tasks(pid: int) -> list[str]:
    try:
        return os.listdir(f"/proc/{pid}/task")
    except OSError:
        return []


def threads(pid: int) -> int:
    """How many threads a process has; 0 when it has ended, or where that can't be known."""
    fields = _stat(pid)
    return int(fields[17]) if fields else 0


def _stat(pid: int | str) -> list[bytes]:
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            return file.read().rpartition(b")")[2].split()
    except OSError:
        return []
