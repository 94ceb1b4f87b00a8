"""The walls around an answer hold, and what an answer needs goes through them: everything here is really tried.

One process for each way of confinement imports NumPy, as the parent of answers' processes does, and forks children that
confine themselves and try everything in turn. What they report is compared here, one test for each attempt.
"""

import contextlib
import errno
import functools
import json
import os
import re
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from kata.libraries import with_companions
from kata.sandbox import confinement, landlock, levels, limits, seccomp
from kata.sandbox.readable import locations, own_packages
from tests.support.needs import why_not, with_marks_for
from tests.support.waiting import wait_until

TOOLS = str(Path(confinement.__file__).resolve().parents[2])
PACKAGES = str(Path(pytest.__file__).resolve().parents[1])
NOBODY = 65534
IS_ROOT = hasattr(os, "getuid") and os.getuid() == 0

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the walls are Linux's")


class Way(NamedTuple):
    """A way to run answers: at a level, from a parent that is confined too or not, as this user or as nobody."""

    level: str
    parent: bool = False
    user: int = 0
    library: str = "numpy"
    landlock: bool = True

    def __str__(self) -> str:
        name = f"{self.level}{'-confined parent' * self.parent}{'-as nobody' * bool(self.user)}-{self.library}"
        return name if self.landlock else f"{name}-without Landlock"


def way(*arguments: Any) -> Any:
    chosen = Way(*arguments)
    param = with_marks_for(chosen, level=chosen.level, library=chosen.library, id=str(chosen))
    if chosen.user and not IS_ROOT:
        why_not = "it takes root to become nobody; the other ways ran as an ordinary user"
        return pytest.param(chosen, id=str(chosen), marks=pytest.mark.skip(reason=why_not))
    return param


FORKED, CONFINED, AS_NOBODY = way("landlock"), way("landlock", True), way("landlock", True, NOBODY)
WRAPPED, LIMITED, TORCH = way("bubblewrap", True), way("limits"), way("landlock", True, 0, "torch")
WRAPPED_ALONE = way("bubblewrap", True, 0, "numpy", False)
WALLS = [FORKED, CONFINED, AS_NOBODY, WRAPPED, WRAPPED_ALONE]

# Runs in a fresh Python, in the place of the parent of answers' processes.
PARENT = r"""
import ctypes, json, os, socket, sys
config = json.loads(sys.argv[1])
sys.path += config["path"]
from kata.sandbox import confinement, landlock
from kata.sandbox.modules import restrict_imports
from kata.sandbox.readable import NOT_LIBRARY
restrict_imports(config["visible"], [], NOT_LIBRARY, config["path"])
def unavailable():
    raise landlock.LandlockUnavailable("There is no Landlock.")
if not config["landlock"]:
    landlock.abi = unavailable
names = dict(config["names"], parent=os.getpid(), config=config)
for package in config["packages"] + config["preload"]:
    __import__(package)
if config["user"]:
    os.setgroups([])
    os.setgid(config["user"])
    os.setuid(config["user"])
confinement.harden_parent()
readable = tuple(config["readable"])
if config["parent"]:
    confinement.confine_parent(readable, config["scratch"], config["level"])

def raw(number, *arguments):
    library = ctypes.CDLL(None, use_errno=True)
    library.syscall.restype = ctypes.c_long
    result = library.syscall(*(a if isinstance(a, bytes) else ctypes.c_long(a) for a in (number, *arguments)))
    if result == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result

def attempt(source):
    scope = dict(names, raw=raw, os=os, sys=sys, ctypes=ctypes, socket=socket)
    *lines, last = source.strip().split("\n")
    try:
        exec("\n".join(lines), scope)
        try:
            code = compile(last, "answer", "eval")
        except SyntaxError:
            return ["done", repr(exec(last, scope))]
        return ["done", repr(eval(code, scope))]
    except BaseException as error:
        return [type(error).__name__, str(error), getattr(error, "errno", None)]

def child(theirs, scratch, sources, policy):
    confinement.die_with_parent()
    sock = socket.socket(fileno=os.dup2(theirs.fileno(), 3))
    confinement.close_descriptors({0, 1, 2, 3})
    rules = confinement.ConfinementPolicy(readable=readable, scratch=scratch, **policy)
    lacking = confinement.confine(rules, config["level"])
    names.update(scratch=scratch, sock=sock)
    results = {"": lacking}
    for name, source in sources.items():
        results[name] = attempt(source)
    sock.sendall(json.dumps(results).encode())

reports = []
for number, (sources, policy) in enumerate(config["children"]):
    scratch = os.path.join(config["scratch"], str(number))
    os.mkdir(scratch)
    ours, theirs = socket.socketpair()
    pid = os.fork()
    if pid == 0:
        try:
            child(theirs, scratch, sources, policy)
        except BaseException:
            import traceback
            traceback.print_exc()
        os._exit(0)
    theirs.close()
    report = b"".join(iter(lambda: ours.recv(65536), b""))
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    reports.append({"status": status, "results": json.loads(report or b"{}"), "left": sorted(os.listdir(scratch))})
print(json.dumps(reports))
"""

POLICY = {
    "memory_bytes": 1 << 30,
    "cpu_seconds": 20,
    "file_bytes": 1 << 20,
    "open_files": 64,
    "processes": 16,
}

# -- what must fail: each raises an OSError, or an ImportError for what can't be imported --

