"""An answer's process from its first moment until it runs the answer.

It is forked from a parent that has the kata's library loaded, or, where forking isn't safe, an interpreter of its own:
on macOS, system libraries that NumPy and torch use may crash in a forked process that has loaded them before.
"""

import json
import os
import socket
import traceback
from typing import Any

from kata import values
from kata.sandbox import confinement, frames, python, worker
from kata.sandbox.modules import restrict_imports
from kata.sandbox.readable import NOT_LIBRARY

_SOCKET = 3


def load_libraries(config: dict[str, Any]) -> None:
    """Import the kata's library, by itself, and prepare it: one thread, for a start."""
    restrict_imports(config["packages"], config["metadata"], NOT_LIBRARY, python.import_path())
    for name in config["modules"]:
        __import__(name)
    for adapter in values.loaded():
        adapter.set_up()


def run(sock: int, config: dict[str, Any]) -> None:
    """Confine this process and serve one answer. Standard input and output are as the answer gets them.

    Args:
        sock: descriptor of the socket to the grader.
        config: see `launch.ForkServerClient`; `scratch` is this process's own folder.
    """
    confinement.die_with_parent()
    connection = socket.socket(fileno=sock)
    confinement.close_descriptors({0, 1, 2, sock})
    os.environ.clear()
    os.environ.update({"TMPDIR": config["scratch"], "HOME": config["scratch"], "LANG": "C.UTF-8"})
    os.environ.update(config["environment"])
    policy = confinement.ConfinementPolicy(
        readable=tuple(config["readable"]),
        scratch=config["scratch"],
        memory_bytes=config["memory_bytes"],
        cpu_seconds=config["cpu_seconds"],
        file_bytes=config["file_bytes"],
        open_files=64,
        processes=32,
    )
    try:
        missing = confinement.confine(policy, config["level"])
    except Exception as error:
        frames.send_frame(connection, ["unready", f"{type(error).__name__}: {error}"], [])
        raise
    frames.send_frame(connection, ["ready", missing], [])
    worker.run(connection)


def spawn(sock: int, output: int, config: dict[str, Any]) -> int:
    """Start one in an interpreter of its own; returns its process id."""
    argv = python.command("kata.sandbox.worker_process", json.dumps(config))
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDWR, 0),
        (os.POSIX_SPAWN_DUP2, output, 1),
        (os.POSIX_SPAWN_DUP2, output, 2),
        (os.POSIX_SPAWN_DUP2, sock, _SOCKET),
    ]
    environment = python.ENVIRONMENT | config["environment"] | {"TMPDIR": config["scratch"]}
    return os.posix_spawn(argv[0], argv, environment, file_actions=actions)


def main(arguments: list[str]) -> None:
    """Arguments: the configuration as JSON."""
    config = json.loads(arguments[0])
    try:
        confinement.die_with_parent()
        load_libraries(config)
        run(_SOCKET, config)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(1)
