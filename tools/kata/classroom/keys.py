"""The key of a sealed bundle on its way to the command that opens it: by a descriptor, in nobody's environment.

What an environment held when a program was started can be read in /proc as long as that program runs, whatever it takes
out of `os.environ`.
"""

import os
import sys

KEY_VARIABLE = "KATA_BUNDLE_KEY"
_DESCRIPTOR = "KATA_BUNDLE_KEY_DESCRIPTOR"


def start_anew_without_key() -> None:
    """Replace this program by itself, with the key in a pipe, when it was started with the key in its environment."""
    key = os.environ.get(KEY_VARIABLE)
    if not key or sys.platform == "win32":
        return
    reading, writing = os.pipe()
    os.write(writing, key.encode())
    os.close(writing)
    os.set_inheritable(reading, True)
    environment = {name: value for name, value in os.environ.items() if name != KEY_VARIABLE}
    environment[_DESCRIPTOR] = str(reading)
    os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], environment)


def take_key() -> str | None:
    """The key that this program was given; it is taken once."""
    descriptor = os.environ.pop(_DESCRIPTOR, "")
    if not descriptor.isdecimal():
        return os.environ.pop(KEY_VARIABLE, None) or None
    with open(int(descriptor), "rb") as pipe:
        return pipe.read().decode() or None