NUMBERS = {  # on x86_64, on aarch64
    "acct": (163, 89),
    "add_key": (248, 217),
    "bpf": (321, 280),
    "chroot": (161, 51),
    "fanotify_init": (300, 262),
    "inotify_init1": (294, 26),
    "io_setup": (206, 0),
    "io_uring_setup": (425, 425),
    "kcmp": (312, 272),
    "keyctl": (250, 219),
    "landlock_create_ruleset": (444, 444),
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "mlockall": (151, 230),
    "mount": (165, 40),
    "move_mount": (429, 429),
    "mq_open": (240, 180),
    "msgget": (68, 186),
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
    "openat2": (437, 437),
    "perf_event_open": (298, 241),
    "personality": (135, 92),
    "pidfd_getfd": (438, 438),
    "pidfd_open": (434, 434),
    "pidfd_send_signal": (424, 424),
    "pivot_root": (155, 41),
    "process_madvise": (440, 440),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "ptrace": (101, 117),
    "seccomp": (317, 277),
    "semget": (64, 190),
    "setns": (308, 268),
    "shmget": (29, 194),
    "signalfd4": (289, 74),
    "splice": (275, 76),
    "syslog": (103, 116),
    "timer_create": (222, 107),
    "unshare": (272, 97),
    "userfaultfd": (323, 282),
    "vmsplice": (278, 75),
}
COLUMN = 1 if os.uname().machine == "aarch64" else 0

DENIED = {
    "read a secret": "open(secret).read()",
    "read it through /proc": "open('/proc/self/root' + secret).read()",
    "read it through dots": "open('/'.join(['..'] * 20) + secret).read()",
    "read it through a link": "os.symlink(secret, 'link')\nopen('link').read()",
    "read it through a hard link": "os.link(secret, 'hard')\nopen('hard').read()",
    "read it through a folder's descriptor": "os.open('secret', 0, dir_fd=os.open(outside, os.O_PATH))",
    "map it": "import numpy\nnumpy.memmap(secret, mode='r')",
    "load it as a module": "import importlib.machinery as m\nm.SourceFileLoader('s', secret).get_code('s')",
    "load it as a library": "ctypes.CDLL(secret)",
    "list a folder with a secret": "os.listdir(outside)",
    "list the root": "os.listdir('/') if level != 'bubblewrap' else os.listdir('/home')",
    "list a home": "os.listdir(home)",
    "list the packages": "os.listdir(packages) if level != 'bubblewrap' else os.listdir(packages + '/pytest')",
    "list all scratch folders": "os.listdir('..')",
    "list processes": "os.listdir('/proc') if level != 'bubblewrap' else os.listdir(f'/proc/{tester}')",
    "read this package": "open(tools + '/kata/sandbox/levels.py').read()",
    "read the rest of this package": "open(tools + '/kata/errors.py').read()",
    "read /etc/passwd": "open('/etc/passwd').read()",
    "read the parent's environment": "open(f'/proc/{parent}/environ').read()",
    "read the parent's memory": "open(f'/proc/{parent}/mem', 'rb').read(1)",
    "read the parent's map": "open(f'/proc/{parent}/maps').read()",
    "read the parent's command": "open(f'/proc/{parent}/cmdline').read()",
    "list the parent's descriptors": "os.listdir(f'/proc/{parent}/fd')",
    "read the grader's environment": "if b'TOKEN' not in open('/proc/1/environ', 'rb').read(): raise OSError(1, '')",
    "read its own memory file": "open('/proc/self/mem', 'rb')",
    "reopen a descriptor": "open('/proc/self/fd/3')",
    "open the terminal": "open('/dev/tty')",
    "open the kernel's log": "open('/dev/kmsg')",
    "write outside": "open(outside + '/new', 'w')",
    "write into a file outside": "open(victim, 'a')",
    "write what it may read": "open(given, 'a')",
    "empty what it may read": "os.open(given, os.O_RDONLY | os.O_TRUNC)",
    "cut what it may read": "os.truncate(given, 0)",
    "map what it may read for writing": "import mmap\nmmap.mmap(os.open(given, os.O_RDWR), 0)",
    "make a folder outside": "os.mkdir(outside + '/new')",
    "remove outside": "os.unlink(victim)",
    "remove a folder outside": "os.rmdir(outside + '/empty')",
    "move outside": "open('own', 'w')\nos.rename('own', outside + '/new')",
    "move in from outside": "os.rename(victim, 'mine')",
    "swap with the outside": "open('own', 'w')\nos.replace('own', victim)",
    "link outside": "open('own', 'w')\nos.link('own', outside + '/new')",
    "leave a link": "os.symlink('/etc/passwd', 'link')",
    "leave a pipe": "os.mkfifo('pipe')",
    "leave a device": "os.mknod('device', 0o020666, os.makedev(1, 3))",
    "chmod outside": "os.chmod(victim, 0o777)",
    "chmod what it may read": "os.fchmod(os.open(given, os.O_RDONLY), 0o777)",
    "chmod its own": "open('own', 'w')\nos.chmod('own', 0o4777)",
    "chown outside": "os.chown(victim, os.getuid(), os.getgid())",
    "touch outside": "os.utime(victim)",
    "label outside": "os.setxattr(victim, 'user.mark', b'1')",
    "lease what it may read": "import fcntl\nfcntl.fcntl(os.open(given, os.O_RDONLY), fcntl.F_SETLEASE, fcntl.F_RDLCK)",
    "change the root": "os.chroot('.')",
    "connect": "socket.create_connection(('127.0.0.1', port), 2)",
    "send a datagram": "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', port))",
    "connect by IPv6": "socket.socket(socket.AF_INET6).connect(('::1', port))",
    "connect to an abstract socket": "socket.socket(socket.AF_UNIX).connect('\\0' + abstract)",
    "connect to a socket with a name": "socket.socket(socket.AF_UNIX).connect(outside + '/socket')",
    "talk to the kernel": "socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)",
    "listen": "socket.create_server(('127.0.0.1', 0))",
    "send from a pair": "socket.socketpair(type=socket.SOCK_DGRAM)[0].sendto(b'x', outside + '/datagrams')",
    "send from its own socket": "sock.sendto(b'x', outside + '/socket')",
    "send out of band": "sock.send(b'x', socket.MSG_OOB)",
    "resolve a name": "socket.getaddrinfo('example.org', 80)",
    "fork": "os.fork()",
    "fork with a terminal": "import pty\npty.fork()",
    "start a program": "import subprocess\nsubprocess.run(['/bin/true'])",
    "spawn a program": "os.posix_spawn('/bin/true', ['true'], {})",
    "start a shell": "if os.system('true'): raise OSError",
    "become a program": "os.execv(sys.executable, [sys.executable, '-c', 'print(1)'])",
    "become a file without a name": "raw(322 if not arm else 281, 0, b'', 0, 0, 0x1000)",
    "start a process pool": "import multiprocessing\nmultiprocessing.get_context('fork').Process(target=print).start()",
    "clone a process": "raw(56 if not arm else 220, 17, 0, 0, 0, 0)",
    "clone into a namespace": "raw(56 if not arm else 220, 0x40010000, 0, 0, 0, 0)",
    "clone by the newest call": "raw(435, 0, 0)",
    "signal the parent": "os.kill(parent, 0)",
    "signal the grader": "os.kill(tester, 0)",
    "signal everybody": "os.kill(-1, 0)",
    "signal a group": "os.killpg(os.getpgid(0), 0)",
    "signal a thread of the parent": "raw(234 if not arm else 131, parent, parent, 0)",
    "queue a signal": "raw(129 if not arm else 138, parent, 0, b'\\0' * 128)",
    "have the parent signalled": "import fcntl\nfcntl.fcntl(sock, 8, parent)",
    "slow the parent": "os.setpriority(os.PRIO_PROCESS, parent, 19)",
    "move the parent": "os.sched_setaffinity(parent, {0})",
    "limit the parent": "import resource\nresource.prlimit(parent, resource.RLIMIT_CPU, (1, 1))",
    "trace the parent": "raw(101 if not arm else 117, 16, parent, 0, 0)",
    "leave its session": "os.setsid()",
    "change its group": "os.setpgid(0, 0)",
    "become another user": "os.setuid(1234)",
    "become another group": "os.setgid(1234)",
    "become root": "os.setresuid(0, 0, 0)",
    "raise its limits": "import resource\nresource.setrlimit(resource.RLIMIT_AS, (-1, -1))",
    "lower its limits": "import resource\nresource.setrlimit(resource.RLIMIT_CPU, (1, 1))",
    "let itself be traced": "if ctypes.CDLL(None).prctl(4, 1, 0, 0, 0): raise OSError",
    "outlive its parent": "if ctypes.CDLL(None).prctl(1, 0, 0, 0, 0): raise OSError",
    "type into a terminal": "import fcntl\nfcntl.ioctl(3, 0x5412, b'x')",
    "share memory": "import multiprocessing.shared_memory\nmultiprocessing.shared_memory.SharedMemory('x', True, 100)",
    "keep memory in a file": "os.memfd_create('x')",
    "write more than its share": "open('big', 'wb').write(bytes(2 << 20))",
    "write beside its scratch folder": "open('../new', 'w')",
    "make a scratch folder": "os.mkdir('../new')",
    "read the file of a sibling": "open('../file').read()",
    "import pytest": "import pytest",
    "import scipy": "import scipy",
    "import the grader": "import kata.sandbox.launch, kata.errors",
    **{f"call {name}": f"raw({numbers[COLUMN]}, 0, 0, 0, 0, 0, 0)" for name, numbers in NUMBERS.items()},
    "open too much": "[os.open('/dev/null', 0) for _ in range(100)]",  # the last: they stay open
}
# What bubblewrap without Landlock leaves open: there is nothing there but the sandbox's own files.
NEEDS_LANDLOCK = {
    *("list a folder with a secret", "list a home", "list all scratch folders", "read this package"),
    *("write beside its scratch folder", "make a scratch folder", "read the file of a sibling"),
    *("read the parent's command", "list the parent's descriptors", "read its own memory file", "open the terminal"),
}
REFUSALS = {errno.EPERM, errno.EACCES, errno.ENOENT, errno.EROFS, errno.EXDEV, errno.ENOSYS}
# Where something else than the walls says no first, or says it in its own way.
OTHER_REFUSALS = {
    "write more than its share": errno.EFBIG,
    "open too much": errno.EMFILE,
    "reopen a descriptor": errno.ENXIO,
    "send from its own socket": errno.EISCONN,
    "resolve a name": socket.EAI_AGAIN,
    "load it as a library": "cannot open shared object file",
    "fork with a terminal": "out of pty devices",
    "raise its limits": "not allowed to raise maximum limit",
    "lower its limits": "not allowed to raise maximum limit",
    "start a shell": "",
    "let itself be traced": "",
    "outlive its parent": "",
}

