"""What an answer may use, with a sentence for each limit; and what a grading process survives."""

import os
import select
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kata.catalog import Catalog, CatalogError
from kata.catalog.kata import load_kata, read_text
from kata.catalog.solutions import load_mistakes
from kata.grading.engine import Engine, _PartialVerdict
from kata.grading.failure import Failure
from kata.grading.judge import Judge
from kata.grading.likeness import Likeness, likeness, says_something
from kata.grading.outcomes import LimitHit, ProtocolBroken, Timeout
from kata.sandbox import limits, scratch
from kata.sandbox.launch import ForkServerClient, Limits
from kata.sandbox.temporary import OwnFolder
from tests.support.waiting import wait_until

BOTH = "\ndef log_softmax(logits, axis=-1):\n    return softmax(logits)\n"


@pytest.mark.parametrize(
    ("body", "limits", "words"),
    [
        ("bytearray(2 << 30)", {}, "1024 MiB of memory"),
        ("x = [bytearray(1 << 20) for _ in range(10**6)]", {"memory_bytes": 64 << 20}, "64 MiB of memory"),
        ("import threading, time\n    threading.stack_size(1 << 16)\n    for _ in range(30): "
         "threading.Thread(target=time.sleep, args=(9,), daemon=True).start()\n    time.sleep(9)",
         {"threads": 10}, "10 threads"),
        ("import time\n    for i in range(2000): open(f'f{i}', 'w').close()\n    time.sleep(9)", {}, "1000 files"),
        ("import os, time\n    os.mkdir('d')\n    for i in range(9): open(f'd/{i}', 'wb').write(bytes(1 << 20))\n"
         "    time.sleep(9)", {"scratch_bytes": 4 << 20}, "4 MiB of files"),
        ("return [bytes(6 << 20)] ", {"reply_bytes": 1 << 20}, "1 MiB of values"),
    ],
)  # fmt: skip
def test_each_limit_has_its_sentence(answer, body, limits, words):
    toy = answer(f"def f():\n    {body}\n", limits=Limits(cpu_seconds=3.0, idle_seconds=2.0, **limits))
    with pytest.raises(LimitHit, match=words):
        toy.f()


def test_a_file_that_is_too_large_is_the_answers_own_error(answer):
    toy = answer("def f(): open('big', 'wb').write(bytes(17 << 20))\n")
    with pytest.raises(OSError):
        toy.f()


@pytest.mark.slow
def test_waiting_is_ended_soon_and_computing_is_not_waiting(answer):
    source = "import time\ndef sleep(n): time.sleep(n)\ndef work(n):\n    end = time.process_time() + n\n"
    source += "    while time.process_time() < end: pass\n"
    limits = Limits(cpu_seconds=2.0, idle_seconds=0.5)
    toy = answer(source, limits=limits)
    toy.work(1.0)
    toy.sleep(0.1)
    with pytest.raises(Timeout, match="computed nothing"):
        toy.sleep(100)


def test_an_answer_that_does_not_read_is_no_trap(answer):
    source = (
        "import gc, socket, struct, msgpack, time\ndef f():\n"
        "    sock = next(o for o in gc.get_objects() if isinstance(o, socket.socket) and o.fileno() > 2)\n"
        "    body = msgpack.packb(['ok', [], None, 1])\n"
        "    sock.sendall(struct.pack('<II', len(body), 0) + body)\n    time.sleep(100)\n"
    )
    toy = answer(source, limits=Limits(cpu_seconds=1.0, idle_seconds=0.5))
    assert toy.f() == 1
    with pytest.raises(Timeout):
        toy.f(np.zeros(10**7))


def test_an_answer_that_nobody_asked_for_is_noticed(answer):
    source = (
        "import gc, socket, struct, msgpack\ndef f():\n"
        "    sock = next(o for o in gc.get_objects() if isinstance(o, socket.socket) and o.fileno() > 2)\n"
        "    body = msgpack.packb(['ok', [], None, 1])\n"
        "    sock.sendall(2 * (struct.pack('<II', len(body), 0) + body))\n"
    )
    toy = answer(source)
    assert toy.f() == 1
    with pytest.raises(ProtocolBroken, match="nobody had asked for"):
        toy.f()


