"""The parent from which answers' processes are forked.

It has imported the wire format and the kata's library and nothing else: no grader, no solution, no kata. It runs no
operation of numpy or torch, since thread pools don't survive a fork. It reads one request a line from its control
socket, and ends, with all its children, when that closes.

Where forking isn't safe, it imports no library and starts each answer's process afresh, see `worker_process`.
"""

import gc
import json
import os
import select
import signal
import socket
import traceback
from typing import Any

from kata.sandbox import confinement, limits, worker_process
from kata.sandbox.scratch import MOST_ENTRIES, contents, remove

_LOOK_SECONDS = 0.2
_LONGEST_PAUSE = 3.2


class ForkServer:
    def __init__(self, control: socket.socket, config: dict[str, Any]) -> None:
        self.control = control
        self.config = config
        self.children: dict[int, str] = {}  # pid -> its scratch folder
        self.overfull: set[int] = set()  # children that were ended for what they had written
        self.count = 0

    def serve(self) -> None:
        pending = b""
        received: list[int] = []
        pause = _LOOK_SECONDS
        while True:
            if self.children and not select.select([self.control], [], [], pause)[0]:
                # Nobody waits for a reply now, and an answer's threads may write all the same.
                self.end_overfull()
                pause = min(2 * pause, _LONGEST_PAUSE)  # one that is kept ready does nothing for hours
                continue
            pause = _LOOK_SECONDS
            data, fds, _, _ = socket.recv_fds(self.control, 1 << 16, 4)
            received += fds
            if not data:
                return
            pending += data
            while b"\n" in pending:
                line, pending = pending.split(b"\n", 1)
                request = json.loads(line)
                if request["op"] == "fork":
                    # They come with the last of the lines that are read at once.
                    request["fds"], received = received, []
                reply = getattr(self, f"do_{request.pop('op')}")(**request)
                self.control.sendall(json.dumps(reply).encode() + b"\n")

    def end_overfull(self) -> None:
        """Kill the children that have written more than they may, and free what they took."""
        for pid, scratch in self.children.items():
            entries, held = contents(scratch, MOST_ENTRIES)
            if pid not in self.overfull and (entries > MOST_ENTRIES or held > self.config["scratch_bytes"]):
                self.overfull.add(pid)
                os.kill(pid, signal.SIGKILL)
                os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
                remove(scratch)

    def do_fork(self, fds: list[int], memory_bytes: int) -> dict[str, Any]:
        self.count += 1
        scratch = os.path.join(self.config["scratch"], str(self.count))
        os.mkdir(scratch, 0o700)
        config = self.config | {"scratch": scratch, "memory_bytes": memory_bytes or self.config["memory_bytes"]}
        if config["fresh"]:
            pid = worker_process.spawn(fds[0], fds[1], config)
        else:
            pid = os.fork()
            if pid == 0:
                self._become_worker(fds[0], fds[1], config)
        for fd in fds:
            os.close(fd)
        self.children[pid] = scratch
        return {"pid": pid}

    def do_usage(self, pid: int) -> dict[str, Any]:
        """What a child uses, by name; `exit` when it has ended (negative: a signal), `overfull` if for its files.

        CPU seconds so far; whether it only waits, resident bytes, threads, and the entries and bytes of its scratch
        folder now.
        """
        if pid not in self.children:
            return {"exit": 0, "cpu": 0.0}
        ended = self._collect(pid, os.WNOHANG)
        if ended is not None:
            return ended
        entries, held = contents(self.children[pid], MOST_ENTRIES)
        return {
            "cpu": confinement.cpu_seconds(pid),
            "waiting": limits.waits(pid),
            "rss": confinement.resident_bytes(pid),
            "threads": confinement.threads(pid),
            "files": entries,
            "scratch": held,
        }

    def do_interrupt(self, pid: int) -> dict[str, Any]:
        """Let a child say where its code is, see `Worker.say_where`."""
        if pid in self.children:
            os.kill(pid, signal.SIGUSR1)
        return {"alive": pid in self.children}

    def do_kill(self, pid: int) -> dict[str, Any]:
        if pid not in self.children:
            return {"exit": 0, "cpu": 0.0}
        os.kill(pid, signal.SIGKILL)
        ended = self._collect(pid, 0)
        assert ended is not None
        return ended

    def _collect(self, pid: int, options: int) -> dict[str, Any] | None:
        """Take leave of a child that has ended, and of its folder; None while it lives."""
        ended, status, used = os.wait4(pid, options)
        if not ended:
            return None
        scratch = self.children.pop(pid)
        if self.config["level"] == "limits":
            limits.kill_orphans(self.children)
        remove(scratch)
        code, cpu = os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime
        return {"exit": code, "cpu": cpu, "overfull": pid in self.overfull}

    def _become_worker(self, sock: int, output: int, config: dict[str, Any]) -> None:
        try:
            null = os.open(os.devnull, os.O_RDWR)
            os.dup2(null, 0)
            os.dup2(output, 1)
            os.dup2(output, 2)
            self.control.detach()
            worker_process.run(sock, config)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(1)

    def close(self) -> None:
        for pid in list(self.children):
            self.do_kill(pid)


def main(arguments: list[str]) -> None:
    """Arguments: the control socket's descriptor, and the configuration as JSON."""
    gc.disable()  # until libraries are imported: what they make is there to stay
    config = json.loads(arguments[1])
    control = socket.socket(fileno=int(arguments[0]))
    confinement.die_with_parent()
    confinement.harden_parent()
    if config["level"] == "limits":
        limits.become_subreaper()
    if not config["fresh"]:
        worker_process.load_libraries(config)
        # Its own walls, once: each child has then only its scratch folder to add.
        confinement.confine_parent(tuple(config["readable"]), config["scratch"], config["level"])
        gc.freeze()
    gc.enable()
    fork_server = ForkServer(control, config)
    try:
        fork_server.serve()
    except BaseException:
        traceback.print_exc()  # for whoever asks why it has ended
    finally:
        fork_server.close()
        remove(config["scratch"])
        os._exit(0)
