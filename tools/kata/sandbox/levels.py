"""Which levels of confinement this machine offers: each is tried for real, once."""

import errno
import functools
import os
import re
import shutil
import subprocess
import sys
import tempfile
import warnings

from kata.sandbox import landlock, seccomp
from kata.sandbox.bubblewrap import bubblewrap_command
from kata.sandbox.confinement import LEVELS
from kata.sandbox.limits import LINUX, drop_privileges

_GET_BUBBLEWRAP = "Install the package `bubblewrap` with your system's package manager."
_GET_NAMESPACES = (
    "This system doesn't let users make namespaces: on Ubuntu 24.04, give bwrap an AppArmor profile that allows "
    "`userns`; in a container, run it with a seccomp profile that allows them. Landlock does without."
)


@functools.cache
def available_levels() -> dict[str, str]:
    """Each level, with "" when it can be had here, else a sentence on why not and how to get it."""
    if sys.platform == "win32":
        return dict.fromkeys(LEVELS, "Native Windows can't confine a process: use WSL.")
    if not LINUX:
        return {"limits": "", **dict.fromkeys(LEVELS[1:], f"It takes Linux, and this is {sys.platform}.")}
    walls = _try_restrictions()
    return {"limits": "", "landlock": walls, "bubblewrap": _try_bubblewrap()}


def were_tried() -> bool:
    """Whether this process has tried the levels: to what it found it keeps, whatever is installed meanwhile."""
    return available_levels.cache_info().currsize > 0


def best_level() -> str:
    """The tightest level that can be had here."""
    return [level for level, why_not in available_levels().items() if not why_not][-1]


def _try_restrictions() -> str:
    """Confine a child, and let it try what must fail."""
    try:
        landlock.abi()
        seccomp.program(os.uname().machine, 0)
    except (landlock.LandlockUnavailable, seccomp.SeccompUnavailable) as error:
        return str(error)
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        # Python warns of forks beside threads. This child makes a few system calls and ends.
        warnings.simplefilter("ignore", DeprecationWarning)
        pid = os.fork()
    if pid == 0:
        why = "The process that tried it failed."
        try:
            why = _restrictions_hold()
        finally:
            os.write(writing, why.encode())
            os._exit(0)
    os.close(writing)
    with open(reading, "rb") as file:
        why = file.read().decode()
    os.waitpid(pid, 0)
    return why


def _restrictions_hold() -> str:
    try:
        drop_privileges()
        landlock.restrict((), ())
        seccomp.restrict()
    except (OSError, landlock.LandlockUnavailable, seccomp.SeccompUnavailable) as error:
        return str(error)
    for attempt, expected in ((lambda: os.listdir("/"), errno.EACCES), (os.fork, errno.EPERM)):
        try:
            if attempt() == 0:
                os._exit(0)
        except OSError as error:
            if error.errno == expected:
                continue
        return "The kernel accepts the rules, but doesn't keep them."
    return ""


def _try_bubblewrap() -> str:
    """Start this Python under it, in the same way as when it counts."""
    try:
        seccomp.program(os.uname().machine, 0)
    except seccomp.SeccompUnavailable as error:
        return str(error)
    if shutil.which("bwrap") is None:
        return f"There is no bubblewrap here. {_GET_BUBBLEWRAP}"
    # A path for the scratch folder that exists inside only.
    command = bubblewrap_command((), f"{tempfile.gettempdir()}/kata-probe", [sys.executable, "-I", "-S", "-c", ""], {})
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=20, errors="replace", check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"bubblewrap could not be started ({error})."
    if done.returncode == 0:
        return ""
    said = done.stderr.strip().splitlines() or [f"it ended with status {done.returncode}"]
    how = f" {_GET_NAMESPACES}" if re.search("permi|namespace", said[-1], re.IGNORECASE) else ""
    return f"bubblewrap doesn't work here ({said[-1]}).{how}"