# -- what must go through --

LATE = {  # imports that read files after the walls are up
    "numpy's parts": "import numpy.fft, numpy.linalg, numpy.polynomial, numpy.ma, numpy.testing",
    "gymnasium": "import gymnasium\ngymnasium.make('CartPole-v1').reset(seed=0)",
    "the standard library": "import statistics, sqlite3, decimal, csv, ssl, lzma, bz2, difflib",
    "hashes": "import hashlib\nhashlib.sha256(b'x').hexdigest() and hashlib.new('sha3_256')",
    "asyncio": "import asyncio\nasyncio.run(asyncio.sleep(0.001, 'done'))",
    "a process pool's module": "import multiprocessing, concurrent.futures.process",
    "time zones": "import datetime, zoneinfo\ndatetime.datetime.now(zoneinfo.ZoneInfo('UTC')).isoformat()",
    "a source line": "import inspect, textwrap\ninspect.getsource(textwrap.dedent)",
    "a temporary file": "import tempfile\nwith tempfile.NamedTemporaryFile('w+') as file: file.write('x')",
    "a pool of threads": "import concurrent.futures as f\nassert sum(f.ThreadPoolExecutor(4).map(abs, range(9))) == 36",
}
ALLOWED = {
    "read what it may read": "assert open(given).read() == 'given'",
    "compute": "import numpy as n\na = n.random.default_rng(0).random((99, 99))\nn.linalg.inv(a) @ n.linalg.svd(a)[0]",
    "transform": "import numpy as n\nn.fft.fft(n.ones(64))",
    "save and load": "import numpy as n\nn.savez('a.npz', x=n.ones(9))\nassert n.load('a.npz')['x'].sum() == 9",
    "map its own file": "import numpy as n\nn.memmap('m', dtype='f8', mode='w+', shape=(9,))[:] = 1",
    "work with files": "os.makedirs('a/b')\nopen('a/x', 'w').write('x')\nos.rename('a/x', 'a/b/y')\n"
    "os.truncate(os.open('a/b/y', 2), 0)\nos.unlink('a/b/y')\nos.removedirs('a/b')",
    "the temporary folder": "import tempfile\nassert tempfile.gettempdir() == os.getcwd() == scratch",
    "a folder for a while": "import tempfile\nwith tempfile.TemporaryDirectory() as d: open(d + '/x', 'w')",
    "throw away": "print('x', file=open(os.devnull, 'w'))",
    "sleep": "import time\ntime.sleep(0.001)",
    "threads": """
import threading, queue
q = queue.Queue()
threads = [threading.Thread(target=q.put, args=(i,)) for i in range(4)]
[thread.start() for thread in threads], [thread.join() for thread in threads]
assert q.qsize() == 4
""",
    "random numbers": "import random, secrets, uuid\nrandom.random(), secrets.token_hex(), uuid.uuid4(), os.urandom(8)",
    "a traceback": "import traceback\ntry: 1 / 0\nexcept Exception: traceback.format_exc()\n1",
    "a callback from C": "ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int)(abs)(-3)",
    "an alarm": """
import signal, time
signal.signal(signal.SIGALRM, lambda *_: rung.append(1))
rung = []
signal.setitimer(signal.ITIMER_REAL, 0.001)
while not rung: time.sleep(0.001)
1
""",
    "its own limits": "import resource\nresource.getrlimit(resource.RLIMIT_AS)",
    "the machine": "import platform\nos.cpu_count(), os.sched_getaffinity(0), os.uname(), platform.python_version()",
    "its own socket": """
a, b = socket.socketpair()
socket.send_fds(a, [b'x'], [0])
assert socket.recv_fds(b, 9, 1)[0] == b'x'
sock.getpeername(), sock.settimeout(30), sock.setblocking(True)
""",
    "printing": "print('x' * 9, flush=True)",
    "messages": "import msgpack\nassert msgpack.unpackb(msgpack.packb([1])) == [1]",
    "an error out of memory": "try: bytearray(4 << 30)\nexcept MemoryError: pass\n1",
    "an array out of memory": "import numpy as n\ntry: n.ones(1 << 29)\nexcept MemoryError: pass\n1",
}
WITH_TORCH = {
    "late parts": "import torch.optim, torch.nn.functional, torch.utils.data, torch.distributions, torch.func",
    "training": """
import torch
model = torch.nn.Sequential(torch.nn.Linear(4, 8), torch.nn.LSTM(8, 3, batch_first=True))
optimiser = torch.optim.AdamW(model.parameters())
scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, 3)
for batch in torch.utils.data.DataLoader(torch.randn(8, 2, 4), batch_size=4, shuffle=True):
    loss = model(batch)[0].square().mean()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimiser.step()
    scheduler.step()
torch.save(model.state_dict(), 'model.pt')
model.load_state_dict(torch.load('model.pt'))
""",
    "threads": "import torch\ntorch.set_num_threads(2)\ntorch.randn(600, 600) @ torch.randn(600, 600)",
    "convolution and attention": "import torch\ntorch.nn.Conv2d(3, 4, 3)(torch.randn(2, 3, 9, 9))\n"
    "torch.nn.functional.scaled_dot_product_attention(*torch.randn(3, 1, 2, 5, 8))",
    "linear algebra": "import torch\ntorch.linalg.svd(torch.randn(20, 20))",
    "derivatives": "import torch\ntorch.func.vmap(torch.func.grad(torch.sin))(torch.randn(5))\n"
    "assert torch.autograd.gradcheck(torch.tanh, torch.randn(3, dtype=torch.double, requires_grad=True))",
    "an error": "import torch\ntry: torch.zeros(2, 3) @ torch.zeros(2, 3)\nexcept RuntimeError: pass\n1",
    "an error out of memory": "import torch\ntry: torch.ones(1 << 30)\nexcept RuntimeError: pass\n1",
    "a thing that isn't numpy's": "import torch\ntorch.distributions.Categorical(torch.ones(3)).sample()",
}

