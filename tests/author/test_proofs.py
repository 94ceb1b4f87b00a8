"""What a proof depends on, its record, and which katas a run proves."""

import dataclasses
import json
import shutil
from pathlib import Path

import pytest

from kata.author import selection
from kata.author.key import GIVEN, PACKAGE, PROVER, closure, key_of
from kata.author.proof import Check, Counts, Proof
from kata.author.prover import SEEDS
from kata.author.record import has_current_record, make_record, other_numbers, read_record, record_path, write_record
from kata.author.verify import prove
from kata.catalog import load_catalog
from kata.catalog.families import families


@pytest.fixture
def keys_with(tmp_path):
    """Keys by kata when a text in a file of the platform has changed: keys_with(catalog, name, old, new)."""
    copies = iter(range(100))

    def keys(catalog, name="", old="", new=""):
        package = tmp_path / str(next(copies))
        shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__", "audit", "templates", "katas"))
        if name:
            text = (package / name).read_text()
            assert old in text
            (package / name).write_text(text.replace(old, new, 1))
        return {kata.name: key_of(kata, package) for kata in catalog}

    return keys


def different(one, other):
    return {name for name in one if one[name] != other[name]}


@pytest.mark.slow
def test_a_line_of_the_platform_that_grades_changes_every_key(catalog, keys_with):
    before = keys_with(catalog)
    assert before == {kata.name: key_of(kata) for kata in catalog}, "where the platform stands makes no difference"
    changed = keys_with(catalog, "testing/compare.py", "\nfrom ", "\nX = 1\nfrom ")
    assert different(before, changed) == set(before)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("testing/compare.py", "\nfrom ", "\n# a comment\n\nfrom "),
        ("testing/compare.py", '"""', '"""Other words. '),
        ("__init__.py", '__version__ = "', '__version__ = "9.'),
        ("cli/app.py", "\nfrom ", "\nX = 1\nfrom "),
        ("author/record.py", "\nfrom ", "\nX = 1\nfrom "),
    ],
    ids=["comment", "docstring", "version", "command line", "records"],
)
def test_what_no_proof_depends_on_changes_no_key(catalog, keys_with, name, old, new):
    assert keys_with(catalog, name, old, new) == keys_with(catalog)


@pytest.mark.slow
def test_a_given_object_counts_for_those_that_ask_for_it(catalog, keys_with):
    changed = different(keys_with(catalog), keys_with(catalog, "given/training.py", "\nfrom ", "\nX = 1\nfrom "))
    assert "training_loop" in changed
    assert "causal_mask" not in changed


def test_a_family_counts_for_those_that_forbid_it(make_kata, root):
    own = root / "graders" / "forbidden.toml"
    make_kata("add", forbid=["plus"])
    make_kata("other")

    def keys(reason):
        own.write_text(f'[plus]\nreason = "{reason}"\nnames = ["operator.add"]\n')
        families.cache_clear()
        return {kata.name: key_of(kata) for kata in load_catalog([root]) if kata.root == root.resolve()}

    assert different(keys("write the sum"), keys("write it")) == {"add"}


@pytest.fixture
def pair(make_kata, root):
    """Two katas of a private catalog."""
    make_kata("add")
    make_kata("sum")
    return [load_catalog([root]).get(name) for name in ("add", "sum")]


@pytest.mark.parametrize(
    "name", ["stub_path", "manifest_path", "grader_path", "reference_path", "a mistake", "a new file"]
)
def test_a_file_of_a_kata_changes_its_key_alone(pair, name):
    kata, other = pair
    before = [key_of(kata) for kata in pair]
    path = {"a mistake": kata.solutions_dir / "mistakes.toml", "a new file": kata.solutions_dir / "new.py"}.get(name)
    with (path or getattr(kata, name)).open("a") as file:
        file.write("\n")
    assert key_of(kata) != before[0]
    assert key_of(other) == before[1]