def test_the_end_of_an_iteration_cannot_be_raised_through_a_call(answer):
    toy = answer("def f(x): raise StopIteration\n")
    with pytest.raises(RuntimeError):
        list(map(toy.f, [1, 2]))


def test_what_an_exception_says_is_bounded_here(answer):
    source = (
        "import gc, socket, struct, msgpack\ndef f():\n"
        "    sock = next(o for o in gc.get_objects() if isinstance(o, socket.socket) and o.fileno() > 2)\n"
        "    body = msgpack.packb(['raised', 'n' * 10**6, 't' * 10**6, 'x' * 10**6, [[1, 'f' * 10**6]]])\n"
        "    sock.sendall(struct.pack('<II', len(body), 0) + body)\n"
    )
    with pytest.raises(Exception) as caught:
        answer(source).f()
    assert len(str(caught.value)) + len(caught.value.type_name) + len(caught.value.frames[0][1]) < 5000


def test_every_kind_of_result_can_be_looked_at_for_mistakes():
    values = [np.array("abc"), np.array(b"x"), np.datetime64("2026-01-01"), np.array(1 + 2j), 10**400, float("inf")]
    values += [{1: np.array("x")}, [], [np.array("x")], "ab", np.array([["a"]]), np.float32("nan"), {frozenset({1})}]
    for value in values:
        assert says_something(value) in (True, False)
        failure = Failure("values", actual=value, right=value, part=(value, value))
        assert likeness(failure, failure) in Likeness


# -- the grading process --


def grade(engine: Engine, catalog: Catalog, source: str, name: str = "softmax", **options):
    return engine.grade_with(catalog.get(name), source, seed=1, exempt=True, **options).verdict


