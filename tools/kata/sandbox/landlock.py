"""Landlock: what files a process may open, decided by the kernel, with no privilege and no other program.

A ruleset names the rights that it handles; what it handles is denied but where a rule allows it. The version of the
kernel's interface (its ABI) says which rights it knows: a right that an older kernel doesn't know stays as it was, and
`shortcomings` says so. Landlock never hides that a file exists: `stat`, `chdir` and the like go through, as do chmod,
chown, utime and extended attributes, which the filter of system calls has to stop.
"""

import ctypes
import errno
import functools
import os
import struct
from collections.abc import Iterable
from stat import S_ISDIR

from kata.sandbox.limits import check, libc

# The same numbers on every architecture: they came after the tables were joined.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION_QUERY = 1
_PATH_BENEATH = 1

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR, REMOVE_DIR, REMOVE_FILE = (1 << bit for bit in range(6))
MAKE_CHAR, MAKE_DIR, MAKE_REG, MAKE_SOCK, MAKE_FIFO, MAKE_BLOCK, MAKE_SYM = (1 << bit for bit in range(6, 13))
REFER, TRUNCATE, IOCTL_DEV = (1 << bit for bit in range(13, 16))

_OF_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV
READ = READ_FILE | READ_DIR
# Neither links of any kind, nor pipes and sockets with a name: what cleans up or looks in must find plain files.
WRITE = READ | WRITE_FILE | TRUNCATE | REFER | MAKE_DIR | MAKE_REG | REMOVE_DIR | REMOVE_FILE

_BIND_TCP_AND_CONNECT_TCP = 3
_SCOPE_ABSTRACT_SOCKETS_AND_SIGNALS = 3
_LOG_NOTHING = 1  # else an answer could flood the audit log with what it is denied


class LandlockUnavailable(RuntimeError):
    """This kernel has no Landlock, or doesn't let us use it. The message says which, and what to do."""


@functools.cache
def abi() -> int:
    """The version of the interface that the kernel offers.

    Raises:
        LandlockUnavailable: when it offers none.
    """
    try:
        return check(libc().syscall(_long(_CREATE_RULESET), None, ctypes.c_size_t(0), ctypes.c_uint(_VERSION_QUERY)))
    except OSError as error:
        if error.errno == errno.EOPNOTSUPP:
            why = "This kernel's Landlock was left out at boot: add it to `lsm=` on the kernel's command line."
        elif error.errno == errno.ENOSYS:
            why = "This kernel has no Landlock: it takes Linux 5.13 or newer."
        else:
            why = f"Landlock isn't allowed here ({error.strerror}): a container's seccomp profile may stand in the way."
        raise LandlockUnavailable(why) from None


def _long(value: int) -> ctypes.c_long:
    return ctypes.c_long(value)


def handled(version: int) -> int:
    """The rights over files that a version of the interface knows."""
    return (1 << (16 if version >= 5 else 12 + min(version, 3))) - 1


def shortcomings(version: int) -> list[str]:
    """What a version of the interface leaves open."""
    start = f"This kernel's Landlock (ABI {version}) can't"
    found = []
    if version < 3:
        found.append(f"{start} stop files from being emptied")
    if version < 4:
        found.append(f"{start} deny network connections")
    if version < 5:
        found.append(f"{start} stop requests to devices")
    if version < 6:
        found.append(f"{start} keep signals and abstract sockets inside")
    return found


def restrict(readable: Iterable[str], writable: Iterable[str], version: int = 0) -> None:
    """Deny this thread and what it will start all files but these, TCP, and signals and abstract sockets outwards.

    Folders count with all that is beneath them. What doesn't exist, or can't be reached by this user, is passed over.
    The process must have given up new privileges.

    Args:
        version: act as if the kernel had this older version of the interface.
    """
    version = min(version or abi(), abi())
    rights = handled(version)
    attributes = struct.pack("=QQQ", rights, _BIND_TCP_AND_CONNECT_TCP, _SCOPE_ABSTRACT_SOCKETS_AND_SIGNALS)
    size = 8 if version < 4 else 16 if version < 6 else 24  # what an older kernel doesn't know, it must not see
    ruleset = check(libc().syscall(_long(_CREATE_RULESET), attributes, ctypes.c_size_t(size), ctypes.c_uint(0)))
    try:
        # A function of its own, so that its types are fixed: there are hundreds of rules, and a learner waits.
        add_rule = libc()["syscall"]
        add_rule.argtypes = [ctypes.c_long, ctypes.c_int, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint]
        add_rule.restype = ctypes.c_long
        for paths, allowed in ((readable, READ & rights), (writable, WRITE & rights)):
            for path in paths:
                try:
                    descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
                except OSError:
                    continue
                try:
                    mask = allowed if S_ISDIR(os.fstat(descriptor).st_mode) else allowed & _OF_FILES
                    rule = struct.pack("=Qi", mask, descriptor)
                    check(add_rule(_ADD_RULE, ruleset, _PATH_BENEATH, rule, 0))
                finally:
                    os.close(descriptor)
        flags = _LOG_NOTHING if version >= 7 else 0
        check(libc().syscall(_long(_RESTRICT_SELF), ctypes.c_int(ruleset), ctypes.c_uint(flags)))
    finally:
        os.close(ruleset)
