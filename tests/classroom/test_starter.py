"""`kata classroom new`: what students get holds no trace of a grader, and the same input gives the same bytes."""

import base64
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import Result

from kata.catalog import Catalog, Kata, load_catalog, package_root
from kata.classroom.assignment import load_assignment
from kata.classroom.bundle import bundle_key, final_seed, open_bundle, pack, read_secret, seal
from kata.classroom.starter import starter_files
from tests.support.classroom import RIGHT, files, new
from tests.support.cli import MakeKata, Run

PLACES = ("bundle", "repository", "central")


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No workspace is near."""
    monkeypatch.delenv("KATA_WORKSPACE", raising=False)
    monkeypatch.chdir(tmp_path)


def traces(kata: Kata, given: bytes) -> list[str]:
    """Lines of a kata's grader, answers and mistakes that stand in what students get, and not in the stub."""
    places = [kata.grader_path, *kata.solutions_dir.rglob("*")]
    lines = {line.strip() for path in places if path.is_file() for line in path.read_text().splitlines()}
    telling = [line for line in lines if len(line) > 8 and line not in kata.stub]
    assert telling
    names = re.findall(r"def (test_\w+)", kata.grader_path.read_text())
    return [text for text in [*telling, *names] if text.encode() in given]


@pytest.mark.parametrize("place", PLACES)
def test_a_starter_holds_no_trace_of_a_grader(
    kata: Run, root: Path, make_kata: MakeKata, tmp_path: Path, place: str
) -> None:
    make_kata("add")
    made = new(kata, root, tmp_path / "week-1", "--graders", place, "--points", "add.test_sum=70")
    given = b"\n".join(files(made / "starter").values())
    assert traces(load_catalog([root]).get("add"), given) == []
    kept = files(made / "instructor")
    for name in ("secret.key", "bundle.key"):
        if name in kept:
            assert kept[name].strip() not in given
    for hint in ("Count on your fingers.", "Go on counting."):
        assert hint.encode() not in given
    assert b"test_sum = 70" in kept["classroom.toml"]
    assert (".classroom/grader.bundle" in files(made / "starter")) == (place == "bundle")


def test_a_starter_of_public_katas_holds_no_trace_of_a_grader(catalog: Catalog, kata: Run, tmp_path: Path) -> None:
    done = kata("classroom", "new", "week-1", "--katas", "softmax,causal_mask,bpe_merge")
    assert done.exit_code == 0, done.output
    assignment = load_assignment(tmp_path / "week-1" / "starter")
    katas = [catalog.get(assigned.kata) for assigned in assignment.katas]
    given = b"\n".join(starter_files(assignment, katas).values())
    for one in katas:
        assert traces(one, given) == []
        for hint in one.hints:
            assert hint.encode() not in given


def test_the_search_for_traces_finds_one(root: Path, make_kata: MakeKata) -> None:
    make_kata("add")
    one = load_catalog([root]).get("add")
    assert traces(one, one.grader_path.read_bytes())
    assert traces(one, one.reference_path.read_bytes())
    assert traces(one, (one.solutions_dir / "mistakes.toml").read_bytes())


def test_hints_are_given_as_far_as_they_are_allowed(kata: Run, root: Path, make_kata: MakeKata, tmp_path: Path) -> None:
    make_kata("add")
    made = new(kata, root, tmp_path / "week-1", "--hints", "2")
    given = b"\n".join(files(made / "starter").values())
    assert b"Go on counting." in given
    assert b'"a + b"' not in given


