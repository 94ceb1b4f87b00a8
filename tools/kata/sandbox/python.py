"""Starting Python without inheriting anything: no environment, no site hooks, no current folder on the path."""

import importlib.util
import os
import site
import sys

_BOOT = """\
import importlib, sys
sys.path += sys.argv[2].split(chr(10))
importlib.import_module(sys.argv[1]).main(sys.argv[3:])"""

# Thread pools don't survive a fork, and one thread is the fair share of an answer on a machine that grades many.
ENVIRONMENT = {
    "LANG": "C.UTF-8",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
}


def import_path() -> list[str]:
    """The folders that this package and its dependencies are imported from, standard library aside."""
    if sys.flags.no_site:
        # Started by `command`: what the parent found holds here too.
        return sys.argv[2].split("\n")
    folders = [os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))]
    folders += site.getsitepackages()
    from kata.libraries import LIBRARIES  # which no answer's process needs

    used = [name for library in LIBRARIES.values() for name in library.package_names]
    for name in dict.fromkeys(("msgpack", "pytest", *used)):
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.origin:
            folders.append(os.path.dirname(os.path.dirname(spec.origin)))
    return [folder for folder in dict.fromkeys(folders) if os.path.isdir(folder)]


def command(module: str, *arguments: str) -> list[str]:
    """The command line that runs `main(arguments)` of one of our modules in a fresh interpreter."""
    # Like -I, but that would ignore PYTHONHASHSEED, without which sets have another order in each process.
    return [sys.executable, "-s", "-P", "-S", "-c", _BOOT, module, "\n".join(import_path()), *arguments]
