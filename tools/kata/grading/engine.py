"""The grading engine, as every surface uses it.

It starts the grading process and talks to it; importing it costs nothing, and it never sees a grader or an answer run.
"""

import json
import os
import socket
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from kata.catalog import Kata
from kata.catalog.solutions import Answer, load_mistakes
from kata.errors import CannotGrade
from kata.grading.verdict import Verdict

MAX_SOURCE_BYTES = 1 << 20


@dataclass
class Grading:
    """A verdict, and what it cost."""

    verdict: Verdict
    closest: float  # how close a passing comparison came to its tolerance, as a fraction of it
    cpu_seconds: float  # of the grading process and the answer's


class Engine:
    """Grades answers, one after another; a context manager that ends every process it started.

    Args:
        confinement: the level at which answers run; None takes the best that this machine offers.

    Raises:
        CannotGrade: when the machine can't offer the level that is demanded.
    """

    def __init__(self, *, confinement: str | None = None) -> None:
        self.confinement = confinement
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._errors: Any = None

    def __enter__(self) -> "Engine":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def grade(
        self, kata: Kata, source: str, *, seed: int, filename: str | None = None, diagnose: bool = True
    ) -> Verdict:
        """Grade one answer.

        Args:
            kata: the kata that it answers.
            source: the answer, as text.
            seed: whatever is random in the tests follows from it, a whole number from 0 to 2**63 - 1.
            filename: how the verdict names the file.
            diagnose: whether to look for a known mistake behind a failure.

        Raises:
            CannotGrade: when there can be no verdict: no process could be started, or the grading process died.
        """
        mistakes = load_mistakes(kata) if diagnose else []
        return self.grade_with(kata, source, seed=seed, filename=filename, mistakes=mistakes).verdict

    def grade_with(
        self,
        kata: Kata,
        source: str,
        *,
        seed: int,
        filename: str | None = None,
        mistakes: list[Answer] | None = None,
        **options: Any,
    ) -> Grading:
        """Like `grade`, with the options of `kata.grading.server.Job` and what it cost: for proofs."""
        if len(source.encode("utf-8", "surrogatepass")) > MAX_SOURCE_BYTES:
            raise CannotGrade(f"The answer is longer than {MAX_SOURCE_BYTES >> 20} MiB; no kata needs that.")
        job = {
            "kata": kata.name,
            "track": kata.track,
            "root": str(kata.root),
            "uses": list(kata.uses),
            "imports": list(kata.imports),
            "changes": list(kata.changes),
            "forbid": list(kata.forbid),
            "stub": kata.stub,
            "spec": kata.spec_hash,
            "source": source,
            "filename": filename or f"{kata.name}.py",
            "seed": seed,
            "mistakes": [{"name": m.name, "says": m.says, "source": m.source} for m in mistakes or []],
            **options,
        }
        reply = self._ask(job)
        if "error" in reply:
            raise CannotGrade(reply["error"])
        return Grading(Verdict.from_dict(reply["verdict"]), reply["closest"], reply["cpu"])

    def _start(self) -> None:
        from kata.sandbox import confinement, python

        level = self.confinement or confinement.best_level()
        if self.confinement is not None:
            why = confinement.available_levels().get(level, "there is no such level")
            if why:
                raise CannotGrade(f"Answers can't be confined at level `{level}` here: {why}")
        self._control, theirs = socket.socketpair()
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 (closed by close)
        with theirs:
            self._process = subprocess.Popen(
                python.command("kata.grading.server", str(theirs.fileno()), level),
                stdin=subprocess.DEVNULL,
                stdout=self._errors,
                stderr=self._errors,
                pass_fds=[theirs.fileno()],
                env=python.ENVIRONMENT | {"TMPDIR": tempfile.gettempdir()},
                cwd=Path(os.sep),
                start_new_session=True,
            )
        self._lines = self._control.makefile("rb")

    def _ask(self, job: dict[str, Any]) -> dict[str, Any]:
        if self._process is None:
            self._start()
        assert self._control is not None
        try:
            self._control.sendall(json.dumps(job).encode() + b"\n")
            line = self._lines.readline()
        except OSError:
            line = b""
        if not line:
            why = self._last_words()
            self.close()
            raise CannotGrade(f"The grading process ended without a verdict. Its last words:\n{why}")
        reply: dict[str, Any] = json.loads(line)
        return reply

    def _last_words(self) -> str:
        self._errors.seek(0)
        return str(self._errors.read().decode(errors="replace").strip()[-2000:] or "(none)")

    def close(self) -> None:
        """End the grading process, and with it every answer's process."""
        if self._process is None:
            return
        assert self._control is not None
        self._lines.close()
        self._control.close()
        try:
            self._process.wait(timeout=0.5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._errors.close()
        self._process = None
