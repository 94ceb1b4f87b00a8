"""seccomp: which system calls a process may make. A list of what is allowed, assembled by hand for the kernel.

What computing with Python, NumPy and torch needs is on the list, some of it with a condition on its arguments. All else
fails with EPERM, or with ENOSYS where the C library then falls back on an older call. So there is no new socket, no
program to run, no second process, no signal to others, no tracing, no mount, no namespace, no io_uring, no bpf, no
keys, no System V memory, no memory file (which no limit on address space counts). Nor is there chmod, chown, utime or
an extended attribute: Landlock doesn't watch over those. inotify would show what goes on in folders that can't be read.
"""

import ctypes
import errno
import functools
import os
import struct
import sys
from collections.abc import Iterable

from kata.sandbox.limits import check, libc

# name:number on x86_64:number on aarch64, which never had the calls that a newer one replaced.
_ALLOWED = """
read:0:63 write:1:64 readv:19:65 writev:20:66 pread64:17:67 pwrite64:18:68 preadv:295:69 pwritev:296:70 preadv2:327:286
pwritev2:328:287 close:3:57 close_range:436:436 lseek:8:62 fstat:5:80 stat:4:- lstat:6:- newfstatat:262:79 statx:332:291
access:21:- faccessat:269:48 faccessat2:439:439 readlink:89:- readlinkat:267:78 getdents:78:- getdents64:217:61
getcwd:79:17 chdir:80:49 fchdir:81:50 mkdir:83:- mkdirat:258:34 rmdir:84:- unlink:87:- unlinkat:263:35 rename:82:-
renameat:264:38 renameat2:316:276 ftruncate:77:46 fallocate:285:47 fsync:74:82 fdatasync:75:83 flock:73:32 dup:32:23
dup2:33:- dup3:292:24 pipe:22:- pipe2:293:59 sendfile:40:71 copy_file_range:326:285 fadvise64:221:223 umask:95:166
statfs:137:43 fstatfs:138:44
mmap:9:222 mprotect:10:226 munmap:11:215 mremap:25:216 brk:12:214 madvise:28:233 msync:26:227
futex:202:98 set_robust_list:273:99 rseq:334:293 set_tid_address:218:96 gettid:186:178 exit:60:93 exit_group:231:94
sched_yield:24:124 sched_getaffinity:204:123 sched_getparam:143:121 sched_getscheduler:145:120
sched_get_priority_max:146:125 sched_get_priority_min:147:126 getpriority:140:141
rt_sigaction:13:134 rt_sigprocmask:14:135 rt_sigreturn:15:139 rt_sigpending:127:136 rt_sigtimedwait:128:137
rt_sigsuspend:130:133 sigaltstack:131:132 pause:34:- restart_syscall:219:128 alarm:37:- setitimer:38:103
getitimer:36:102 clock_gettime:228:113 clock_getres:229:114 clock_nanosleep:230:115 nanosleep:35:101
gettimeofday:96:169 time:201:- times:100:153 getrusage:98:165
poll:7:- ppoll:271:73 select:23:- pselect6:270:72 epoll_create:213:- epoll_create1:291:20 epoll_ctl:233:21
epoll_wait:232:- epoll_pwait:281:22 epoll_pwait2:441:441 eventfd2:290:19
recvfrom:45:207 recvmsg:47:212 shutdown:48:210 getsockname:51:204 getpeername:52:205 getsockopt:55:209
getpid:39:172 getppid:110:173 getuid:102:174 geteuid:107:175 getgid:104:176 getegid:108:177 getgroups:115:158
getresuid:118:148 getresgid:120:150 getpgrp:111:- getpgid:121:155 getsid:124:156 uname:63:160 sysinfo:99:179
getrandom:318:278 getcpu:309:168 getrlimit:97:163 wait4:61:260 waitid:247:95
"""
# Allowed under a condition on the arguments, see `_conditions`.
_CONDITIONAL = """
open:2:- openat:257:56 fcntl:72:25 ioctl:16:29 clone:56:220 tgkill:234:131 sched_setaffinity:203:122 prlimit64:302:261
prctl:157:167 arch_prctl:158:- socketpair:53:199 sendto:44:206 sendmsg:46:211
"""
# The C library asks for these first, and does without when they don't exist. Their arguments lie in memory, where a
# filter can't look. All that is newer than this table doesn't exist either.
_ABSENT = "clone3:435:435 openat2:437:437"
_FIRST_UNKNOWN = 447

_MACHINES = {"x86_64": (0, 0xC000003E, 317), "aarch64": (1, 0xC00000B7, 277)}  # column, audit architecture, seccomp()
_X32 = 0x40000000  # the bit that marks calls of x86_64's other ABI, whose numbers mean other things

# Classic BPF: load a word, and, compare, return.
_LOAD, _AND, _IF_EQUAL, _IF_AT_LEAST, _RETURN = 0x20, 0x54, 0x15, 0x35, 0x06
_NUMBER_AT, _ARCHITECTURE_AT, _ARGUMENTS_AT = 0, 4, 16
_KILL, _ALLOW, _ERROR = 0x80000000, 0x7FFF0000, 0x00050000
_EPERM, _ENOSYS = _ERROR | errno.EPERM, _ERROR | errno.ENOSYS

_SET_MODE_FILTER, _SYNCHRONISE_THREADS = 1, 1

Instruction = tuple[int, int, int, int]
# Which half of which argument (2 * index, plus 1 for the upper 32 bits), the bits that matter, and what they may be.
Condition = tuple[int, int, tuple[int, ...]]
_ALL = 0xFFFFFFFF