def test_what_graders_of_a_track_share_counts_for_those_that_import_it(pair):
    kata, other = pair
    before = [key_of(kata) for kata in pair]
    folder = kata.grader_path.parent
    (folder / "_oracle.py").write_text("from _deeper import truth\n")
    (folder / "_deeper.py").write_text("truth = 1\n")
    assert [key_of(kata) for kata in pair] == before
    kata.grader_path.write_text("import _oracle\n" + kata.grader_path.read_text())
    imported = key_of(kata)
    (folder / "_deeper.py").write_text("truth = 2\n")
    assert key_of(kata) != imported
    assert key_of(other) == before[1]


def test_the_key_covers_every_module_that_grading_loads(make_kata, root, engine):
    make_kata("add")
    kata = load_catalog([root]).get("add")
    test = """

@pytest.mark.points(0)
def test_modules(submission):
    \"\"\"Modules.\"\"\"
    import sys
    raise AssertionError(" ".join(name for name in [*sys.modules, *submission.modules()] if name[:4] == "kata"))
"""
    kata.grader_path.write_text(kata.grader_path.read_text() + test)
    source = (
        "import sys\n\n\ndef add(a, b):\n    return a + b\n\n\n"
        "def modules():\n    from kata import given\n    return list(sys.modules)\n"
    )
    verdict = engine.grade_with(kata, source, seed=1, exempt=True).verdict
    (message,) = [test.message for test in verdict.tests if test.name == "test_modules"]
    loaded = set(message.split())
    assert {"kata.grading.judge", "kata.testing.compare", "kata.sandbox.worker", GIVEN} <= loaded
    assert loaded <= closure(PROVER)


# -- records --


def sound(kata, **counts):
    return Proof(kata.name, [Check("files", True)], Counts(seeds=SEEDS, mutants=4, **counts), cpu_seconds=1.23456)


def test_a_record_holds_until_something_changes(pair):
    kata, other = pair
    assert not has_current_record(kata)
    write_record(kata, make_record(sound(kata), key_of(kata)))
    assert has_current_record(kata)
    assert read_record(kata).counts == Counts(seeds=SEEDS, mutants=4)
    assert selection.changed(pair) == [other]
    text = record_path(kata).read_text()
    assert text == json.dumps(json.loads(text), indent=2, sort_keys=True) + "\n", "merges are easy"
    with kata.reference_path.open("a") as file:
        file.write("\n")
    assert selection.changed(pair) == pair


@pytest.mark.parametrize("text", ["", "{", "[]", '{"key": "abc"}', '{"counts": {"unknown": 1}}'])
def test_a_record_that_cannot_be_read_is_none(pair, text):
    kata, _ = pair
    record_path(kata).write_text(text)
    assert not has_current_record(kata)


def test_a_proof_must_give_the_numbers_of_its_record(pair, engine):
    kata, _ = pair
    proof = prove(engine, kata)
    assert [check.name for check in proof.checks if check.name == "record" and check.passed] == ["record"]
    unlike = dataclasses.replace(proof.counts, mutants_caught=proof.counts.mutants_caught + 1)
    write_record(kata, dataclasses.replace(make_record(proof, key_of(kata)), counts=unlike))
    again = prove(engine, kata)
    (check,) = [check for check in again.checks if check.name == "record"]
    assert not check.passed
    assert "mutants_caught" in check.detail
    write_record(kata, dataclasses.replace(make_record(proof, "of another state"), counts=unlike))
    assert other_numbers(kata, proof) == ""


