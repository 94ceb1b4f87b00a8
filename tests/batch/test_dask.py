"""The same work on a real dask.distributed cluster: whatever dies, the same marks, each once."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kata.batch.store import Store
from tests.batch.support import assert_each_graded_once, hand_in, points_of
from tests.support.cli import MakeKata, Run
from tests.support.waiting import wait_until

distributed = pytest.importorskip("distributed")
pytestmark = pytest.mark.slow

After = Callable[[int, Callable[[], None]], None]


@pytest.fixture(scope="module")
def cluster() -> Iterator[object]:
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    ) as cluster:
        yield cluster


@pytest.fixture
def after(monkeypatch: pytest.MonkeyPatch) -> After:
    """Does something in the middle of a run: after(8, kill), as soon as eight results are kept."""
    due: dict[int, Callable[[], None]] = {}
    kept = 0
    keep = Store.keep

    def keep_and_act(*arguments: object) -> None:
        nonlocal kept
        keep(*arguments)  # type: ignore[arg-type]
        kept += 1
        if kept in due:
            due.pop(kept)()

    monkeypatch.setattr(Store, "keep", keep_and_act)
    return due.__setitem__


def test_workers_that_are_killed_change_no_mark_and_lose_none(
    cluster: object, kata: Run, root: Path, tmp_path: Path, make_kata: MakeKata, after: After
) -> None:
    make_kata("add")
    points = hand_in(tmp_path / "class", 40)
    killed = []

    def kill_worker() -> None:
        pids: list[int] = []

        def running() -> list[int]:
            pids[:] = [worker.pid for worker in cluster.workers.values() if worker.pid]  # type: ignore[attr-defined]
            return pids

        wait_until(running)  # one that was killed is started anew
        os.kill(pids[0], signal.SIGKILL)
        killed.append(pids[0])

    after(8, kill_worker)
    after(16, kill_worker)
    options = ["--katas", "add", "--katas-from", root, "--out", tmp_path / "out", "--seed", 3, "--quiet"]
    done = kata("grade", tmp_path / "class", *options, "--scheduler", cluster.scheduler_address)  # type: ignore[attr-defined]
    assert done.exit_code == 0, done.output
    assert done.output == ""  # `--quiet`: what Dask logs of it is no news to the instructor
    assert len(killed) == 2
    assert points_of(tmp_path / "out") == points
    assert_each_graded_once(tmp_path / "out")
    local = kata("grade", tmp_path / "class", *options, "--jobs", 1)
    assert local.exit_code == 0
    assert_each_graded_once(tmp_path / "out")  # what the cluster graded counts here too


def start(*arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )


def test_a_scheduler_that_is_started_anew_loses_nothing(
    kata: Run, root: Path, tmp_path: Path, make_kata: MakeKata, after: After
) -> None:
    make_kata("add")
    points = hand_in(tmp_path / "class", 30)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    address = f"tcp://127.0.0.1:{port}"
    scheduler = ("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard")
    worker = ("distributed.cli.dask_worker", address, "--nthreads", "1", "--no-dashboard")
    running = [start(*scheduler), start(*worker)]

    def restart() -> None:
        for process in running:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        running[:] = [start(*scheduler), start(*worker)]
        restarted.append(5)

    restarted: list[int] = []
    after(5, restart)
    try:
        done = kata(
            *(
                "grade",
                tmp_path / "class",
                "--katas",
                "add",
                "--katas-from",
                root,
                "--out",
                tmp_path / "out",
                "--quiet",
            ),
            *("--scheduler", address),
        )
    finally:
        for process in running:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    assert restarted
    assert done.exit_code == 0, done.output
    assert points_of(tmp_path / "out") == points
    assert_each_graded_once(tmp_path / "out")


def test_a_worker_with_another_grader_gives_no_verdict(
    cluster: object, kata: Run, root: Path, tmp_path: Path, make_kata: MakeKata
) -> None:
    make_kata("add")
    hand_in(tmp_path / "class", 1)
    options = ["--katas", "add", "--katas-from", root, "--quiet", "--scheduler", cluster.scheduler_address]  # type: ignore[attr-defined]
    assert kata("grade", tmp_path / "class", "--out", tmp_path / "first", *options).exit_code == 0
    # The workers have read the specification, and keep it.
    stub = root / "exercises" / "sums" / "add.py"
    stub.write_text(stub.read_text().replace("a whole number", "an integer"))
    done = kata("grade", tmp_path / "class", "--out", tmp_path / "second", *options)
    assert done.exit_code == 3
    assert "another specification of add" in (tmp_path / "second" / "problems.csv").read_text()


def test_students_read_the_same_pages_wherever_they_were_graded(
    cluster: object, kata: Run, root: Path, tmp_path: Path, make_kata: MakeKata
) -> None:
    make_kata("add")
    hand_in(tmp_path / "class", 6)
    options = ["--katas", "add", "--katas-from", root, "--quiet", "--seed", 3]
    where = {"cluster": ["--scheduler", cluster.scheduler_address], "pool": ["--jobs", 1]}  # type: ignore[attr-defined]
    pages = {}
    for name, chosen in where.items():
        assert kata("grade", tmp_path / "class", "--out", tmp_path / name, *options, *chosen).exit_code == 0
        feedback = tmp_path / name / "feedback"
        pages[name] = {path.name: path.read_text() for path in sorted(feedback.iterdir())}
    assert pages["cluster"] == pages["pool"]
    assert "result = add(" in "".join(pages["pool"].values())


def test_no_scheduler_is_a_sentence(kata: Run, root: Path, tmp_path: Path, make_kata: MakeKata, monkeypatch) -> None:
    monkeypatch.setattr("kata.batch.cluster.FIRST_PATIENCE", 1.0)
    make_kata("add")
    hand_in(tmp_path / "class", 1)
    done = kata(
        *("grade", tmp_path / "class", "--katas", "add", "--katas-from", root, "--out", tmp_path / "out"),
        *("--scheduler", "tcp://127.0.0.1:9"),
    )
    assert done.exit_code == 3
    assert "can't be reached" in done.stderr