class SeccompUnavailable(RuntimeError):
    """No filter can be set here. The message says why."""


def _conditions(pid: int) -> dict[str, list[Condition]]:
    # Emptying a file that is opened for reading takes no right of Landlock's before ABI 3; a file without a name
    # (O_TMPFILE) would be counted by nobody.
    read_write_truncate_unnamed = 0x400203
    openings = (read_write_truncate_unnamed, (0, 1, 2, 0x201, 0x202))
    # CLONE_THREAD, and none of pidfd, ptrace, vfork, parent, untraced and the namespaces.
    thread = (0x7E82F080 | 0x10000, (0x10000,))
    return {
        "open": [(2, *openings)],
        "openat": [(4, *openings)],
        # Copies, flags, locks, the size of a pipe; not whom to signal about what (F_SETOWN, F_SETSIG), no leases.
        "fcntl": [(2, _ALL, (0, 1, 2, 3, 4, 5, 6, 7, 36, 37, 38, 1030, 1032))],
        # TCGETS (two of them), TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX; no typing into a terminal (TIOCSTI).
        "ioctl": [(2, _ALL, (0x5401, 0x802C542A, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451))],
        "clone": [(0, *thread)],
        "tgkill": [(0, _ALL, (pid,))],  # abort() signals its own thread
        "sched_setaffinity": [(0, _ALL, (0,))],
        "prlimit64": [(0, _ALL, (0,)), (4, _ALL, (0,)), (5, _ALL, (0,))],  # its own limits, and only to look
        "prctl": [(0, _ALL, (3, 15, 16, 0x53564D41))],  # dumpable?, a thread's name, the name of a mapping
        "arch_prctl": [(0, _ALL, (0x1021, 0x1022, 0x1023))],  # matrix registers, which oneDNN asks for
        # Two ends of one stream, for asyncio. A pair of datagram sockets could send to any socket with a name.
        "socketpair": [(0, _ALL, (1,)), (2, 0xF, (1,))],
        "sendto": [(6, 1, (0,))],  # no out-of-band data: a known way into kernels
        "sendmsg": [(4, 1, (0,))],
    }


def _numbers(table: str, column: int) -> dict[str, int]:
    rows = (entry.split(":") for entry in table.split())
    return {row[0]: int(row[1 + column]) for row in rows if row[1 + column] != "-"}


def program(machine: str, pid: int) -> list[Instruction]:
    """The filter for one process on one kind of machine.

    Raises:
        SeccompUnavailable: when its system calls aren't known here.
    """
    if machine not in _MACHINES:
        raise SeccompUnavailable(f"No list of system calls for {machine}: there is one for x86_64 and aarch64.")
    column, architecture, _ = _MACHINES[machine]
    code = [
        (_LOAD, 0, 0, _ARCHITECTURE_AT),
        (_IF_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL),  # a call of the 32-bit kind: its numbers mean other things
        (_LOAD, 0, 0, _NUMBER_AT),
    ]
    conditions = _conditions(pid)
    for name, number in _numbers(_CONDITIONAL, column).items():
        block = _block(conditions[name])
        code += [(_IF_EQUAL, 0, len(block), number), *block]
    return [*code, *_tree(column)]


def _block(conditions: Iterable[Condition]) -> list[Instruction]:
    """Allow when each condition holds."""
    code: list[Instruction] = []
    for half, mask, values in conditions:
        code.append((_LOAD, 0, 0, _ARGUMENTS_AT + 4 * half))
        if mask != _ALL:
            code.append((_AND, 0, 0, mask))
        code += [(_IF_EQUAL, len(values) - place, 0, value) for place, value in enumerate(values)]
        code.append((_RETURN, 0, 0, _EPERM))
    return [*code, (_RETURN, 0, 0, _ALLOW)]


@functools.cache
def _tree(column: int) -> tuple[Instruction, ...]:
    """A binary search over all call numbers: the kernel walks it for each call, and it is the bulk of the filter."""
    actions = dict.fromkeys(_numbers(_ALLOWED, column).values(), _ALLOW)
    actions |= dict.fromkeys(_numbers(_ABSENT, column).values(), _ENOSYS)
    starts = [(0, actions.get(0, _EPERM))]
    for number in range(1, _FIRST_UNKNOWN):
        action = actions.get(number, _EPERM)
        if action != starts[-1][1]:
            starts.append((number, action))
    starts += [(_FIRST_UNKNOWN, _ENOSYS), (_X32, _KILL)]

    def search(low: int, high: int) -> list[Instruction]:
        if high - low == 1:
            return [(_RETURN, 0, 0, starts[low][1])]
        middle = (low + high) // 2
        left = search(low, middle)
        return [(_IF_AT_LEAST, len(left), 0, starts[middle][0]), *left, *search(middle, high)]

    return tuple(search(0, len(starts)))


def restrict(machine: str | None = None) -> None:
    """Let this process, in all its threads, make no system call but those on the list. Nothing can undo it.

    The process must have given up new privileges.

    Raises:
        SeccompUnavailable: when it can't be done.
    """
    machine = machine or (os.uname().machine if sys.maxsize > 1 << 32 else "32 bits")
    code = program(machine, os.getpid())
    instructions = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in code))
    header = struct.pack("@HP", len(code), ctypes.addressof(instructions))
    try:
        check(
            libc().syscall(
                ctypes.c_long(_MACHINES[machine][2]),
                ctypes.c_uint(_SET_MODE_FILTER),
                ctypes.c_uint(_SYNCHRONISE_THREADS),
                header,
            )
        )
    except OSError as error:
        raise SeccompUnavailable(f"The kernel refused the filter of system calls ({error.strerror}).") from None
