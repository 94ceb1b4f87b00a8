"""The warm engine: the same verdicts as a fresh one, and parents that are safe to fork from."""

import dataclasses
import os
import re
import zlib
from pathlib import Path

import pytest

from kata.catalog import load_catalog
from kata.catalog.kata import read_text
from kata.catalog.solutions import load_mistakes, needs, right_answers
from kata.grading.engine import Engine
from kata.sandbox.launch import ForkServerClient, Limits
from kata.sandbox.levels import best_level
from tests.support.needs import drawn_katas, each_library


def outline(verdict):
    """A verdict without what the clock decides."""
    data = verdict.to_dict()
    for test in data["tests"]:
        if test.pop("duration") > 1:
            test["status"] = "slow"  # it may or may not be ended by its limit
        if test["status"] == "timeout":  # where the code was just then, chance decides
            test["traceback"] = ""
            test["message"] = test["message"].partition(" It was in ")[0]
    return {key: value for key, value in data.items() if key not in ("duration", "author_log")}


def differences(one, other):
    """What two verdicts say differently, short enough to be read in a log."""
    found = {key: (one[key], other[key]) for key in one if key != "tests" and one[key] != other[key]}
    for test, same in zip(one["tests"], other["tests"], strict=True):
        found |= {f"{test['name']}.{key}": (test[key], same[key]) for key in test if test[key] != same[key]}
    return found


def judged(verdict, besides):
    """A verdict with nothing but the judgement of the tests `besides`."""
    tests = [
        {key: test[key] for key in ("name", "status", "points")} if test["name"] in besides else test
        for test in verdict["tests"]
    ]
    return verdict | {"tests": tests}


def without_slow_tests(*verdicts):
    """Verdicts without the tests that took one of them more than a second; and then without what follows from all."""
    slow = {test["name"] for verdict in verdicts for test in verdict["tests"] if test["status"] == "slow"}
    if not slow:
        return verdicts
    return [{"tests": [test for test in verdict["tests"] if test["name"] not in slow]} for verdict in verdicts]


def drawn_from_nowhere(source):
    """Whether an answer may read memory that nobody wrote to, or draw from a generator that nobody gave it."""
    return re.search(r"empty|np\.random\.|default_rng\(\)|import random|torch\.(rand|bernoulli|multinomial)", source)


@pytest.mark.slow
@pytest.mark.parametrize("kata", drawn_katas())
def test_warm_and_cold_verdicts_are_the_same(engine, kata):
    mistakes = [mistake.source for mistake in load_mistakes(kata)]
    diagnosed = mistakes[zlib.crc32(kata.name.encode()) % len(mistakes)]
    rights = [source for source in right_answers(kata).values() if not needs(source)]

    def grade(grader, source):
        verdict = grader.grade(kata, source, seed=4, diagnose=source == diagnosed)
        assert "diagnosis:" not in verdict.author_log, "a diagnosis that fails costs the learner its sentence"
        return outline(verdict)

    answers = [*rights, *mistakes, kata.stub]
    warm = {source: grade(engine, source) for source in answers}
    with Engine() as fresh:
        cold = {source: grade(fresh, source) for source in reversed(answers)}
    again = {source: grade(engine, source) for source in (kata.stub, diagnosed, rights[0])}
    for source, verdict in warm.items():
        for other in (cold[source], again.get(source, verdict)):
            one, two = without_slow_tests(verdict, other)
            unlike = {where.rpartition(".")[0] for where in differences(one, two)}
            besides = unlike if drawn_from_nowhere(source) else set()
            found = differences(judged(one, besides), judged(two, besides))
            assert found == {}, f"{found}\n{source}"