# -- what ends the process; each in a child of its own, with the signals that it may end with --

SPIN = "while True: pass"
INT80 = (  # getpid by the 32-bit way in, which a filter for 64 bits alone wouldn't recognise
    "import mmap\nm = mmap.mmap(-1, 4096, prot=7)\nm.write(bytes.fromhex('b814000000cd80c3'))\n"
    "ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(m)))()"
)
FATAL = {
    "spinning": ({"spin": SPIN}, {"cpu_seconds": 0}, {-signal.SIGXCPU, -signal.SIGKILL}),
    "spinning on": (
        {"spin": f"import signal\nsignal.signal(signal.SIGXCPU, signal.SIG_IGN)\n{SPIN}"},
        {"cpu_seconds": 0},
        {-signal.SIGKILL},
    ),
    "aborting": ({"abort": "os.abort()"}, {}, {-signal.SIGABRT}),
}
if COLUMN == 0:
    FATAL["the 32-bit way"] = ({"int80": INT80}, {}, {-signal.SIGSYS})
    FATAL["the x32 way"] = ({"x32": "raw(0x40000000 + 39)"}, {}, {-signal.SIGSYS})
# Where these are tried, since it takes a second each.
ENDING = {Way("limits"): ["spinning"], Way("landlock", True): [name for name in FATAL if name != "spinning"]}
MANY_THREADS = """
import threading
threading.stack_size(1 << 16)
stop, started = threading.Event(), 0
try:
    for started in range(many):
        threading.Thread(target=stop.wait).start()
finally:
    stop.set()
started
"""