LOOP = """def softmax(logits, axis=-1):
    i = 0
    while i < len(logits):
        part = logits[i]
        part.sum()
    return logits
"""
HANGS = {
    "a loop": (LOOP, "CPU time", "It was in the loop of line 3, `while i < len(logits):`."),
    "a sleep": (
        "import time\ndef softmax(logits, axis=-1):\n    time.sleep(99)\n",
        "waited",
        "line 3, `time.sleep(99)`.",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HANGS)
def test_after_two_tests_that_ran_out_of_time_no_other_is_run(engine: Engine, catalog: Catalog, name: str):
    source, why, where = HANGS[name]
    verdict = grade(engine, catalog, source + BOTH, cpu_seconds=1.0)
    assert [test.status for test in verdict.tests[:2]] == ["timeout", "timeout"]
    assert {test.status for test in verdict.tests[2:]} == {"not_run"}
    assert verdict.points == 0
    for test in verdict.tests[:2]:
        assert why in test.message
        assert test.message.endswith(where)
        assert "softmax.py, line" in test.traceback
    assert "Not run" in verdict.tests[2].message


@pytest.mark.slow
def test_one_test_that_runs_out_of_time_costs_no_other(engine: Engine, catalog: Catalog):
    kata = catalog.get("causal_mask")
    head = "def additive_mask(mask, dtype=np.float32):\n"
    loop = read_text(kata.reference_path).replace(head, f"{head}    while dtype == np.float16: pass\n")
    verdict = engine.grade_with(kata, loop, seed=1, cpu_seconds=1.0).verdict
    assert [test.status for test in verdict.tests if test.status != "passed"] == ["timeout"]


SPIN = """import time
def f():
    end = time.process_time() + 0.2
    while time.process_time() < end: pass
"""


@pytest.mark.slow
def test_a_run_ends_when_it_has_only_been_waited_for(answer):
    limits = Limits(cpu_seconds=5.0, idle_seconds=99.0, run_seconds=1.0)
    toy = answer("import time\ndef f():\n    time.sleep(0.2)\n", limits=limits)
    with pytest.raises(Timeout, match="tests waiting for more than 1 seconds together"):
        call_again(toy, 50)
    assert toy._session.channel.watch.clock.over
    busy = answer(SPIN, limits=limits)
    call_again(busy, 8)


def call_again(toy, times):
    for _ in range(times):
        toy.f()


def test_no_rhythm_hides_that_it_waits(answer):
    """Prints before a short burst, so that whoever looks when something is printed finds it computing."""
    source = """
import time
def f():
    while True:
        time.sleep(0.09)
        print("x", flush=True)
        end = time.perf_counter() + 0.002
        while time.perf_counter() < end: pass
"""
    toy = answer(source, limits=Limits(cpu_seconds=2.0, idle_seconds=1.0))
    # Whatever else ends it says another thing.
    with pytest.raises(Timeout, match="waited for more than 1 seconds"):
        toy.f()


def test_naps_between_quick_replies_count(answer):
    toy = answer("import time\ndef f():\n    time.sleep(0.04)\n", limits=Limits(cpu_seconds=2.0, idle_seconds=0.5))
    with pytest.raises(Timeout, match=r"waited for more than 0.5 seconds"):
        call_again(toy, 400)


def signal_after_a_test(monkeypatch: pytest.MonkeyPatch, own: Engine, number: signal.Signals) -> None:
    """Have an engine's grading process get a signal as soon as it has told of a test; more isn't awaited for long."""
    update = _PartialVerdict.update
    signalled = []

    def act(partial: _PartialVerdict, message: dict[str, Any]) -> float:
        if "test" in message and not signalled:
            signalled.append(os.kill(own.pid, number))
        return min(update(partial, message), 1.0) if signalled else update(partial, message)

    monkeypatch.setattr(_PartialVerdict, "update", act)


@pytest.mark.slow
def test_a_verdict_is_kept_when_the_grading_process_dies(catalog: Catalog, monkeypatch: pytest.MonkeyPatch):
    slow = "import time\ndef softmax(logits, axis=-1):\n    time.sleep(0.1)\n    return logits\n" + BOTH
    kata = catalog.get("softmax")
    with Engine() as own:
        grade(own, catalog, read_text(kata.reference_path))
        signal_after_a_test(monkeypatch, own, signal.SIGKILL)
        verdict = grade(own, catalog, slow)
        assert verdict.status == "grader_error"
        assert {test.status for test in verdict.tests} >= {"failed", "not_run"}
        assert verdict.points == 0
        assert grade(own, catalog, read_text(kata.reference_path)).points == 100
        assert not Path(own.folder, "nothing").exists()


def test_an_answer_that_cannot_be_loaded_again_costs_the_next_one_nothing(catalog: Catalog, tmp_path: Path):
    reference = read_text(catalog.get("softmax").reference_path)
    once = f"open({str(tmp_path / 'once')!r}, 'x').close()\n{reference}"
    with Engine(confinement="limits") as own:  # where it can leave a file for its next process
        verdict = grade(own, catalog, once)
        assert "could not be loaded again" in next(test.message for test in verdict.tests if test.status == "crashed")
        assert grade(own, catalog, reference).points == 100


def test_what_a_killed_command_left_is_removed_by_the_next(catalog: Catalog, tmp_path, monkeypatch: pytest.MonkeyPatch):
    script = """
import time
from kata.catalog import load_catalog
from kata.grading.engine import Engine
source = "def softmax(logits, axis=-1):\\n    open('mine', 'wb').write(bytes(10**6))\\n    while True: pass\\n"
Engine(confinement="limits").grade_with(load_catalog().get("softmax"), source, seed=1, exempt=True)
"""
    killed = subprocess.Popen([sys.executable, "-c", script], env={**os.environ, "TMPDIR": str(tmp_path)})
    wait_until(lambda: list(tmp_path.glob("*/*/*/mine")))
    (left,) = tmp_path.iterdir()
    killed.kill()
    killed.wait()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    held = OwnFolder("held")
    (tmp_path / "mlkata-tmp").mkdir()
    for folder in (left, Path(held.path), tmp_path / "mlkata-tmp"):
        os.utime(folder, (0, 0))
    with Engine() as own:
        grade(own, catalog, read_text(catalog.get("softmax").reference_path))
    assert {path.name for path in tmp_path.iterdir()} == {Path(held.path).name, "mlkata-tmp"}
    assert held.remove()


def test_a_grading_process_that_is_kept_busy_is_given_up(catalog: Catalog, monkeypatch: pytest.MonkeyPatch):
    with Engine() as own:
        kata = catalog.get("softmax")
        grade(own, catalog, read_text(kata.reference_path))
        signal_after_a_test(monkeypatch, own, signal.SIGSTOP)
        folder = own.folder
        slow = "import time\ndef softmax(logits, axis=-1):\n    time.sleep(0.1)\n    return logits\n" + BOTH
        verdict = grade(own, catalog, slow)
        assert verdict.status == "failed"
        assert "timeout" in {test.status for test in verdict.tests}
        assert "busy" in verdict.message
        assert not os.path.exists(folder)


def test_what_was_used_can_be_told_when_an_answer_has_killed_its_parent():
    judge = Judge("limits", fresh=False, report=lambda **message: None)
    judge.fork_servers["python", ()] = fork_server = ForkServerClient("python", (), "limits", Limits())
    fork_server.fork().end()
    os.kill(fork_server.process.pid, signal.SIGKILL)
    fork_server.process.wait()
    assert judge.cpu_seconds() > 0
    judge.close()


def test_an_engine_leaves_no_folder(catalog: Catalog):
    engine = Engine()
    grade(engine, catalog, read_text(catalog.get("softmax").reference_path))
    folder = engine.folder
    assert os.path.isdir(folder)
    engine.close()
    assert not os.path.exists(folder)


@pytest.mark.parametrize(
    "source",
    ["x = " + "+".join(["1"] * 950), "x = " + "-" * 400 + "1", "x = " + "(" * 150 + ")" * 150, "x" + ".a" * 900],
)
def test_a_source_that_is_nested_deeply_gets_a_verdict(engine: Engine, catalog: Catalog, source: str):
    verdict = engine.grade(catalog.get("softmax"), source + "\n", seed=1)
    assert verdict.points == 0
    assert verdict.status in ("broken", "forbidden")


@pytest.mark.slow
def test_a_diagnosis_never_costs_the_verdict(engine: Engine, catalog: Catalog):
    kata = catalog.get("softmax")
    source = "import numpy as np\ndef softmax(logits, axis=-1):\n    return np.array('abc')\n" + BOTH
    assert engine.grade(kata, source, seed=1).status == "failed"
    assert load_mistakes(kata)


# -- per kata --


def test_a_kata_may_set_its_limits(catalog: Catalog, tmp_path: Path):
    kata = catalog.get("softmax")
    manifest = tmp_path / "exercises" / "neural" / "softmax.toml"
    manifest.parent.mkdir(parents=True)
    text = read_text(kata.manifest_path)
    manifest.write_text(f"{text}\n[limits]\ncpu_seconds = 1\nmemory_mib = 64\n")
    changed = load_kata(tmp_path, manifest)
    assert (changed.cpu_seconds, changed.memory_mib) == (1, 64)
    assert (kata.cpu_seconds, kata.memory_mib) == (None, None)
    for table in ("cpu_seconds = 0", "memory = 3", "memory_mib = 'x'", "cpu_seconds = true"):
        manifest.write_text(f"{text}\n[limits]\n{table}\n")
        with pytest.raises(CatalogError, match="limits"):
            load_kata(tmp_path, manifest)


@pytest.mark.slow
def test_the_limits_of_a_kata_hold(engine: Engine, catalog: Catalog):
    import dataclasses

    kata = dataclasses.replace(catalog.get("softmax"), cpu_seconds=1, memory_mib=64)
    hungry = "import numpy as np\ndef softmax(logits, axis=-1):\n    return np.ones(10**7 * 2)\n" + BOTH
    spinning = "def softmax(logits, axis=-1):\n    while True: pass\n" + BOTH
    for source, says in ((hungry, "64 MiB"), (spinning, "1 seconds")):
        assert says in engine.grade_with(kata, source, seed=1, stop_early=True).verdict.tests[0].message


# -- the scratch folder --


@pytest.mark.slow
def test_whatever_an_answer_makes_can_be_removed(tmp_path: Path):
    folder = tmp_path / "scratch"
    folder.mkdir()
    here = os.getcwd()
    try:
        os.chdir(folder)
        for _ in range(3000):
            os.mkdir("d")
            os.chdir("d")
            Path("f").touch()
    finally:
        os.chdir(here)
    for mode in (0o300, 0o000):
        (folder / f"locked{mode}").mkdir()
        (folder / f"locked{mode}" / "inside").mkdir()
        (folder / f"locked{mode}" / "f").touch()
        (folder / f"locked{mode}").chmod(mode)
    (folder / "link").symlink_to("/etc")
    os.mkfifo(folder / "pipe")
    assert scratch.contents(str(folder), 500)[0] > 500
    assert scratch.contents(str(folder), 10**6)[0] > 2000
    scratch.remove(str(folder))
    assert not folder.exists()
    scratch.remove(str(folder))


def test_a_link_in_the_place_of_the_folder_is_not_followed(tmp_path: Path):
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "file").touch()
    (tmp_path / "scratch").symlink_to(tmp_path / "kept")
    scratch.remove(str(tmp_path / "scratch"))
    assert (tmp_path / "kept" / "file").exists()