def test_the_same_input_gives_the_same_bytes(kata: Run, root: Path, make_kata: MakeKata, tmp_path: Path) -> None:
    make_kata("add")
    make_kata("add_more")
    options = ["--points", "add=10", "--points", "add_more.test_sum=70"]
    made = new(kata, root, tmp_path / "a" / "exam", *options, katas="add,add_more")
    secret = made / "instructor" / "secret.key"
    again = new(kata, root, tmp_path / "b" / "exam", *options, "--secret", secret, katas="add,add_more")
    assert files(made) == files(again)
    other = new(kata, root, tmp_path / "c" / "exam", *options, katas="add,add_more")
    changed = {name for name, data in files(made).items() if files(other)[name] != data}
    assert changed == {
        "starter/.classroom/grader.bundle",
        "instructor/bundle.key",
        "instructor/secret.key",
        "instructor/written.json",  # of the starter's digests
    }


def test_keys_are_for_their_owner_only(kata: Run, root: Path, make_kata: MakeKata, tmp_path: Path) -> None:
    make_kata("add")
    made = new(kata, root, tmp_path / "exam")
    for name in ("secret.key", "bundle.key"):
        assert (made / "instructor" / name).stat().st_mode & 0o077 == 0


def test_a_bundles_key_tells_nothing_of_the_final_inputs() -> None:
    secret = bytes(range(32))
    seeds = {final_seed(secret, name, kata) for name in ("a", "b") for kata in ("x", "y")}
    assert len(seeds) == 4
    assert all(0 <= seed < 2**63 for seed in seeds)
    assert final_seed(secret, "a", "x") != final_seed(base64.b64decode(bundle_key(secret, "a"))[:32], "a", "x")
    assert bundle_key(secret, "a") != bundle_key(secret, "b")


# -- bad input --


def refused(done: Result, *words: str) -> None:
    assert done.exit_code in (2, 3), done.output
    assert "Traceback" not in done.output
    for word in words:
        assert word in done.stderr


def test_an_unknown_kata(kata: Run) -> None:
    refused(kata("classroom", "new", "week-1", "--katas", "softmaxx"), "There is no kata `softmaxx`", "softmax")


def test_no_kata_at_all(kata: Run) -> None:
    refused(kata("classroom", "new", "week-1"), "--katas", "--path")


def test_a_due_date_that_is_none_is_refused_and_one_in_the_past_is_said(kata: Run, tmp_path: Path) -> None:
    refused(kata("classroom", "new", "week-1", "--katas", "softmax", "--due", "tomorrow"), "write 2026-11-30")
    assert list(tmp_path.iterdir()) == []
    done = kata("classroom", "new", "week-1", "--katas", "softmax", "--due", "2020-01-01", "--to", tmp_path / "past")
    assert done.exit_code == 0, done.output
    assert "It was due on 2020-01-01 23:59, which is in the past." in done.output
    assert "due = 2020-01-01T23:59:59" in (tmp_path / "past" / "instructor" / "classroom.toml").read_text()


@pytest.mark.parametrize(
    ("option", "says"),
    [
        ("softmax", "KATA=N"),
        ("softmax=0", "above 0"),
        ("softmax=ten", "KATA=N"),
        ("bpe_merge=10", "isn't among the katas"),
        ("softmax.test_nothing=10", "has no test `test_nothing`"),
        ("softmax.test_softmax_of_each_row=99", "leave 1 of its 100"),
    ],
)
def test_points_that_do_not_fit(kata: Run, option: str, says: str) -> None:
    refused(kata("classroom", "new", "week-1", "--katas", "softmax", "--points", option), says)


def test_a_folder_that_is_not_empty(kata: Run, tmp_path: Path) -> None:
    place = tmp_path / "week-1" / "starter"
    place.mkdir(parents=True)
    (place / "notes.txt").write_text("mine")
    refused(kata("classroom", "new", "week-1", "--katas", "softmax"), "isn't empty", "nothing was written")
    assert files(tmp_path) == {"week-1/starter/notes.txt": b"mine"}


def test_a_private_kata_cannot_be_graded_in_the_open(kata: Run, root: Path, make_kata: MakeKata) -> None:
    make_kata("add")
    done = kata("classroom", "new", "x", "--katas-from", root, "--katas", "add", "--graders", "open")
    refused(done, "add", "bundle, repository or central")


