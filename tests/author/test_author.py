"""`kata author new` writes katas that load and can be graded; `kata author verify` tells which are sound."""

import ast
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from kata.author import verify as verify_module
from kata.author.layout import layout_problems
from kata.author.lint import given_problems, grader_problems, stub_problems
from kata.author.proof import Check, Counts, Proof
from kata.catalog import Catalog, Kata, load_catalog
from kata.catalog.solutions import load_mistakes, right_answers
from kata.grading.engine import Engine
from kata.learner import packages
from tests.support.cli import MakeKata, Run


@pytest.fixture
def new(kata: Run, root: Path) -> Path:
    done = kata("author", "new", "finance", "bond-price", "--to", root)
    assert done.exit_code == 0, done.output
    return root


def test_new_writes_the_files_of_a_kata(new: Path) -> None:
    written = sorted(str(path.relative_to(new)) for path in new.rglob("*") if path.is_file())
    assert written == [
        "exercises/finance/bond_price.py",
        "exercises/finance/bond_price.toml",
        "exercises/finance/track.toml",
        "graders/finance/test_bond_price.py",
        "solutions/finance/bond_price/loop.py",
        "solutions/finance/bond_price/mistakes.toml",
        "solutions/finance/bond_price/mistakes/first_attempt.py",
        "solutions/finance/bond_price/reference.py",
    ]
    for path in new.rglob("*.py"):
        ast.parse(path.read_text())


@pytest.mark.slow
def test_what_new_writes_loads_and_grades(new: Path, engine: Engine) -> None:
    kata = load_catalog([new]).get("bond_price")
    assert all(engine.grade(kata, answer, seed=1).passed for answer in right_answers(kata).values())
    edited, first_attempt = load_mistakes(kata)
    assert engine.grade(kata, edited.source, seed=1).points == 80
    assert engine.grade(kata, first_attempt.source, seed=1).points == 20
    assert engine.grade(kata, kata.stub, seed=1).status == "unedited"


def test_what_new_writes_lacks_only_what_says_todo(new: Path) -> None:
    kata = load_catalog([new]).get("bond_price")
    assert stub_problems(kata) + given_problems(kata) + grader_problems(kata) == []
    assert layout_problems(kata) == ["there are 0 tags; 2 to 5 help people find the kata"]