class Outside:
    """What answers must not reach: files that every user may use, and servers that are listening."""

    def __init__(self) -> None:
        self.folder = Path(os.path.realpath(tempfile.mkdtemp(prefix="kata-outside-")))
        self.folder.chmod(0o777)
        self.secret = self.folder / "secret"
        self.victim = self.folder / "victim"
        self.given = self.folder / "given"
        for path in (self.secret, self.victim, self.given):
            path.write_text(path.name)
            path.chmod(0o666)
        (self.folder / "empty").mkdir(0o777)
        self.abstract = f"kata-{os.getpid()}"
        self.stream = socket.create_server(("127.0.0.1", 0))
        self.datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.datagrams.bind(self.stream.getsockname())
        self.named = socket.socket(socket.AF_UNIX)
        self.named.bind(str(self.folder / "socket"))
        self.mail = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.mail.bind(str(self.folder / "datagrams"))
        self.hidden = socket.socket(socket.AF_UNIX)
        self.hidden.bind("\0" + self.abstract)
        for sock in (self.stream, self.named, self.hidden):
            sock.listen()
        for name in ("socket", "datagrams"):
            (self.folder / name).chmod(0o777)
        self.before = self.state()

    def state(self) -> dict[str, tuple[int, int, bytes]]:
        found = {}
        for path in sorted(self.folder.iterdir()):
            facts = path.stat()
            found[path.name] = (facts.st_mode, facts.st_mtime_ns, path.read_bytes() if path.is_file() else b"")
        return found

    def reached(self) -> list[str]:
        """The servers that somebody connected or wrote to."""
        found = []
        for name in ("stream", "datagrams", "named", "mail", "hidden"):
            sock = getattr(self, name)
            sock.setblocking(False)
            with contextlib.suppress(BlockingIOError):
                sock.recv(1) if sock.type == socket.SOCK_DGRAM else sock.accept()
                found.append(name)
        return found


@functools.cache
def outside() -> Outside:
    return Outside()


SCRATCH: list[str] = []


@pytest.fixture(scope="module", autouse=True)
def leave_nothing() -> Iterator[None]:
    yield
    for folder in (*SCRATCH, outside().folder):
        shutil.rmtree(folder, ignore_errors=True)


@functools.cache
def library_is_open() -> bool:
    """Whether nobody can read this Python's standard library: in root's home, it can't."""
    return all(folder.stat().st_mode & 0o005 == 0o005 for folder in Path(os.path.realpath(os.__file__)).parents)


def preloaded() -> set[str]:
    """What the attempts import of the standard library: what can't be read late must be there before."""
    lines = re.findall(r"^import (.*)$", "\n".join([*DENIED.values(), *ALLOWED.values(), MANY_THREADS]), re.MULTILINE)
    names = {name.split(" as ")[0].strip() for line in lines for name in line.split(",")}
    unseen = {"encodings.cp437", "encodings.idna", "multiprocessing.popen_fork", "zipfile"}
    return unseen | {name for name in names if name.split(".")[0] in sys.stdlib_module_names}


@functools.cache
def run(chosen: Way) -> list[dict[str, Any]]:
    """Let a parent of this kind fork its children, and return what each reports."""
    around = outside()
    scratch = os.path.realpath(tempfile.mkdtemp(prefix="kata-scratch-"))
    SCRATCH.append(scratch)
    os.chmod(scratch, 0o777)
    Path(scratch, "file").write_text("x")
    packages = ["msgpack", "numpy"] + (["torch"] if chosen.library == "torch" else [])
    readable = [*confinement.default_readable((*packages, "gymnasium")), str(around.given)]
    config = {
        "level": chosen.level,
        "landlock": chosen.landlock,
        "parent": chosen.parent,
        "user": chosen.user,
        "packages": packages,
        "preload": sorted(preloaded()) if chosen.user and not library_is_open() else [],
        "path": [TOOLS, PACKAGES],
        "visible": locations(with_companions((*packages, "gymnasium"))) | own_packages(),
        "readable": readable,
        "scratch": scratch,
        "names": {
            "secret": str(around.secret),
            "victim": str(around.victim),
            "given": str(around.given),
            "outside": str(around.folder),
            "abstract": around.abstract,
            "port": around.stream.getsockname()[1],
            "home": os.path.expanduser("~"),
            "packages": PACKAGES,
            "tools": TOOLS,
            "tester": os.getpid(),
            "level": chosen.level,
            "wrapped": chosen.level == "bubblewrap",
            "arm": COLUMN == 1,
            "many": int(re.findall(r"/(\d+)", Path("/proc/loadavg").read_text())[0]) + 200,
        },
        "children": [(sources, POLICY | changes) for sources, changes in children(chosen)],
    }
    environment = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "LANG": "C.UTF-8", "TOKEN": "secret"}
    command = [sys.executable, "-I", "-S", "-B", "-c", PARENT, json.dumps(config)]
    if chosen.level == "bubblewrap":
        inside = {name: value for name, value in environment.items() if name != "TOKEN"}
        command = confinement.bubblewrap_command(readable, scratch, command, inside)
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stderr
    reports: list[dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])
    for report in reports:
        report["stderr"] = done.stderr
    return reports


def children(chosen: Way) -> Iterator[tuple[dict[str, str], dict[str, int]]]:
    """What each child tries, and how its policy differs."""
    if chosen.library == "torch":
        yield WITH_TORCH, {"memory_bytes": 2 << 30}
        return
    if chosen.level == "limits":
        # Nothing stands in the way of the others here: they would be done to this machine.
        yield {"read a secret": DENIED["read a secret"]}, {}
    else:
        yield DENIED, {}
    yield LATE | ALLOWED, {}
    yield {"threads": MANY_THREADS}, {}
    for sources, changes, _ in [FATAL[name] for name in ENDING.get(chosen, ())]:
        yield sources, changes


def outcome(chosen: Way, child: int, name: str) -> list[Any]:
    report = run(chosen)[child]
    assert name in report["results"], f"the child ended with {report['status']}: {report['stderr']}"
    result: list[Any] = report["results"][name]
    return result