def test_a_secret_that_is_none(kata: Run, tmp_path: Path) -> None:
    (tmp_path / "s.key").write_text("hello\n")
    refused(kata("classroom", "new", "x", "--katas", "softmax", "--secret", "s.key"), "s.key")
    (tmp_path / "s.key").write_text(base64.b64encode(b"short").decode())
    refused(kata("classroom", "new", "x", "--katas", "softmax", "--secret", "s.key"), "32 bytes")


@pytest.fixture
def sealed(kata: Run, root: Path, make_kata: MakeKata, tmp_path: Path) -> Path:
    make_kata("add")
    return new(kata, root, tmp_path / "exam")


def test_a_sealed_bundle_needs_its_key(kata: Run, sealed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bundle = sealed / "starter" / ".classroom" / "grader.bundle"
    command = ("classroom", "grade", sealed / "starter", "--bundle", bundle)
    monkeypatch.delenv("KATA_BUNDLE_KEY", raising=False)
    refused(kata(*command), "there is no key", "KATA_BUNDLE_KEY")
    monkeypatch.setenv("KATA_BUNDLE_KEY", "hello")
    refused(kata(*command), "no key of a bundle")
    monkeypatch.setenv("KATA_BUNDLE_KEY", bundle_key(bytes(32), "exam"))
    refused(kata(*command), "doesn't open it")
    bundle.write_bytes(bundle.read_bytes()[:-1] + b"x")
    monkeypatch.setenv("KATA_BUNDLE_KEY", (sealed / "instructor" / "bundle.key").read_text())
    refused(kata(*command), "doesn't open it")
    bundle.write_bytes(b"PK or not")
    refused(kata(*command), "isn't sealed")
    bundle.unlink()
    refused(kata(*command), "is not there")


def test_a_bundle_of_another_version_is_refused(
    kata: Run, sealed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = sealed / "instructor" / "grader.zip"
    secret = read_secret(sealed / "instructor" / "secret.key")
    key = bundle_key(secret, "exam")
    with monkeypatch.context() as earlier:
        earlier.setattr("kata.classroom.bundle.__version__", "0.0.9")
        old = {"old.zip": pack("", []), "old.bundle": seal(plain.read_bytes(), key)}
    for name, data in old.items():
        (tmp_path / name).write_bytes(data)
        monkeypatch.setenv("KATA_BUNDLE_KEY", key if name.endswith("bundle") else "")
        done = kata("classroom", "grade", sealed / "starter", "--bundle", tmp_path / name)
        refused(done, "mlkata 0.0.9", "mlkata 0.1.0")
    file = sealed / "instructor" / "classroom.toml"
    file.write_text(file.read_text().replace("0.1.0", "0.0.9"))
    refused(kata("classroom", "grade", sealed / "starter", "--assignment", sealed / "instructor"), "0.0.9", "0.1.0")


def test_nothing_of_a_submission_grades_it(
    kata: Run, sealed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A student's own bundle in the place of the sealed one, and a classroom.toml with other points."""
    starter, key = sealed / "starter", (sealed / "instructor" / "bundle.key").read_text()
    plain = (sealed / "instructor" / "grader.zip").read_bytes()  # as a student could make one
    place, elsewhere = starter / ".classroom" / "grader.bundle", tmp_path / "mine.zip"
    for put in (
        lambda: place.write_bytes(plain),
        lambda: place.symlink_to(elsewhere),
        lambda: os.mkfifo(place),
    ):
        elsewhere.write_bytes(plain)
        place.unlink()
        put()
        for given in (key, ""):
            monkeypatch.setenv("KATA_BUNDLE_KEY", given)
            done = kata("classroom", "grade", starter, "--bundle", place)
            assert done.exit_code == 3, done.output
    (tmp_path / "outside").symlink_to(starter)
    for folder in (starter, tmp_path / "outside", starter / ".." / "starter"):
        refused(kata("classroom", "grade", starter, "--assignment", folder), "a part of the submission")


@pytest.mark.slow
def test_the_key_is_in_no_environment(kata: Run, root: Path, make_kata: MakeKata, tmp_path: Path) -> None:
    make_kata("add")
    grader = root / "graders" / "sums" / "test_add.py"
    looks = "import glob\n    found = []\n    for path in glob.glob('/proc/[0-9]*/environ'):\n        try:\n"
    looks += "            found += [path] * (b'KATA_BUNDLE_KEY=' in open(path, 'rb').read())\n"
    looks += "        except OSError:\n            pass\n    assert not found, found\n"
    grader.write_text(grader.read_text().replace('Zero changes nothing."""', f'Zero changes nothing."""\n    {looks}'))
    made = new(kata, root, tmp_path / "exam", "--graders", "bundle")
    (made / "starter" / "attempts" / "sums" / "add.py").write_text(RIGHT)
    command = [sys.executable, "-m", "kata", "classroom", "grade", str(made / "starter"), "--bundle"]
    command += [str(made / "starter" / ".classroom" / "grader.bundle")]
    environment = {**os.environ, "KATA_BUNDLE_KEY": (made / "instructor" / "bundle.key").read_text()}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "100 of 100 points" in done.stdout


def test_a_plain_bundle_opens_and_leaves_nothing(sealed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    with open_bundle(sealed / "instructor" / "grader.zip") as bundle:
        one = bundle.catalog.get("add")
        assert one.grader_path.is_file()
        assert bundle.assignment == load_assignment(sealed / "instructor")
        cached = b"".join(files(tmp_path / "cache").values())
    assert not one.root.exists()
    assert b"Count on your fingers" not in cached


# -- `kata check` in a starter --


@pytest.mark.slow
def test_a_starters_check_runs_the_examples_and_says_what_it_lacks(
    kata: Run, sealed: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(root)
    monkeypatch.chdir(sealed / "starter")
    attempt = Path("attempts", "sums", "add.py")
    assert kata("check", "add").exit_code == 1
    attempt.write_text(attempt.read_text().replace("raise NotImplementedError", "return a * b"))
    wrong = kata("check", "add")
    assert wrong.exit_code == 1
    assert "not passed: add  examples only, 0 of 1 tests passed" in wrong.output
    assert "expected 5" in wrong.output
    attempt.write_text(attempt.read_text().replace("a * b", "a + b"))
    right = kata("check", "add")
    assert right.exit_code == 0, right.output
    assert "examples of the specification" in right.output
    assert "they run when you push" in right.output.replace("\n", " ")
    assert "kata solution" not in right.output
    verdict = json.loads(kata("check", "add", "--json").output)
    assert (verdict["status"], verdict["points"], verdict["max_points"]) == ("passed", 0, 0)


def test_a_starters_check_of_a_public_kata_has_the_instructors_points(
    kata: Run, catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert kata("classroom", "new", "week-1", "--katas", "softmax", "--points", "softmax=9").exit_code == 0
    monkeypatch.chdir("week-1/starter")
    Path("attempts/neural/softmax.py").write_text(catalog.get("softmax").reference_path.read_text())
    done = kata("check", "softmax")
    assert "passed: softmax  9 of 9 points" in done.output
    assert "Checked here: all tests of the grader." in done.output


def test_a_librarys_own_way_is_labelled_among_the_model_answers(kata: Run, tmp_path: Path) -> None:
    made = new(kata, package_root(), tmp_path / "week-1", katas="softmax")
    answers = {path.name: path.read_text() for path in (made / "instructor" / "answers").rglob("*.py")}
    assert {name: text.startswith("# NOT TO BE HANDED IN") for name, text in answers.items()} == {
        name: "# needs:" in text for name, text in answers.items()
    }
    assert any("# needs: scipy" in text for text in answers.values())
