"""Many answers at once: every verdict once, the same as alone, whatever some of the answers do."""

from types import SimpleNamespace

import pytest

from kata.catalog.kata import read_text
from kata.catalog.solutions import load_mistakes
from kata.grading.engine import Engine
from kata.grading.pool import GradingRequest, Pool, _Waiting, by_kata, dealt


@pytest.fixture(scope="module")
def submissions(catalog):
    made = []
    for name in ("causal_mask", "bpe_merge"):
        kata = catalog.get(name)
        sources = {"reference": read_text(kata.reference_path), "stub": kata.stub}
        sources |= {mistake.name: mistake.source for mistake in load_mistakes(kata)[:5]}
        made += [GradingRequest((name, key), kata, source, seed=3) for key, source in sources.items()]
    return made


def outline(verdict):
    return (verdict.status, verdict.points, [(test.name, test.status, test.message) for test in verdict.tests])


@pytest.mark.slow
def test_a_pool_gives_every_verdict_once_and_the_same_as_a_fresh_engine(submissions):
    with Pool(2) as pool:
        results = {submission.key: outline(verdict) for submission, verdict in pool.grade(by_kata(submissions, 2))}
    assert len(results) == len(submissions)
    for submission in submissions[::4]:
        with Engine() as engine:
            fresh = engine.grade(submission.kata, submission.source, seed=3)
        assert results[submission.key] == outline(fresh)


def test_a_fault_of_the_platform_ends_the_run(submissions, monkeypatch):
    def fail(engine, kata, source, **options):
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(Engine, "grade", fail)
    with Pool(2) as pool, pytest.raises(RuntimeError, match="a fault of ours"):
        list(pool.grade(submissions))


def test_what_python_loses_count_of_is_graded_once_more(submissions, monkeypatch):
    grade, failed = Engine.grade, []

    def fail_once(engine, kata, source, **options):
        if not failed:
            failed.append(source)
            raise SystemError("AST constructor recursion depth mismatch")
        return grade(engine, kata, source, **options)

    monkeypatch.setattr(Engine, "grade", fail_once)
    with Pool(1) as pool:
        ((_, verdict),) = pool.grade(submissions[:1])
    assert verdict.passed


@pytest.mark.slow
def test_an_answer_that_crashes_disturbs_no_other(submissions, catalog):
    kata = catalog.get("causal_mask")
    crash = "import numpy as np\ndef causal_mask(n_queries, n_keys=None):\n    import ctypes\n    ctypes.string_at(0)\n"
    crash += "padded_causal_mask = additive_mask = causal_mask\n"
    hostile = [
        GradingRequest(("crash", n), kata, crash.replace("import ctypes", "ctypes = __builtins__"), seed=3)
        for n in range(3)
    ]
    killers = [GradingRequest(("exit", n), kata, "import os\nos._exit(0)\n", seed=3) for n in range(3)]
    good = [submission for submission in submissions if submission.key[1] == "reference"]
    mixed = [item for group in zip(hostile, killers, good * 2, strict=False) for item in group]
    with Pool(2) as pool:
        results = list(pool.grade(mixed))
    assert len(results) == len(mixed)
    for submission, verdict in results:
        assert verdict.points == (100 if submission.key[1] == "reference" else 0)


@pytest.mark.slow
def test_a_pool_that_is_left_early_ends(submissions):
    with Pool(2) as pool:
        next(pool.grade(submissions))


def test_an_engine_stays_with_its_kata_and_takes_another_when_there_is_no_more():
    waiting = _Waiting(2)

    def request(kata, number):
        return SimpleNamespace(kata=SimpleNamespace(name=kata), number=number)

    for kata, number in [("a", 1), ("a", 2), ("b", 1), ("a", 3), ("b", 2)]:
        waiting.put(request(kata, number))
    taken = [(found.kata.name, found.number) for found in map(waiting.take, (0, 1, 1, 0, 1))]
    assert taken == [("a", 1), ("b", 1), ("b", 2), ("a", 2), ("a", 3)]


def test_katas_are_dealt_to_so_many_engines_and_the_next_one_follows():
    groups = [iter("aaaa"), iter("b"), iter("cc"), iter("d")]
    assert "".join(dealt(groups, 2)) == "abacacad"
