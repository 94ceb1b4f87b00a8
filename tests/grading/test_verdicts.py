"""From a source to a verdict, through the real engine, on real katas."""

import pytest

from kata.catalog import load_catalog
from kata.catalog.kata import read_text
from kata.catalog.solutions import load_mistakes
from kata.grading.engine import Engine
from kata.grading.verdict import Verdict


@pytest.fixture
def causal_mask(catalog):
    return catalog.get("causal_mask")


@pytest.fixture
def reference(causal_mask):
    return read_text(causal_mask.reference_path)


def only(verdict: Verdict, name: str):
    return next(test for test in verdict.tests if test.name == name)


def test_a_right_answer_passes_with_all_points(engine: Engine, causal_mask, reference):
    verdict = engine.grade(causal_mask, reference, seed=3)
    assert (verdict.status, verdict.points, verdict.max_points) == ("passed", 100, 100)
    assert all(test.status == "passed" and test.title for test in verdict.tests)
    assert verdict.confinement.level in ("limits", "landlock", "bubblewrap")
    assert verdict.versions["numpy"]


def test_a_verdict_survives_json(engine: Engine, causal_mask, reference):
    verdict = engine.grade(causal_mask, reference.replace("<=", "<"), seed=3)
    assert Verdict.from_dict(verdict.to_dict()) == verdict
    with pytest.raises(ValueError, match="schema"):
        Verdict.from_dict({**verdict.to_dict(), "schema": 99})


def test_a_verdict_of_schema_1_is_still_read(engine: Engine, causal_mask, reference):
    verdict = engine.grade(causal_mask, reference.replace("<=", "<"), seed=3)
    old = {**verdict.to_dict(), "schema": 1}
    (new,) = old.pop("diagnoses")
    old["diagnosis"] = {key: new[key] for key in ("mistake", "says", "tests")} | {"whole_run": new["whole"]}
    assert Verdict.from_dict(old) == verdict
    assert Verdict.from_dict({**old, "diagnosis": None}).diagnoses == []


def test_a_failing_test_shows_call_expected_got_and_where(engine: Engine, causal_mask, reference):
    verdict = engine.grade(causal_mask, reference.replace("keys <= queries", "keys < queries"), seed=3)
    test = only(verdict, "test_each_position_sees_itself_and_the_past")
    assert test.status == "failed"
    assert test.points == 0
    assert test.call.startswith("causal_mask(")
    assert test.expected.startswith("# . .\n")
    assert test.got.startswith(". . .\n")
    assert "First at [0, 0]: expected True, got False." in test.where


@pytest.mark.slow
@pytest.mark.parametrize("name", ["causal_mask", "softmax", "perplexity"])
def test_a_known_mistake_is_recognised(engine: Engine, catalog, name):
    kata = catalog.get(name)
    mistakes = load_mistakes(kata)[:6]
    for mistake in mistakes:
        diagnoses = engine.grade(kata, mistake.source, seed=11).diagnoses
        assert [(diagnosis.mistake, diagnosis.whole) for diagnosis in diagnoses] == [(mistake.name, True)]


def test_a_mistake_written_differently_is_recognised_too(engine: Engine, causal_mask, reference):
    loops = read_text(causal_mask.solutions_dir / "loops.py")
    verdict = engine.grade(causal_mask, loops.replace("s <= position", "s < position"), seed=5)
    assert [diagnosis.mistake for diagnosis in verdict.diagnoses] == ["diagonal-hidden"]
    assert verdict.diagnoses[0].whole
    fell = [test for test in verdict.tests if test.status != "passed"]
    assert verdict.diagnoses[0].tests == [test.name for test in fell]
    assert verdict.diagnoses[0].points == sum(test.max_points for test in fell)


@pytest.mark.parametrize("value", ["np.nan * np.ones(np.shape(x))", "0.0 * x", "None", "1 / 0"])
def test_results_that_could_come_from_anywhere_identify_nothing(engine: Engine, catalog, value):
    source = f"import numpy as np\ndef softmax(x, axis=-1):\n    return {value}\n"
    kata = catalog.get("softmax")
    source += "def log_softmax(logits, axis=-1):\n    return softmax(logits)\n"
    verdict = engine.grade(kata, source.replace("softmax(x,", "softmax(logits,").replace("x)", "logits)"), seed=1)
    assert verdict.points == 0
    assert verdict.diagnoses == []


def test_the_same_seed_gives_the_same_inputs_and_another_seed_others(engine: Engine, catalog):
    kata = catalog.get("perplexity")
    wrong = read_text(kata.stub_path).replace("raise NotImplementedError", "return 0.0")
    calls = [[t.call for t in engine.grade(kata, wrong, seed=seed, diagnose=False).tests] for seed in (1, 1, 2)]
    assert calls[0] == calls[1] != calls[2]


@pytest.mark.parametrize(
    ("change", "status", "says"),
    [
        (lambda source: "def f(:", "broken", "Syntax error in line 1"),
        (lambda source: source.replace("def ", "def my_"), "broken", "you have `my_causal_mask`"),
        (lambda source: source + "\nimport requests\n", "forbidden", "`requests` may not be imported"),
        (lambda source: source + "\n1 / 0\n", "broken", "ZeroDivisionError"),
        (lambda source: source + "\nwhile True: pass\n", "broken", "could not be loaded"),
    ],
)
def test_what_is_wrong_with_the_whole_file_is_one_sentence(
    engine: Engine, causal_mask, reference, change, status, says
):
    verdict = engine.grade(causal_mask, change(reference), seed=1)
    assert verdict.status == status
    assert verdict.points == 0
    assert says.lower() in verdict.message.lower()
    assert all(test.status == "not_run" for test in verdict.tests)


