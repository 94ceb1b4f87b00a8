"""The same work on many machines: an existing dask.distributed cluster in the place of the pool of engines.

A task is one answer: small, and the same however often it is done. So a worker that dies, a scheduler that is started
anew and a result that is delivered twice cost time and nothing else.
"""

import contextlib
import json
import logging
import queue
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from kata.batch.plan import parts, versions
from kata.batch.run import demanded
from kata.catalog import Catalog, Kata, load_catalog, package_root
from kata.errors import CannotGrade, KataError
from kata.grading.engine import Engine
from kata.grading.pool import GradingRequest
from kata.grading.verdict import Verdict

if TYPE_CHECKING:
    from distributed import Client, Future

TRIES = 4  # of a task whose worker dies each time; the answer may be the reason
FIRST_PATIENCE = 30.0  # seconds in which the scheduler must be there at the beginning
PATIENCE = 300.0  # seconds in which one that is lost, or its workers, may come back
AHEAD = 4  # tasks for each thread of the cluster
_POLL = 2.0


class Cluster:
    """Grades submissions on the workers of a scheduler. A context manager.

    Args:
        address: the scheduler's, as in `tcp://10.0.0.1:8786`.
        confinement: the level that each worker uses; None: its best.
        least: the level that a worker's machine must then offer.
        patience: seconds in which a lost scheduler, or a first worker, is waited for.

    Raises:
        CannotGrade: if there is no such scheduler, or it has no worker.
    """

    def __init__(
        self,
        address: str,
        *,
        confinement: str | None = None,
        least: str = "landlock",
        patience: float = PATIENCE,
    ) -> None:
        self.address = address
        self.jobs = 1  # which worker takes a task, the scheduler decides
        self.confinement = confinement
        self.least = least
        self.patience = patience
        self._client: Client | None = None
        self._parts: dict[tuple[str, int, bool], dict[str, str]] = {}
        self._done: queue.Queue[tuple[str, Future]] = queue.Queue()

    def __enter__(self) -> "Cluster":
        import distributed  # noqa: F401  (its import sets up its loggers)

        # What they warn of (a worker that went away, a result that went with it) is dealt with here.
        for name in ("distributed", "distributed.client", "distributed.core"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
        self._connect(FIRST_PATIENCE)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._disconnect()

    def _disconnect(self) -> None:
        if self._client is not None:
            # Closing tells a scheduler that may be gone.
            with contextlib.suppress(Exception):
                self._client.close(timeout=5)
            self._client = None

    def _connect(self, patience: float) -> None:
        from distributed import Client

        deadline = time.monotonic() + patience
        while True:
            try:
                self._client = Client(self.address, timeout=5, set_as_default=False, name="kata-grade")
                self._client.wait_for_workers(1, timeout=max(deadline - time.monotonic(), 1.0))
                return
            except (OSError, TimeoutError, ValueError) as error:
                found = self._client is not None
                self._disconnect()
                if time.monotonic() > deadline or isinstance(error, ValueError):
                    what = "has no worker" if found else "can't be reached"
                    raise CannotGrade(
                        f"The scheduler at {self.address} {what}. docs/scale.md says how a cluster is set up. What was "
                        "graded so far is kept."
                    ) from None
                time.sleep(1.0)

    def _live(self) -> "Client":
        if self._client is None or self._client.status not in ("running", "connecting"):
            self._disconnect()
            self._connect(self.patience)
        assert self._client is not None
        return self._client

    def grade(self, submissions: Iterable[GradingRequest]) -> Iterator[tuple[GradingRequest, Verdict | CannotGrade]]:
        """Grade each submission; pairs come as they are finished, in no fixed order, each once."""
        waiting: dict[str, tuple[GradingRequest, int, Future]] = {}
        coming = iter(submissions)
        number = 0
        exhausted = False
        while True:
            room = max(AHEAD * sum(self._threads().values()), AHEAD) - len(waiting)
            while room > 0 and not exhausted:
                submission = next(coming, None)
                if submission is None:
                    exhausted = True
                    break
                number += 1
                waiting[str(number)] = (submission, 1, self._submit(str(number), submission))
                room -= 1
            if not waiting:
                return
            for name in self._finished(waiting):
                submission, tries, future = waiting.pop(name)
                outcome = self._outcome(future)
                if outcome is None and tries < TRIES:
                    number += 1
                    waiting[str(number)] = (submission, tries + 1, self._submit(str(number), submission))
                elif outcome is None:
                    yield submission, CannotGrade(f"The worker that graded this ended, {TRIES} times.")
                else:
                    yield submission, outcome

    def _threads(self) -> dict[str, int]:
        try:
            return dict(self._live().nthreads())
        except (OSError, TimeoutError):
            return {}

    def _finished(self, waiting: dict[str, Any]) -> list[str]:
        """The names of tasks that came to an end, of those that are waited for."""
        names = []
        try:
            names.append(self._done.get(timeout=_POLL)[0])
            while True:
                names.append(self._done.get_nowait()[0])
        except queue.Empty:
            pass
        if not names and self._live():
            # With a scheduler that went away, nobody may tell of the tasks that went with it.
            names = [
                name for name, (_, _, future) in waiting.items() if future.status in ("cancelled", "lost", "error")
            ]
        return [name for name in dict.fromkeys(names) if name in waiting]

    def _submit(self, name: str, submission: GradingRequest) -> "Future":
        task = self._task(submission)
        for _ in range(3):
            try:
                # The name makes each try a task of its own: a scheduler remembers what failed.
                future: Future = self._live().submit(
                    grade_here, task, key=f"kata-{name}-{time.time_ns()}", pure=False, retries=2
                )
                future.add_done_callback(lambda done: self._done.put((name, done)))
                return future
            except (OSError, TimeoutError, RuntimeError):
                self._disconnect()
        raise CannotGrade(f"The scheduler at {self.address} takes no more work. What was graded so far is kept.")

    def _task(self, submission: GradingRequest) -> str:
        kata, known = submission.kata, (submission.kata.name, submission.seed, submission.diagnose)
        if known not in self._parts:
            self._parts[known] = parts(kata, submission.seed, submission.diagnose)
        # Text, and no object: what a worker runs is its own code.
        return json.dumps(
            {
                "kata": kata.name,
                "root": "" if kata.root == package_root() else str(kata.root),
                "parts": self._parts[known],
                "source": submission.source,
                "filename": submission.filename,
                "seed": submission.seed,
                "diagnose": submission.diagnose,
                "scripts": submission.scripts,
                "confinement": self.confinement,
                "least": self.least,
            }
        )

    def _outcome(self, future: "Future") -> Verdict | CannotGrade | None:
        """None when the task must be done again: its worker or the scheduler went away."""
        from distributed import KilledWorker

        try:
            reply = json.loads(future.result(timeout=60))
        except KilledWorker:
            return None
        except (OSError, TimeoutError):
            return None
        except Exception as error:  # a worker may raise what it likes
            return None if type(error).__name__.endswith("CancelledError") else CannotGrade(f"A worker failed: {error}")
        return CannotGrade(reply["error"]) if "error" in reply else Verdict.from_dict(reply["verdict"])


# -- on a worker --

_of_thread = threading.local()
_catalogs: dict[str, Catalog] = {}


def grade_here(text: str) -> str:
    """Grade one answer on the machine where this runs; from and to JSON."""
    task = json.loads(text)
    try:
        kata = _kata(task)
        verdict = _engine(demanded(task["confinement"], task["least"])).grade(
            kata,
            task["source"],
            seed=task["seed"],
            filename=task["filename"],
            diagnose=task["diagnose"],
            scripts=task["scripts"],
        )
    except KataError as error:
        return json.dumps({"error": str(error)})
    return json.dumps({"verdict": verdict.to_dict()})


def _kata(task: dict[str, Any]) -> Kata:
    """The task's kata as this machine has it.

    Raises:
        CannotGrade: when it isn't the one that was meant.
    """
    root = task["root"]
    if root not in _catalogs:
        _catalogs[root] = load_catalog([Path(root)] if root else [])
    kata = _catalogs[root].get(task["kata"])
    here = parts(kata, task["seed"], task["diagnose"])
    other = [name for name, value in task["parts"].items() if here.get(name) != value]
    if other:
        of = " ".join(f"{name} {number}" for name, number in versions(kata.uses).items())
        raise CannotGrade(
            f"A worker has another {' and '.join(other)} of {kata.name} than the machine that asked ({of} on the "
            "worker). Install the same versions and katas on all machines."
        )
    return kata


def _engine(confinement: str) -> Engine:
    """The engine of this thread, warm from one task to the next. Its processes end with the thread."""
    engines: dict[str, Engine] = _of_thread.__dict__.setdefault("engines", {})
    if confinement not in engines:
        engines[confinement] = Engine(confinement=confinement, selftest="always")
    return engines[confinement]