@pytest.mark.parametrize("name", DENIED)
@pytest.mark.parametrize("chosen", WALLS)
def test_what_is_no_business_of_an_answer_is_denied(chosen: Way, name: str) -> None:
    kind, said, *number = outcome(chosen, 0, name)
    if not chosen.landlock and name in NEEDS_LANDLOCK:
        pytest.skip("it takes Landlock")
    if kind in ("ModuleNotFoundError", "ImportError") and name.startswith("import"):
        return
    assert kind != "done", f"it could, and got {said[:200]}"
    expected = OTHER_REFUSALS.get(name, REFUSALS)
    if isinstance(expected, str):
        assert kind in ("OSError", "ValueError")
        assert expected in said
    else:
        assert number[0] in (expected if isinstance(expected, set) else {expected}), (kind, said)


@pytest.mark.parametrize("name", LATE | ALLOWED)
@pytest.mark.parametrize("chosen", WALLS)
def test_what_an_answer_needs_goes_through(chosen: Way, name: str) -> None:
    if chosen.user and name in LATE and not library_is_open():
        pytest.skip("this Python lies where nobody can't read it")
    result = outcome(chosen, 1, name)
    assert result[0] == "done", result


@pytest.mark.parametrize("name", ALLOWED)
def test_limits_alone_let_an_answer_work(name: str) -> None:
    assert outcome(Way("limits"), 1, name)[0] == "done"


@pytest.mark.slow
@pytest.mark.parametrize("name", WITH_TORCH)
@pytest.mark.parametrize("chosen", [TORCH])
def test_torch_works(chosen: Way, name: str) -> None:
    assert outcome(chosen, 0, name)[0] == "done"


@pytest.mark.parametrize(("chosen", "name"), [(chosen, name) for chosen, names in ENDING.items() for name in names])
def test_what_ends_an_answer(chosen: Way, name: str) -> None:
    if why_not(chosen.level):
        pytest.skip(why_not(chosen.level))
    report = run(chosen)[3 + ENDING[chosen].index(name)]
    assert report["status"] in FATAL[name][2], report


@pytest.mark.parametrize("chosen", [*WALLS, LIMITED])
def test_threads_have_a_bound(chosen: Way) -> None:
    result = outcome(chosen, 2, "threads")
    if IS_ROOT and not chosen.user:
        assert any("threads" in sentence for sentence in outcome(chosen, 2, ""))
    else:
        assert result[:2] == ["RuntimeError", "can't start new thread"]


@pytest.mark.parametrize("chosen", WALLS)
def test_nothing_outside_is_changed_or_reached(chosen: Way) -> None:
    run(chosen)
    assert outside().state() == outside().before
    assert outside().reached() == []


@pytest.mark.parametrize("chosen", WALLS)
def test_nothing_but_plain_files_is_left(chosen: Way) -> None:
    assert set(run(chosen)[0]["left"]) <= {"own", "big"}


def test_limits_alone_say_what_is_open() -> None:
    lacking = " ".join(outcome(Way("limits"), 0, ""))
    assert outcome(Way("limits"), 0, "read a secret") == ["done", "'secret'"]
    for word in ("files", "network", "processes"):
        assert word in lacking


@pytest.mark.parametrize("chosen", WALLS)
def test_what_could_not_be_confined_is_said(chosen: Way) -> None:
    lacking = outcome(chosen, 1, "")
    assert all(re.fullmatch(r"[A-Z].*\.", sentence) for sentence in lacking)
    assert any("whether a path exists" in sentence for sentence in lacking) == (chosen.level != "bubblewrap")
    assert any("no Landlock" in sentence for sentence in lacking) == (not chosen.landlock)


# -- in this process, or in forks of it --