def test_verify_records_what_holds_and_nothing_else(kata, root, make_kata, monkeypatch):
    from kata.author import verify as module

    make_kata("fine")
    make_kata("broken")
    make_kata("partly")

    def verify(katas, **options):
        for one in katas:
            proof = sound(one)
            proof.checks[0].passed = one.name != "broken"
            proof.untried = ["library.py needs scipy"] if one.name == "partly" else []
            yield proof

    monkeypatch.setattr(module, "verify", verify)
    names = ["fine", "broken", "partly"]
    done = kata("author", "verify", *names, "--record", "--katas-from", root)
    assert done.exit_code == 1
    assert "partly is proved in part; it isn't recorded: library.py needs scipy, not installed here." in " ".join(
        done.stdout.split()
    )
    assert [path.parent.name for path in root.rglob("proof.json")] == ["fine"]
    done = kata("author", "verify", *names, "--changed", "--json", "--katas-from", root)
    assert [proof["kata"] for proof in json.loads(done.stdout)] == ["broken", "partly"]
    done = kata("author", "verify", "fine", "--changed", "--katas-from", root)
    assert done.exit_code == 0
    assert done.stdout == "Nothing to prove: every proof is on record.\n"


def test_verify_refuses_what_makes_no_record(kata):
    done = kata("author", "verify", "causal_mask", "--record", "--seeds", "2")
    assert done.exit_code == 2
    assert "5 seeds" in done.output


# -- which katas --


def test_shards_hold_every_kata_once(catalog):
    shards = [selection.shard(catalog, number, 8) for number in range(1, 9)]
    assert sorted(kata.name for part in shards for kata in part) == sorted(kata.name for kata in catalog)
    fewer = [kata for kata in catalog if kata.name != "softmax"]
    for number, part in enumerate(shards, start=1):
        assert selection.shard(fewer, number, 8) == [kata for kata in part if kata.name != "softmax"]


@pytest.mark.parametrize("text", ["0/8", "9/8", "3", "3/", "a/b", "-1/8"])
def test_a_shard_that_is_none_is_refused(kata, text):
    done = kata("author", "verify", "--shard", text)
    assert done.exit_code == 2
    assert "3/8" in done.output


def test_a_tenth_is_drawn_and_others_when_anything_has_changed(pair, make_kata, root):
    for number in range(28):
        make_kata(f"kata_{number}")
    katas = [kata for kata in load_catalog([root]) if kata.root == root]
    drawn = selection.draw(katas)
    assert len(drawn) == 3
    assert selection.draw(reversed(katas)) == drawn
    others = []
    for _ in range(5):
        with katas[0].grader_path.open("a") as file:
            file.write("\n")
        others.append(selection.draw(katas))
    assert any(other != drawn for other in others)


# -- the prover --


def test_a_mistake_whose_points_depend_on_the_seed_is_refused(pair, engine):
    kata, _ = pair
    kata.grader_path.write_text(
        kata.grader_path.read_text().replace("rng.integers(3, 100, size=2)", "(2, 2 + int(rng.integers(0, 2)))")
        + '\n\n@pytest.mark.points(0)\ndef test_always(submission):\n    """3 and 4 make 7."""\n'
        "    assert_equal(submission.add(3, 4), 7)\n"
    )
    path = kata.solutions_dir / "mistakes.toml"
    path.write_text(path.read_text().replace("test_sum", "test_always"))
    (check,) = [check for check in prove(engine, kata).checks if check.name == "mistakes"]
    assert not check.passed
    assert "`times` gets" in check.detail
    assert "as the seed will have it" in check.detail


@pytest.mark.slow
def test_a_proof_without_forks_gives_the_same_numbers(catalog, engine, monkeypatch):
    from kata.grading.engine import Engine

    kata = catalog.get("causal_mask")
    forked = prove(engine, kata)
    monkeypatch.setenv("KATA_FORK", "0")
    with Engine() as fresh:
        proof = prove(fresh, kata)
    assert [check for check in proof.checks if not check.passed] == []
    assert proof.counts == forked.counts
    assert proof.cpu_seconds < 10 * forked.cpu_seconds


def test_code_of_the_platform_stands_where_the_key_looks():
    assert (PACKAGE / Path(*PROVER.split(".")[1:])).with_suffix(".py").is_file()
