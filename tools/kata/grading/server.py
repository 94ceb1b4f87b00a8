"""The grading process: jobs come as lines of JSON on its control socket, and verdicts go back the same way.

It is a session of pytest whose loop runs jobs, see `judge`, until the engine closes the socket.
"""

import contextlib
import gc
import importlib
import json
import os
import socket
import sys
import threading
import traceback
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kata.grading.job import Job
from kata.grading.judge import Judge
from kata.sandbox import confinement

if TYPE_CHECKING:
    import pytest

# Of pytest's own plugins.
_UNUSED = (
    *("cacheprovider", "terminal", "faulthandler", "unraisableexception", "threadexception", "doctest", "junitxml"),
    *("pastebin", "stepwise", "logging", "capture", "legacypath", "recwarn", "debugging", "setuponly", "setupplan"),
    *("unittest", "subtests"),
)


class GradingServer:
    def __init__(self, control: socket.socket) -> None:
        self.control = control
        self.lines = control.makefile("rb")
        self.first: Job | None = None
        self.judge: Judge | None = None

    def send(self, **message: Any) -> None:
        self.control.sendall(json.dumps(message).encode() + b"\n")

    def receive(self) -> dict[str, Any] | None:
        """The next line from the engine; None when there is none any more."""
        line = self.lines.readline()
        return json.loads(line) if line else None

    def handshake(self) -> None:
        """Hear how answers are confined, and of the first: the process that it is going to run in starts at once."""
        settings = self.receive()
        self.first = self._next_job()
        if settings is None or self.first is None:
            raise SystemExit
        self.judge = Judge(settings["level"], fresh=settings["fresh"], report=self.send)
        with contextlib.suppress(Exception):  # grading meets it again, and says so
            self.judge.fork_server(self.first)

    def serve(self, session: "pytest.Session") -> None:
        assert self.judge is not None
        self.judge.session = session
        job = self.first
        while job is not None:
            self.send(**self.answer(job))
            # Now nobody waits.
            if not job.options.measured:
                self.judge.prepare()
            self.judge.used_fork_servers.clear()
            self.judge.freeze_garbage()
            job = self._next_job()

    def _next_job(self) -> Job | None:
        message = self.receive()
        return None if message is None else Job.from_dict(message)

    def answer(self, job: Job) -> dict[str, Any]:
        from kata.errors import CannotGrade
        from kata.grading.rules import without_main_block
        from kata.testing import compare

        judge = self.judge
        assert judge is not None
        job = replace(job, answer=without_main_block(job.answer))
        compare.closest = 0.0
        before = judge.cpu_seconds() if job.options.measured else 0.0
        try:
            if job.options.call:
                return judge.try_call(job)
            verdict = judge.grade(job)
        except CannotGrade as error:
            judge.tear_down()
            return {"error": str(error)}
        except Exception:
            # A fault of this platform's: the next answer must not suffer from it.
            judge.tear_down()
            return {"error": f"The grading process failed:\n{traceback.format_exc()[-3000:]}"}
        return {
            "verdict": verdict.to_dict(),
            "closest": compare.closest,
            "cpu": judge.cpu_seconds() - before if job.options.measured else 0.0,
        }

    def close(self) -> None:
        if self.judge is not None:
            self.judge.close()


class _ServerPlugin:
    """The pytest plugin that turns one session into a server: nothing is collected at first, the loop runs jobs."""

    def __init__(self, server: GradingServer) -> None:
        self.server = server

    def pytest_collection(self, session: "pytest.Session") -> bool:
        session.items = []
        return True

    def pytest_runtest_makereport(self, item: "pytest.Item", call: "pytest.CallInfo[None]") -> "pytest.TestReport":
        """The bare outcome: pytest's own report renders a traceback, which costs more than the test."""
        import pytest

        outcome: Any = "passed" if call.excinfo is None else "failed"
        when: Any = call.when
        return pytest.TestReport(item.nodeid, item.location, {}, outcome, None, when)

    def pytest_runtestloop(self, session: "pytest.Session") -> bool:
        self.server.serve(session)
        return True


def main(arguments: list[str]) -> None:
    """Arguments: the control socket's descriptor. Its first line says how answers are confined, all others are jobs."""
    gc.disable()  # until libraries are imported: what they make is there to stay
    control = socket.socket(fileno=int(arguments[0]))
    confinement.die_with_parent()
    confinement.harden_parent()
    server = GradingServer(control)
    # A thread that only waits for the others gets its turn in far less than the usual 5 ms.
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    importer = threading.Thread(target=_import_libraries, daemon=True)
    importer.start()
    try:
        # An answer's side ends with the thread that started it, so this one does, and need not wait for libraries.
        server.handshake()
        importer.join()
        sys.setswitchinterval(usual)
        import pytest
        import pytest_timeout

        from kata.grading import plugin

        options = ["-c", os.devnull, "--rootdir", "/", "--noconftest", "--import-mode=importlib", "--assert=plain"]
        for name in _UNUSED:
            options += ["-p", f"no:{name}"]
        os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
        # Handed over, not named: for a name, pytest reads the entry points of all that is installed.
        pytest.main(options, plugins=[pytest_timeout, plugin, _ServerPlugin(server)])
    except Exception:
        traceback.print_exc()
    finally:
        server.close()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)  # what is left lies in the engine's folder, and Python's own end takes its time


def _import_libraries() -> None:
    with contextlib.suppress(ImportError):  # whoever needs it says so
        for name in ("pytest_timeout", "kata.grading.plugin"):
            importlib.import_module(name)