def test_the_untouched_stub_is_recognised(engine: Engine, causal_mask):
    verdict = engine.grade(causal_mask, causal_mask.stub, seed=1)
    assert (verdict.status, verdict.points) == ("unedited", 0)


def test_half_an_answer_says_what_is_not_written_yet(engine: Engine, causal_mask):
    source = causal_mask.stub.replace(
        "    raise NotImplementedError\n\n\ndef padded",
        "    return np.tri(n_queries, n_keys or n_queries, "
        "k=(n_keys or n_queries) - n_queries, dtype=bool)\n\n\ndef padded",
        1,
    )
    verdict = engine.grade(causal_mask, source, seed=1)
    assert 0 < verdict.points < 100
    assert "Not written yet" in only(verdict, "test_padding_keys_are_hidden").message


def test_an_honest_answer_that_prints_and_warns_loses_nothing(engine: Engine, causal_mask, reference):
    noisy = reference.replace(
        "    return keys <= queries",
        "    import warnings, sys\n    print('mask of', n_queries)\n    warnings.warn('careful')\n"
        "    sys.stderr.write('\\x1b[31mred')\n    return keys <= queries",
    )
    verdict = engine.grade(causal_mask, noisy, seed=1)
    assert verdict.points == 100
    assert "mask of" in verdict.tests[0].output
    assert "careful" in verdict.tests[0].output


@pytest.mark.slow
def test_one_hanging_function_costs_only_its_own_tests(engine: Engine, causal_mask, reference):
    source = reference.replace("    return np.where(mask", "    while mask is not None: pass\n    return np.where(mask")
    grading = engine.grade_with(causal_mask, source, seed=1, cpu_seconds=0.3)
    statuses = {test.name: test.status for test in grading.verdict.tests}
    assert statuses.pop("test_additive_mask_is_zero_or_minus_infinity") == "timeout"
    assert statuses.pop("test_additive_mask_has_the_dtype_asked_for") == "timeout"
    assert set(statuses.values()) == {"passed"}


CHANGING = '''import pytest
from kata.testing import assert_equal


@pytest.mark.points(60)
def test_sums(submission):
    """Two lists are added, item by item."""
    assert_equal(submission.add_lists([1, 2], [3, 4]), [4, 6])


@pytest.mark.points(10)
def test_empty(submission):
    """Lists may be empty."""
    assert_equal(submission.add_lists([], []), [])


@pytest.mark.points(30)
def test_negative(submission):
    """Numbers may be negative."""
    assert_equal(submission.add_lists([-1], [-2]), [-3])
'''
CHANGES = "def add_lists(a, b):\n    for i, x in enumerate(b):\n        a[i] += x\n    return a\n"


def test_a_changed_argument_costs_the_cheapest_test_in_which_it_is_changed(engine: Engine, make_kata, root):
    manifest = make_kata("add_lists", after=[])
    (root / "graders" / "sums" / "test_add_lists.py").write_text(CHANGING)
    solutions = root / "solutions" / "sums" / "add_lists"
    (solutions / "reference.py").write_text(CHANGES.replace("    for", "    a = list(a)\n    for"))
    (solutions / "mistakes.toml").write_text(
        "[[mistake]]\nname = 'changes-a'\nedits = [{ find = 'list(a)', replace = 'a' }]\n"
        "says = 'The sums are written into the first list.'\ncaught_by = 'test_sums'\n"
    )
    kata = load_catalog([root]).get(manifest.stem)
    verdict = engine.grade(kata, CHANGES, seed=1)
    assert (verdict.status, verdict.points) == ("failed", 70)
    assert only(verdict, "test_negative").message.startswith("`add_lists` changed its argument `a` in place")
    assert only(verdict, "test_negative").call == "add_lists([-1], [-2])"
    (diagnosis,) = verdict.diagnoses
    assert (diagnosis.mistake, diagnosis.tests, diagnosis.whole) == ("changes-a", ["test_negative"], True)
    assert engine.grade(kata, (solutions / "reference.py").read_text(), seed=1).passed


REFUSING = '''

@pytest.mark.points(10)
def test_lengths(submission):
    """Lists of different lengths raise ValueError."""
    with pytest.raises(ValueError):
        submission.add_lists([1], [2, 3])
'''


def test_an_error_that_is_not_raised_and_a_changed_argument_are_causes_of_their_own(engine: Engine, make_kata, root):
    manifest = make_kata("add_lists", after=[])
    (root / "graders" / "sums" / "test_add_lists.py").write_text(CHANGING.replace("60", "50") + REFUSING)
    kata = load_catalog([root]).get(manifest.stem)
    in_place = "def add_lists(a, b):\n    for i in range(len(a)):\n        a[i] += b[i]\n    return a\n"
    verdict = engine.grade(kata, in_place, seed=1)
    assert only(verdict, "test_lengths").message == "ValueError was expected here, and your code raised nothing."
    found = [(one.mistake, one.says, one.tests, one.known) for one in verdict.diagnoses]
    refuses = "`add_lists` doesn't raise ValueError: the check is missing, or it lets this case through."
    changes = "`add_lists` works in place on an argument, which belongs to whoever calls it."
    assert found == [
        ("argument-changed", changes, ["test_negative"], False),
        ("not-refused", refuses, ["test_lengths"], False),
    ]
    assert [one.headline for one in verdict.diagnoses] == [True, False]