def in_fork(action: Any) -> Any:
    """What `action` returns in a forked child, or the name and errno of its exception."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            result = action()
        except BaseException as error:
            result = [type(error).__name__, getattr(error, "errno", None) or str(error)]
        os.write(writing, json.dumps(result).encode())
        os._exit(0)
    os.close(writing)
    with open(reading) as file:
        said = file.read()
    os.waitpid(pid, 0)
    return json.loads(said)


needs_landlock = pytest.mark.skipif(bool(why_not("landlock")), reason=why_not("landlock"))


@needs_landlock
def test_landlock_alone_holds() -> None:
    """The filter of system calls stands before it everywhere else, so that it would hide a gap."""
    around, tester = outside(), os.getpid()
    version = landlock.abi()
    scratch = tempfile.mkdtemp()
    SCRATCH.append(scratch)

    def connect(family: int, address: Any) -> None:
        with socket.socket(family) as sock:
            sock.connect(address)

    tries = {
        "open": lambda: around.secret.open(),
        "write": lambda: around.given.open("w"),
        "symlink": lambda: os.symlink("x", f"{scratch}/link"),
        "fifo": lambda: os.mkfifo(f"{scratch}/pipe"),
        "link": lambda: os.link(around.given, f"{scratch}/hard"),
        "rename": lambda: os.rename(around.victim, f"{scratch}/mine"),
    }
    if version >= 3:
        tries["truncate"] = lambda: os.open(around.given, os.O_RDONLY | os.O_TRUNC)
    if version >= 4:
        tries["tcp"] = lambda: connect(socket.AF_INET, around.stream.getsockname())
        tries["bind"] = lambda: socket.create_server(("127.0.0.1", 0))
    if version >= 6:
        tries["abstract"] = lambda: connect(socket.AF_UNIX, "\0" + around.abstract)
        tries["signal"] = lambda: os.kill(tester, 0)

    def act() -> dict[str, int | None]:
        limits.drop_privileges()
        landlock.restrict([str(around.given)], [scratch])
        os.makedirs(f"{scratch}/a/b")
        Path(scratch, "a", "x").write_text("x")
        os.rename(f"{scratch}/a/x", f"{scratch}/a/b/y")
        found: dict[str, int | None] = {}
        for name, attempt in tries.items():
            try:
                attempt()
                found[name] = None
            except OSError as error:
                found[name] = error.errno
        return found

    found = in_fork(act)
    assert set(found) == set(tries)
    assert set(found.values()) <= {errno.EACCES, errno.EPERM, errno.EXDEV}, found


@needs_landlock
@pytest.mark.parametrize("version", range(1, 8))
def test_older_landlocks(version: int) -> None:
    if version > landlock.abi():
        pytest.skip(f"this kernel has {landlock.abi()}")
    around = outside()

    def act() -> list[Any]:
        limits.drop_privileges()
        landlock.restrict([str(around.given)], [str(around.folder / "empty")], version)
        (around.folder / "empty" / "new").write_text("x")
        (around.folder / "empty" / "new").unlink()
        found: list[Any] = [around.given.read_text()]
        try:
            around.secret.read_text()
        except PermissionError:
            found.append("denied")
        return found

    assert in_fork(act) == ["given", "denied"]
    assert len(landlock.shortcomings(version)) == sum(version < since for since in (3, 4, 5, 6))
    assert bin(landlock.handled(version)).count("1") == [13, 14, 15, 15, 16, 16, 16][version - 1]


def test_confinement_refuses_what_it_cannot_do() -> None:
    policy = confinement.ConfinementPolicy((), "/nowhere", 1, 1, 1, 1, 1)
    with pytest.raises(confinement.CannotConfine, match="one of limits, landlock, bubblewrap"):
        confinement.confine(policy, "tight")
    with pytest.raises(confinement.CannotConfine, match="not started under bubblewrap"):
        confinement.confine(policy, "bubblewrap")
    assert in_fork(lambda: confinement.confine(policy, "landlock"))[0] == "CannotConfine"


@needs_landlock
def test_a_process_with_threads_is_not_confined(tmp_path: Path) -> None:
    def act() -> list[str]:
        event = threading.Event()
        threading.Thread(target=event.wait, daemon=True).start()
        return confinement.confine(
            confinement.ConfinementPolicy((), str(tmp_path), 1 << 30, 9, 1 << 20, 64, 64), "landlock"
        )

    kind, said = in_fork(act)
    assert kind == "CannotConfine"
    assert "one thread" in said


def test_only_the_descriptors_to_keep_stay_open() -> None:
    before = set(os.listdir("/proc/self/fd"))
    reading, writing = os.pipe()
    spare = os.open("/dev/null", os.O_RDONLY)
    pid = os.fork()
    if pid == 0:
        confinement.close_descriptors({0, 1, 2, writing})
        os.write(writing, ",".join(os.listdir("/proc/self/fd")).encode())
        os._exit(0)
    os.close(writing)
    os.close(spare)
    with open(reading) as file:
        left = set(file.read().split(","))
    os.waitpid(pid, 0)
    assert {"0", "1", "2", str(writing)} <= left
    assert len(left) == 5  # and that of the listing itself
    assert set(os.listdir("/proc/self/fd")) == before


def test_descriptors_are_closed_where_they_cannot_be_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    def act() -> list[bool]:
        kept, other = os.open("/dev/null", os.O_RDONLY), os.open("/dev/null", os.O_RDONLY)
        report = max(int(name) for name in os.listdir("/proc/self/fd")) + 10
        keep = set(range(report)) - {other}
        monkeypatch.setattr(os, "listdir", lambda _: (_ for _ in ()).throw(OSError()))
        confinement.close_descriptors(keep)
        return [os.path.exists(f"/proc/self/fd/{descriptor}") for descriptor in (kept, other)]

    assert in_fork(act) == [True, False]


def test_a_child_ends_with_its_parent() -> None:
    source = (
        f"import sys; sys.path.insert(0, {TOOLS!r})\n"
        "import os, time; from kata.sandbox import confinement\n"
        "if os.fork() == 0:\n"
        "    confinement.die_with_parent(); print(os.getpid(), flush=True); time.sleep(60)\n"
        "time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-I", "-c", source], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert confinement.resident_bytes(pid) > 1 << 20
        assert confinement.threads(pid) == 1
        parent.kill()
        parent.stdout.read()  # ends when nobody holds its other end

    def ended() -> bool:
        try:
            return not Path(f"/proc/{pid}/cmdline").read_bytes()  # nobody may have taken its exit status yet
        except OSError:
            return True

    wait_until(ended, lambda: "it is still there")


def test_a_hardened_process_shows_nothing() -> None:
    def act() -> list[int]:
        libc = limits.libc()
        confinement.harden_parent()
        return [libc.prctl(3, 0, 0, 0, 0), os.stat(f"/proc/{os.getpid()}/environ").st_uid]

    assert in_fork(act) == [0, 0]


def test_usage_counts() -> None:
    assert confinement.cpu_seconds(os.getpid()) > 0
    assert confinement.resident_bytes(os.getpid()) > 1 << 20
    assert confinement.threads(os.getpid()) >= 1
    assert confinement.cpu_seconds(1 << 30) == confinement.resident_bytes(1 << 30) == 0


def test_packages_are_readable_by_name_only() -> None:
    readable = confinement.default_readable(["numpy", "gymnasium"])
    assert f"{PACKAGES}/numpy" in readable
    assert f"{PACKAGES}/cloudpickle" in readable
    assert not any(re.search(r"(site|dist)-packages/?$", path) for path in readable)
    assert not any(f"{PACKAGES}/pytest".startswith(path) or TOOLS.startswith(path) for path in readable)
    assert confinement.default_readable(["numpy", "gymnasium"]) is readable  # found once


# -- the filter, walked by hand, since there is one machine here and two kinds --


def decide(code: list[seccomp.Instruction], architecture: int, number: int, arguments: tuple[int, ...] = ()) -> int:
    data = struct.pack("<iIQ6Q", number, architecture, 0, *(*arguments, *[0] * 6)[:6])
    accumulator = place = 0
    while True:
        operation, if_true, if_false, value = code[place]
        place += 1
        if operation == 0x20:
            (accumulator,) = struct.unpack_from("<I", data, value)
        elif operation == 0x54:
            accumulator &= value
        elif operation == 0x06:
            return value
        else:
            place += if_true if (accumulator == value if operation == 0x15 else accumulator >= value) else if_false


ALLOW, KILL, EPERM, ENOSYS = 0x7FFF0000, 0x80000000, 0x50000 | errno.EPERM, 0x50000 | errno.ENOSYS
MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}


@pytest.mark.parametrize("machine", MACHINES)
def test_the_filter_allows_what_its_table_says(machine: str) -> None:
    column, architecture = MACHINES[machine]
    code = seccomp.program(machine, 4321)
    assert all(0 <= jump < 256 for step in code for jump in step[1:3])
    allowed = set(seccomp._numbers(seccomp._ALLOWED, column).values())
    conditional = seccomp._numbers(seccomp._CONDITIONAL, column)
    absent = set(seccomp._numbers(seccomp._ABSENT, column).values())
    for number in range(600):
        if number not in conditional.values():
            expected = ALLOW if number in allowed else ENOSYS if number in absent or number >= 447 else EPERM
            assert decide(code, architecture, number) == expected, number
            assert decide(code, architecture ^ 0x40000000, number) == KILL
    assert decide(code, architecture, 0x40000000) == decide(code, architecture, -1) == KILL
    assert not allowed & set(conditional.values())
    for name, numbers in NUMBERS.items():
        assert decide(code, architecture, numbers[column]) != ALLOW, name
    cases = {
        "clone": [
            ((0x3D0F00,), ALLOW),
            ((0x7D0F00,), ALLOW),
            ((17,), EPERM),
            ((0x4011,), EPERM),
            ((0x103D0F00,), EPERM),
        ],
        "tgkill": [((4321, 4322, 6), ALLOW), ((4320, 4320, 6), EPERM)],
        "prlimit64": [((0, 7, 0, 8), ALLOW), ((0, 7, 8), EPERM), ((0, 7, 1 << 32), EPERM), ((9, 7, 0), EPERM)],
        "openat": [((0, 8, 0x241), ALLOW), ((0, 8, 0x200), EPERM), ((0, 8, 0x80000), ALLOW)],
        "fcntl": [((3, 4), ALLOW), ((3, 8), EPERM), ((3, 10), EPERM), ((3, 1024), EPERM)],
        "ioctl": [((0, 0x5401), ALLOW), ((0, 0x5412), EPERM), ((0, 0x541D), EPERM)],
        "prctl": [((15, 8), ALLOW), ((4, 1), EPERM), ((1, 0), EPERM), ((22, 2), EPERM)],
        "socketpair": [((1, 1), ALLOW), ((1, 0x80801), ALLOW), ((1, 2), EPERM), ((16, 1), EPERM)],
        "sendmsg": [((3, 8, 0x4000), ALLOW), ((3, 8, 1), EPERM)],
    }
    for name, tries in cases.items():
        for arguments, expected in tries:
            assert decide(code, architecture, conditional[name], arguments) == expected, (name, arguments)


@pytest.mark.parametrize("machine", MACHINES)
def test_the_filter_knows_the_numbers_of_this_kind_of_machine(machine: str) -> None:
    folders = ("/usr/include/asm", "/usr/include/x86_64-linux-gnu/asm")
    places = [f"{folder}/unistd_64.h" for folder in folders] if machine == "x86_64" else []
    header = next(filter(os.path.exists, [*places, "/usr/include/asm-generic/unistd.h"]), None)
    if header is None or (machine == "x86_64" and "generic" in header):
        pytest.skip("the kernel's headers aren't installed")
    text = Path(header).read_text()
    known = {name: int(number) for name, number in re.findall(r"#define __NR_(\w+)\s+(\d+)", text)}
    wide = {name: int(number) for name, number in re.findall(r"#define __NR3264_(\w+)\s+(\d+)", text)}
    for name, alias in re.findall(r"#define __NR_(\w+)\s+__NR3264_(\w+)", text):
        known.setdefault(name, wide.get(alias, -1))
    column = MACHINES[machine][0]
    for table in (seccomp._ALLOWED, seccomp._CONDITIONAL, seccomp._ABSENT):
        for name, number in seccomp._numbers(table, column).items():
            assert known[name] == number, name
    for name, numbers in NUMBERS.items():
        if name in known:
            assert known[name] == numbers[column], name


def test_there_is_no_filter_for_other_machines() -> None:
    with pytest.raises(seccomp.SeccompUnavailable, match="riscv64"):
        seccomp.program("riscv64", 1)


# -- which levels there are --


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PATH of its own."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def test_bubblewrap_is_optional(programs: Path) -> None:
    assert "Install the package `bubblewrap`" in levels._try_bubblewrap()


def test_what_stops_bubblewrap_is_said(programs: Path) -> None:
    (programs / "bwrap").write_text("#!/bin/sh\necho 'bwrap: setting up uid map: Permission denied' >&2\nexit 1\n")
    (programs / "bwrap").chmod(0o755)
    why = levels._try_bubblewrap()
    assert "uid map: Permission denied" in why
    assert "AppArmor" in why


def test_the_best_level_is_the_last_that_can_be_had(monkeypatch: pytest.MonkeyPatch) -> None:
    found = {"limits": "", "landlock": "", "bubblewrap": "no"}
    monkeypatch.setattr(levels, "available_levels", lambda: found)
    assert levels.best_level() == "landlock"
    found["landlock"] = "no"
    assert levels.best_level() == "limits"


def test_other_systems_have_limits(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(levels, "LINUX", False)
    monkeypatch.setattr(limits, "LINUX", False)
    found = levels.available_levels.__wrapped__()
    assert found["limits"] == ""
    assert found["landlock"] == found["bubblewrap"] != ""
    policy = confinement.ConfinementPolicy((), str(tmp_path), 1 << 30, 9, 1 << 20, 64, 64)
    lacking = in_fork(lambda: confinement.confine(policy, "limits"))
    assert "This system doesn't limit the answer's memory." in lacking


def test_starting_to_confine_is_cheap() -> None:
    """Nothing heavy is imported: an answer's process that is started fresh pays for it."""
    source = (
        f"import sys; sys.path.insert(0, {TOOLS!r}); from kata.sandbox import confinement; "
        "print({'dataclasses', 'typing', 're', 'subprocess', 'shutil', 'tempfile', 'numpy'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-I", "-S", "-c", source], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