@pytest.mark.parametrize(
    ("doing", "waits"),
    [
        ("import time; time.sleep(60)", True),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSTOP)", True),
        (
            "import ctypes, threading, time\nthreading.Thread(target=time.sleep, args=(60,)).start()\n"
            "ctypes.CDLL(None).pthread_exit(None)",
            True,
        ),
        ("while True: pass", False),
        (
            "import threading, time\ndef spin():\n    while True: pass\nthreading.Thread(target=spin).start()\n"
            "time.sleep(60)",
            False,
        ),
        (
            "import ctypes, threading\ndef spin():\n    while True: pass\nthreading.Thread(target=spin).start()\n"
            "ctypes.CDLL(None).pthread_exit(None)",
            False,
        ),
    ],
)
def test_waiting_is_told_from_computing(doing, waits):
    assert not limits.waits(os.getpid())
    process = subprocess.Popen([sys.executable, "-c", f"print(1, flush=True)\n{doing}"], stdout=subprocess.PIPE)
    try:
        process.stdout.read(1)
        wait_until(lambda: all(limits.waits(process.pid) == waits for _ in range(20)))
        assert limits.resident_bytes(process.pid) > 1 << 20
    finally:
        process.kill()
        process.wait()


WRITES = """
import os, threading

def many():
    for n in range(3000):
        open(f"f{n}", "w").close()

def start():
    threading.Thread(target=many, daemon=True).start()

def alive():
    return True

def deleted():
    total, kept = 0, []
    try:
        while True:
            kept.append(os.open("f", os.O_RDWR | os.O_CREAT))
            os.unlink("f")
            while written := os.write(kept[-1], bytes(1 << 20)):
                total += written
    except OSError as error:
        if error.errno == 27 and len(kept) < 200:  # the file is as large as it may be: on to the next
            return total + deleted()
        return total

def unnamed():
    try:
        return os.open(".", os.O_RDWR | os.O_TMPFILE) > 0
    except OSError:
        return False
"""


def test_what_is_written_while_nobody_waits_for_a_reply_is_seen(answer):
    toy = answer(WRITES)
    toy.start()
    closed = select.poll()
    closed.register(toy._session.channel.process.sock, select.POLLHUP)
    wait_until(lambda: closed.poll(0))  # its process was ended while a grader computes
    with pytest.raises(LimitHit, match="made more than the 1000 files"):
        toy.alive()


def test_deleted_files_hold_no_more_than_all_files_may(answer):
    assert 0 < answer(WRITES, limits=Limits(cpu_seconds=20.0)).deleted() <= Limits().scratch_bytes


@pytest.mark.skipif(sys.platform != "linux", reason="the walls are Linux's")
def test_there_are_no_files_without_a_name(answer):
    assert not answer(WRITES).unnamed()