@pytest.mark.parametrize("library", each_library())
def test_a_parent_has_one_thread_and_its_children_may_have_more(library, answer):
    fork_server = ForkServerClient(library, (), best_level(), Limits())
    try:
        fork_server.fork().end()
        found = [
            int(pid) for pid in os.listdir("/proc") if pid.isdigit() and _descends(int(pid), fork_server.process.pid)
        ]
        assert fork_server.process.pid in found
        assert [count for count in map(_threads, found) if count > 1] == []
    finally:
        fork_server.close()
    parallel = {
        "python": "    import threading\n    t = threading.Thread(target=print)\n    t.start()\n    t.join()\n"
        "    return True\n",
        "numpy": "    import numpy as np\n    a = np.ones((300, 300))\n    return bool((a @ a)[0, 0] == 300)\n",
        "torch": "    import torch\n    torch.set_num_threads(2)\n    a = torch.ones(600, 600)\n"
        "    return bool((a @ a)[0, 0] == 600)\n",
    }
    parallel["triton"] = parallel["torch"]
    assert answer("def f():\n" + parallel[library], library=library).f() is True


def _threads(pid: int) -> int:
    """How many threads a process has: none, when it has ended since it was found."""
    try:
        return len(os.listdir(f"/proc/{pid}/task"))
    except OSError:
        return 0


def _descends(pid: int, ancestor: int) -> bool:
    while pid > 1:
        if pid == ancestor:
            return True
        try:
            pid = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            return False
    return False


def test_modules_are_found_when_pythons_lists_of_them_are_out_of_date(answer):
    toy = answer(
        "import importlib, sys\n"
        "importlib.invalidate_caches()\n"
        "before = [name in sys.modules for name in ('plistlib', 'wsgiref', '_lsprof')]\n"
        "import plistlib, wsgiref.util, _lsprof\n"
        "def f(): return before, plistlib.loads(plistlib.dumps([1])), wsgiref.util.__name__\n"
        "def g():\n    import no_such_module\n",
        library="python",
    )
    assert toy.f() == ([False] * 3, [1], "wsgiref.util")
    with pytest.raises(ModuleNotFoundError, match="no_such_module"):
        toy.g()


def test_a_large_array_crosses_whole(answer):
    import numpy as np

    toy = answer("def f(x): return x[::-1]\n", limits=Limits(cpu_seconds=20))
    large = np.arange(8 << 20, dtype=np.float64)
    assert (toy.f(large) == large[::-1]).all()


@pytest.mark.slow
def test_a_grading_process_is_renewed_after_many_submissions(catalog):
    kata = catalog.get("causal_mask")
    source = read_text(kata.reference_path)
    with Engine(renew_after=3) as engine:
        pids = []
        for _ in range(5):
            assert engine.grade(kata, source, seed=1).passed
            pids.append(engine._process.pid)
    assert len(set(pids)) == 2


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["kv_block_manager", "causal_mask", pytest.param("multi_head_attention", marks=pytest.mark.torch)]
)
def test_processes_that_are_not_forked_give_the_same_verdicts(catalog, engine, monkeypatch, name):
    kata = catalog.get(name)
    sources = [read_text(kata.reference_path), load_mistakes(kata)[0].source, "import os, signal\nos.kill(0, 9)\n"]
    forked = [outline(engine.grade(kata, source, seed=4)) for source in sources]
    monkeypatch.setenv("KATA_FORK", "0")
    with Engine() as other:
        fresh = [outline(other.grade(kata, source, seed=4)) for source in sources]
    for one, another in zip(forked, fresh, strict=True):
        assert differences(*without_slow_tests(one, another)) == {}


def test_a_fresh_process_ends_like_a_forked_one(monkeypatch, catalog):
    monkeypatch.setenv("KATA_FORK", "0")
    kata = catalog.get("causal_mask")
    hangs = (
        read_text(kata.reference_path) + "\n\ndef causal_mask(*arguments, **keywords):\n    while True:\n        pass\n"
    )
    with Engine() as engine:
        tests = engine.grade_with(kata, hangs, seed=1, cpu_seconds=0.3).verdict.tests
        assert {test.status for test in tests} <= {"timeout", "passed", "not_run"}
        assert tests[0].status == "timeout"
        folder = engine.folder
    assert not os.path.exists(folder)


