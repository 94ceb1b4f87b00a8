"""bubblewrap: start a program where nothing exists but what is named.

Optional, a package of most Linux distributions: https://github.com/containers/bubblewrap
"""

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kata.sandbox.readable import package_files, shared_libraries, standard_library


def bubblewrap_command(
    readable: Iterable[str],
    scratch: str,
    argv: Sequence[str],
    environment: Mapping[str, str],
    scratch_bytes: int = 256 << 20,
) -> list[str]:
    """The command line that runs `argv`, a Python of ours, in namespaces of its own.

    It sees no network, no other process and no file but those here and what starting this Python takes, which
    includes this package's own folders for it. It can write in `scratch` only, which is memory, not the folder of
    that name outside. It ends when the thread that started it does.

    Args:
        readable: files and folders that exist inside, under the same path, to be read only.
        scratch: where the folder to write in lies; becomes the current folder.
        environment: all environment variables that it gets.
        scratch_bytes: the most that all files in `scratch` hold together.
    """
    from shutil import which  # takes longer to import than all of this package that an answer's process needs

    # `env -i`, since bubblewrap's first process keeps the environment that it was started with, and can be looked at.
    command = [
        which("env") or "/usr/bin/env",
        "-i",
        which("bwrap") or "bwrap",
        "--die-with-parent",
        "--new-session",
        "--cap-drop",
        "ALL",
    ]
    command += [f"--unshare-{kind}" for kind in ("user", "ipc", "pid", "net", "uts", "cgroup-try")]
    command += ["--hostname", "answer", "--clearenv"]
    for name, value in environment.items():
        command += ["--setenv", name, value]
    for folder in ("/lib", "/lib64"):
        if os.path.islink(folder):
            command += ["--symlink", os.readlink(folder), folder]
    command += ["--proc", "/proc", "--dev", "/dev"]
    masks = [f"{folder}/{name}" for folder in _libraries() for name in ("site-packages", "dist-packages")]
    masks = [mask for mask in masks if os.path.isdir(mask)]
    # In order, so that what lies inside a folder is mounted after it.
    for path in sorted({*_mounts([*readable, *_interpreter(), *shared_libraries()]), *masks}):
        command += ["--tmpfs", path] if path in masks else ["--ro-bind-try", path, path]
    command += ["--size", str(scratch_bytes), "--tmpfs", scratch, "--chdir", scratch]
    # These are memory too, and not limited.
    for folder in (*masks, "/dev", "/"):
        command += ["--remount-ro", folder]
    return [*command, "--", *argv]


def _libraries() -> set[str]:
    """The standard library's folder, by the path that Python uses and by the real one."""
    return {os.path.dirname(os.path.abspath(os.__file__)), standard_library()}


def _mounts(paths: Iterable[str]) -> Iterator[str]:
    """Each path by the name it was given, and by its real one, with those left out that a whole folder brings along.

    Each mount takes bubblewrap longer than the one before: by entry, the standard library alone takes half a second.
    """
    whole = _libraries()
    for folder in {os.path.dirname(path) for path in shared_libraries()}:
        # Only of libraries: on some systems, it is also where Python's packages lie.
        if not any(name.startswith("python") for name in os.listdir(folder)):
            whole.add(folder)
    yield from whole
    for path in paths:
        if path.startswith(("/proc/", "/dev/")):
            continue  # they have their own
        if os.path.dirname(path) in whole and not os.path.islink(path):
            continue
        for name in (path, os.path.realpath(path)):
            # The links /lib and /lib64 are made anew, so that what lies there has its real name only.
            if os.path.dirname(name) not in whole and (name != path or not path.startswith(("/lib/", "/lib64/"))):
                yield name


def _interpreter() -> Iterator[str]:
    """What a Python reads before its first import, and the part of this package that answers' processes run."""
    path = sys.executable
    while os.path.islink(path):
        yield path
        path = os.path.normpath(os.path.join(os.path.dirname(path), os.readlink(path)))
    yield path
    yield os.path.join(os.path.dirname(os.path.dirname(sys.executable)), "pyvenv.cfg")
    yield "/etc/ld.so.cache"
    library = os.path.join(sys.base_prefix, "lib")
    yield from (os.path.join(library, name) for name in os.listdir(library) if name.startswith("libpython"))
    yield from package_files()