def test_a_kata_whose_library_is_absent_is_left_out_of_a_proof_of_all(
    kata: Run, root: Path, make_kata: MakeKata, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_kata("kernel", uses="triton")
    monkeypatch.setattr(packages, "installed", lambda package: package != "triton")
    monkeypatch.setattr(verify_module, "verify", lambda katas, **options: iter(()))
    for command in ("verify", "diagnose"):
        named = kata("author", command, "kernel", "--katas-from", root)
        assert named.exit_code == 3
        assert "kernel: needs triton, not installed here. To install: python -m pip install triton" in named.output
    every = kata("author", "verify", "--katas-from", root)
    assert every.exit_code == 0, every.output
    assert "Left out: " in every.output
    assert "kernel: needs triton" in every.output.replace("triton_row_softmax, ", "")


def test_new_refuses_the_folder_of_paths_as_a_track(kata: Run, root: Path) -> None:
    done = kata("author", "new", "paths", "bond_price", "--to", root)
    assert done.exit_code == 2
    assert "can't name a track" in done.output


def test_open_hands_all_files_of_a_kata_to_the_editor(kata: Run, new: Path, tmp_path: Path) -> None:
    said, program = tmp_path / "said", tmp_path / "vim"
    program.write_text(f'#!/bin/sh\nfor one in "$@"; do echo "$one"; done > "{said}"\n')
    program.chmod(0o755)
    done = kata("author", "open", "bond-price", "--katas-from", new, "--editor", f"'{program}'")
    assert done.exit_code == 0, done.output
    line, *files = said.read_text().splitlines()
    stub = new / "exercises" / "finance" / "bond_price.py"
    assert stub.read_text().splitlines()[int(line.removeprefix("+")) - 1].strip() == "raise NotImplementedError"
    assert files[0] == str(stub)
    written = {str(path) for path in new.rglob("*") if path.is_file() and path.name != "track.toml"}
    assert set(files) == written


def test_new_into_a_track_that_is_there_leaves_it_alone(kata: Run, new: Path) -> None:
    track = new / "exercises" / "finance" / "track.toml"
    track.write_text(track.read_text().replace("Finance", "Money"))
    assert kata("author", "new", "finance", "option_price", "--to", new).exit_code == 0
    assert "Money" in track.read_text()


def test_new_refuses_a_name_that_is_taken(kata: Run, new: Path) -> None:
    before = {path: path.read_text() for path in new.rglob("*") if path.is_file()}
    for name in ("bond_price", "causal_mask"):
        done = kata("author", "new", "finance", name, "--to", new)
        assert done.exit_code == 2
        assert "already" in done.output
    assert {path: path.read_text() for path in new.rglob("*") if path.is_file()} == before


def test_new_never_overwrites_a_stray_file(kata: Run, root: Path) -> None:
    stray = root / "graders" / "finance" / "test_bond_price.py"
    stray.parent.mkdir(parents=True)
    stray.write_text("mine")
    done = kata("author", "new", "finance", "bond_price", "--to", root)
    assert done.exit_code == 2
    assert stray.read_text() == "mine"
    assert not (root / "exercises" / "finance").exists()


@pytest.mark.parametrize("name", ["Bond", "2nd", "a b", "../x", "class", "é", ""])
def test_new_refuses_what_is_no_name(kata: Run, root: Path, name: str) -> None:
    done = kata("author", "new", "finance", name, "--to", root)
    assert done.exit_code == 2
    assert "can't name a kata" in done.output


def test_new_outside_a_catalog_asks_where(kata: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = kata("author", "new", "finance", "bond_price")
    assert done.exit_code == 2
    assert "--to ROOT" in done.output


@pytest.fixture
def proofs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Proofs that cost nothing: every kata is sound but `broken_one`; they come in the wrong order."""

    def verify(
        katas: Sequence[Kata], *, jobs: int, seeds: int, on_progress: Callable[[str, str, int, int], None]
    ) -> Iterator[Proof]:
        for kata in reversed(katas):
            on_progress(kata.name, "mutants", 1, 2)
            sound = kata.name != "broken_one"
            checks = [
                Check("stub", True, ""),
                Check("mistakes", sound, "" if sound else "`times` [bold]passes[/bold]."),
            ]
            yield Proof(kata.name, checks, Counts(seeds=5, mutants=20, mutants_caught=19), cpu_seconds=1.25)

    monkeypatch.setattr(verify_module, "verify", verify)


def test_verify_tells_what_is_sound(
    kata: Run, root: Path, make_kata: MakeKata, proofs: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    make_kata("fine_one")
    make_kata("broken_one")
    done = kata("author", "verify", "fine-one", "broken_one", "--katas-from", root)
    assert done.exit_code == 1
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert "fine_one 19/20 - 1.2 sound" in lines
    assert lines.index("fine_one 19/20 - 1.2 sound") < lines.index("broken_one 19/20 - 1.2 NOT SOUND")
    assert "`times` [bold]passes[/bold]." in lines
    assert "1 of 2 sound." in lines
    assert "broken_one: NOT SOUND" in done.stderr
    assert kata("author", "verify", "fine_one", "--katas-from", root).exit_code == 0


def test_verify_in_json(kata: Run, root: Path, make_kata: MakeKata, proofs: None) -> None:
    make_kata("broken_one")
    done = kata("author", "verify", "broken_one", "--json", "--katas-from", root)
    assert done.exit_code == 1
    (proof,) = json.loads(done.stdout)
    assert (proof["kata"], proof["passed"], proof["checks"][1]["name"]) == ("broken_one", False, "mistakes")
    assert done.stderr == ""


def test_verify_finds_what_is_wrong_with_a_real_kata(kata: Run, root: Path, make_kata: MakeKata) -> None:
    make_kata("add_two")
    done = kata("author", "verify", "add_two", "--seeds", "1", "--katas-from", root)
    assert done.exit_code == 1, done.output
    assert "NOT SOUND" in done.stdout
    assert "mistakes" in done.stdout


COMPARISONS = {
    "abs(submission.{name}(3, 4) - 7) < 1e-9": True,
    "result = submission.{name}(3, 4)\n    assert result - 7 == 0": True,
    "assert submission.{name}(3, 4) > 6": True,
    "total = 0\n    total += submission.{name}(3, 4)": True,
    "assert 7 in submission.{name}(3, 4)": True,
    "thing = submission.Thing()\n    assert thing.value - 7 < 1": True,
    "assert abs(float(submission.{name}(3, 4)) - 7) < 1e-9": False,
    "assert_close(submission.{name}(3, 4), 7, atol=0.1)": False,
    "one, other = submission.Thing(), submission.Thing()\n    both = one + other": False,
    "assert len(submission.{name}(3, 4)) > 6": False,
}


@pytest.mark.parametrize("text", COMPARISONS)
def test_verify_refuses_a_grader_that_lets_an_answer_see_the_other_side(
    root: Path, make_kata: MakeKata, text: str
) -> None:
    make_kata("add_two")
    kata = load_catalog([root]).get("add_two")
    grader = kata.grader_path.read_text()
    assert not [problem for problem in grader_problems(kata) if "arithmetic" in problem]
    test = f"\n\ndef test_more(submission):\n    {text.format(name=kata.name)}\n"
    kata.grader_path.write_text(grader + test)
    assert bool([problem for problem in grader_problems(kata) if "arithmetic" in problem]) == COMPARISONS[text]


@pytest.mark.slow
def test_answers_from_outside_are_tried(kata: Run, catalog: Catalog, tmp_path: Path) -> None:
    one = catalog.get("causal_mask")
    folder = tmp_path / "attention" / "causal_mask"
    sources = {mistake.name: mistake.source for mistake in load_mistakes(one)}
    answers = {
        "wrong/strict.py": "# a position doesn't see itself\n" + sources["diagonal-hidden"],
        "wrong/right_after_all.py": one.reference_path.read_text(),
        "right/loops.py": (one.solutions_dir / "loops.py").read_text(),
        "right/wrong_after_all.py": sources["future-visible"],
    }
    for name, source in answers.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(source)
    done = kata("author", "try", tmp_path, "--seeds", 2, "--jobs", 1, "--json")
    assert done.exit_code == 1
    tried = {result["name"]: result for result in json.loads(done.stdout)}
    assert {name: result["outcome"] for name, result in tried.items()} == {
        "strict": "caught",
        "right_after_all": "missed",
        "loops": "accepted",
        "wrong_after_all": "refused",
    }
    assert tried["strict"]["about"] == "a position doesn't see itself"
    assert [[one["mistake"] for one in seed] for seed in tried["strict"]["diagnoses"]] == [["diagonal-hidden"]] * 2
    shown = kata("author", "try", tmp_path, "--seeds", 1, "--jobs", 1).output
    assert "1 caught, 1 missed, 1 accepted, 1 refused." in shown
    assert kata("author", "try", folder).exit_code == 2