_MARKS = """
import builtins
names = builtins.__dict__.setdefault("names", set())
names.add({name!r})


def add(a, b):
    {body}
"""


def test_only_jobs_that_name_the_same_process_share_one(make_kata, root):
    make_kata("add")
    kata = load_catalog([root]).get("add")

    with Engine() as engine:

        def passes(name, loaded, **options):
            """Whether an answer is loaded where those answers and no others were."""
            source = _MARKS.format(name=name, body=f"return a + b if names == {set(loaded)!r} else -1")
            return engine.grade_with(kata, source, seed=1, exempt=True, **options).verdict.passed

        assert passes("a", "a")
        assert passes("b", "b", process="one")
        assert passes("c", "bc", process="one")
        assert passes("d", "bcd", process="one", first=["test_zero"])
        assert passes("e", "e", process="another")
        assert passes("f", "f", process="one"), "it was ended when another began"
        hangs = _MARKS.format(name="g", body="\n    while True:\n        pass")
        options = {"process": "one", "cpu_seconds": 0.2, "exempt": True}
        assert not engine.grade_with(kata, hangs, seed=1, stop_early=True, **options).verdict.passed
        assert passes("h", "h", process="one", cpu_seconds=0.2), "one that was ended is not shared"
        assert passes("i", "i")


def test_tests_named_first_run_first(make_kata, root, engine):
    make_kata("add")
    kata = load_catalog([root]).get("add")
    wrong = "def add(a, b):\n    return -1\n"
    tests = engine.grade_with(kata, wrong, seed=1, stop_early=True, first=["test_zero"]).verdict.tests
    assert [(test.name, test.status) for test in tests] == [("test_sum", "not_run"), ("test_zero", "failed")]


@pytest.mark.parametrize(
    ("body", "named"),
    [("return a * b", ["times"]), ("return a * b + time.perf_counter_ns() % 1_000_000", [])],
    ids=["the same each time", "different each time"],
)
def test_a_mistake_that_was_kept_is_run_again_where_it_failed(make_kata, root, body, named):
    make_kata("add")
    kata = load_catalog([root]).get("add")
    (mistake,) = load_mistakes(kata)
    source = f"import time\n\n\ndef add(a, b):\n    {body}\n"
    mistake = dataclasses.replace(mistake, source=source)
    with Engine() as engine:
        options = {"seed": 1, "process": "one"}
        plain = engine.grade_with(kata, source, keep=True, **options).verdict
        found = engine.grade_with(kata, source, kept=[source], mistakes=[mistake], **options).verdict
    assert [diagnosis.mistake for diagnosis in found.diagnoses] == named
    assert dataclasses.replace(found, diagnoses=[]) == plain, "nothing else of it is made anew"


def test_two_mistakes_that_fail_in_different_tests_are_diagnosed_from_their_own_verdicts(make_kata, root):
    make_kata("add")
    kata = load_catalog([root]).get("add")
    (made,) = load_mistakes(kata)
    bodies = {"one too many": ("a + b + (b != 0)", "test_sum"), "zero wins": ("a + b if b else 0", "test_zero")}
    mistakes = [
        dataclasses.replace(made, name=name, says=name, caught_by=test, source=f"def add(a, b):\n    return {body}\n")
        for name, (body, test) in bodies.items()
    ]
    with Engine() as engine:
        options = {"seed": 1, "process": "one"}
        points = [engine.grade_with(kata, one.source, keep=True, **options).verdict.points for one in mistakes]
        both = "raise SystemExit  # never run"
        kept = [one.source for one in mistakes]
        verdict = engine.grade_with(kata, both, kept=kept, mistakes=mistakes, **options).verdict
    assert points == [40, 60]
    assert [(test.name, test.status) for test in verdict.tests] == [("test_sum", "failed"), ("test_zero", "failed")]
    assert verdict.points == 0
    assert [(one.mistake, one.tests) for one in verdict.diagnoses] == [
        ("one too many", ["test_sum"]),
        ("zero wins", ["test_zero"]),
    ]
