"""Many answers at once: every verdict once, the same as alone, whatever some of the answers do."""

import pytest

from kata.catalog.kata import read_text
from kata.catalog.solutions import load_mistakes
from kata.grading.engine import Engine
from kata.grading.pool import GradingRequest, Pool, by_kata


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
        results = {submission.key: outline(verdict) for submission, verdict in pool.grade(by_kata(submissions))}
    assert len(results) == len(submissions)
    for submission in submissions[::4]:
        with Engine() as engine:
            fresh = engine.grade(submission.kata, submission.source, seed=3)
        assert results[submission.key] == outline(fresh)


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
