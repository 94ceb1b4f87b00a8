"""Every format says the same of the same verdicts, is what its reader accepts, and holds nothing that is obeyed."""

import base64
import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from junitparser import JUnitXml
from markdown_it import MarkdownIt

from kata.catalog import load_catalog
from kata.errors import KataError
from kata.formats import FORMATS, render
from kata.formats.text import defused
from kata.grading.engine import Engine
from kata.grading.verdict import Verdict
from kata.workspace import Workspace
from tests.formats import schemas
from tests.support.classroom import every_kind, test, verdict
from tests.support.cli import MakeKata, Run

GOLDEN = Path(__file__).parent / "golden"
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
RUNNER = {
    "CLASSROOM": "ml101",
    "ASSIGNMENT": "week-1",
    "OWNER": "ada",
    "SUBMISSION_TAG": "submit/20261122-abc",
    "COMMIT_URL": "https://example.org/c",
    "RELEASE_URL": "https://example.org/r",
}
OPTIONS: dict[str, dict[str, Any]] = {"classroom50": {"environment": RUNNER, "now": NOW}, "junit": {"now": NOW}}
SUMS = {"autolab", "codegrade", "codio"}  # formats without a row for each kata
EARNED = {"right": 100, "mixed": 20, "empty": 0, "broken": 0, "forbidden": 0, "fault": 0, "lone": 0}
MOST = {"right": 100, "mixed": 100, "empty": 100, "broken": 100, "forbidden": 100, "fault": 100, "lone": 10}


def written(name: str, verdicts: list[Verdict]) -> str:
    return render(name, verdicts, **OPTIONS.get(name, {}))


def outputs(verdicts: list[Verdict]) -> dict[str, Any]:
    """The outputs of a step, as the reporter decodes them."""
    lines = written("classroom", verdicts).splitlines()
    pairs = [line.split("=", 1) for line in lines]
    return {name: json.loads(base64.b64decode(value)) for name, value in pairs}


def points(name: str, verdicts: list[Verdict]) -> dict[str, list[int]]:
    """[earned, most] by kata, as a reader of the format adds them up."""
    text = written(name, verdicts)
    rows: list[tuple[str, int, int]]
    if name == "classroom":
        return {
            kata: [sum(row["score"] for row in result["tests"]), result["max_score"]]
            for kata, result in outputs(verdicts).items()
            if kata != "result"
        }
    if name == "classroom50":
        rows = [(t["test-name"].split(":")[0], t["score"], t["max-score"]) for t in json.loads(text)["tests"]]
    elif name == "gradescope":
        rows = [(t["extra_data"]["kata"], t["score"], t["max_score"]) for t in json.loads(text)["tests"]]
    elif name == "prairielearn":
        rows = [(t["name"].split(":")[0], t["points"], t["max_points"]) for t in json.loads(text)["tests"]]
    elif name == "json":
        rows = [(v["kata"], v["points"], v["max_points"]) for v in json.loads(text)["verdicts"]]
    elif name == "junit":
        suites = [
            (suite.name, {p.name: p.value for p in suite.properties()}) for suite in JUnitXml.fromstring(text.encode())
        ]
        rows = [(kata, int(known["points"]), int(known["max_points"])) for kata, known in suites]
    elif name == "problems":
        found_rows = re.findall(r"^(\w+) [^:]+, (\d+) of (\d+) points$", text, re.M)
        rows = [(kata, int(earned), int(most)) for kata, earned, most in found_rows]
    else:
        rows = [
            (found[0], int(found[1]), int(found[2]))
            for found in re.findall(r"^\| (\w+) \| (\d+) of (\d+) ", text, re.M)
        ]
    found: dict[str, list[int]] = {}
    for kata, earned, most in rows:
        total = found.setdefault(kata, [0, 0])
        total[0] += earned
        total[1] += most
    return found


def test_the_sums_are_the_same_in_formats_that_have_no_more() -> None:
    verdicts = every_kind()
    assert json.loads(written("autolab", verdicts)) == {"scores": EARNED}
    earned, most = sum(EARNED.values()), sum(MOST.values())
    assert json.loads(written("codegrade", verdicts))["points"] == f"{earned}/{most}"
    form = {name: one for name, (one,) in parse_qs(written("codio", verdicts), strict_parsing=True).items()}
    assert float(form["grade"]) == pytest.approx(100 * earned / most, abs=0.01)
    assert (form["format"], form["feedback"].splitlines()[0]) == ("md", f"## Result: {earned} of {most} points")
    assert json.loads(written("prairielearn", verdicts))["score"] == pytest.approx(earned / most)
    assert written("autolab", verdicts).count("\n") == written("codegrade", verdicts).count("\n") == 1


@pytest.mark.parametrize("name", sorted(set(FORMATS) - {"exercism", *SUMS}))  # Exercism has no points
def test_the_points_are_the_same_in_every_format(name: str) -> None:
    assert points(name, every_kind()) == {kata: [EARNED[kata], MOST[kata]] for kata in EARNED}


@pytest.mark.parametrize(
    "name", ["autolab", "classroom50", "codegrade", "gradescope", "exercism", "json", "prairielearn"]
)
def test_the_schema_holds(name: str) -> None:
    schema = getattr(schemas, name.upper())
    jsonschema.validate(json.loads(written(name, every_kind())), schema)
    for one in every_kind():
        jsonschema.validate(json.loads(written(name, [one])), schema)


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_what_is_written_stays_as_it_was(name: str) -> None:
    path = GOLDEN / f"{name}.txt"
    assert golden(name) == path.read_text(encoding="utf-8"), f"{name}: a reader may depend on it"


def golden(name: str) -> str:
    """What a golden file holds; the outputs of a step decoded, so that people can read them."""
    verdicts = every_kind()[:3]
    return json.dumps(outputs(verdicts), indent=1) + "\n" if name == "classroom" else written(name, verdicts)


@pytest.mark.parametrize("page", ["classroom.md", "commands.md"])
def test_every_format_is_in_the_docs(page: str) -> None:
    text = (Path(__file__).parents[2] / "docs" / page).read_text("utf-8")
    assert {name for name in FORMATS if f"`{name}`" not in text} == set()


def test_a_schema_refuses_what_it_should() -> None:
    result = json.loads(written("classroom50", every_kind()))
    for wrong in ({"score": 1.0001}, {"usernames": []}, {"submission": "tag"}, {"datetime": "2026-11-22 12:00:00"}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({**result, **wrong}, schemas.CLASSROOM50)


# -- the classroom reporter --


def test_a_test_is_listed_once_and_the_notice_has_the_points() -> None:
    found = outputs(every_kind())
    for one in every_kind():
        result = found[one.kata]
        jsonschema.validate(result, schemas.CLASSROOM)
        names = [row["name"] for row in result["tests"]]
        assert len(names) == len(set(names)) == max(len(one.tests), 1)
        assert sum(row["score"] for row in result["tests"]) == EARNED[one.kata]


def test_a_lone_kata_has_one_output() -> None:
    assert list(outputs(every_kind()[:1])) == ["result"]


def test_nothing_that_ran_is_an_error_and_partial_credit_is_none() -> None:
    found = {kata: result["status"] for kata, result in outputs(every_kind()).items()}
    assert found["right"] == "pass"
    assert found["mixed"] == found["result"] == "fail"
    assert found["empty"] == found["broken"] == found["fault"] == "error"


@pytest.mark.slow
def test_a_large_result_fits_into_an_environment_variable() -> None:
    tests = [test(f"test_{number}", "failed", 1, message="x" * 5000, output="y" * 5000) for number in range(100)]
    verdicts = [verdict(f"kata_{number}", "failed", tests) for number in range(12)]
    for line in written("classroom", verdicts).splitlines():
        assert len(line) < 128 * 1024
    assert sum(row["score"] for row in outputs(verdicts)["result"]["tests"]) == 0
    assert outputs(verdicts)["result"]["max_score"] == 1200


# -- the others --


def test_classroom50_says_which_variable_is_missing() -> None:
    with pytest.raises(KataError, match="SUBMISSION_TAG"):
        render("classroom50", every_kind(), environment={**RUNNER, "SUBMISSION_TAG": ""})


def test_junit_is_read_by_a_junit_reader() -> None:
    suites = list(JUnitXml.fromstring(written("junit", every_kind()).encode()))
    assert [suite.name for suite in suites] == list(EARNED)
    by_name = {suite.name: suite for suite in suites}
    assert (by_name["mixed"].tests, by_name["mixed"].failures, by_name["mixed"].errors) == (6, 2, 3)
    assert all(suite.skipped == 0 for suite in suites)
    slow = next(case for case in by_name["mixed"] if case.name == "test_slow")
    assert [type(result).__name__ for result in slow.result] == ["Failure"]


def test_junit_holds_no_character_that_xml_forbids() -> None:
    allowed = r"[\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*"
    assert re.fullmatch(allowed, written("junit", every_kind()))


def test_junit_has_the_shape_of_pytests_own(tmp_path: Path, pytester_run: Any) -> None:
    theirs = pytester_run(tmp_path)
    ours = JUnitXml.fromstring(written("junit", every_kind()).encode())
    for document in (theirs, ours):
        for suite in document:
            assert suite._elem.tag == "testsuite"
            assert {"name", "errors", "failures", "skipped", "tests", "time", "timestamp", "hostname"} <= set(
                suite._elem.attrib
            )
            for case in suite:
                assert {"classname", "name", "time"} <= set(case._elem.attrib)
                assert {child.tag for child in case._elem} <= {
                    "properties",
                    "failure",
                    "error",
                    "skipped",
                    "system-out",
                }


@pytest.fixture
def pytester_run() -> Any:
    """Has pytest write its JUnit XML for a file with a pass, a failure and an error."""

    def run(folder: Path) -> JUnitXml:
        source = "import pytest\n\n@pytest.fixture\ndef bad():\n    1 / 0\n\n\n"
        source += "def test_a(): print(1)\ndef test_b(): assert 0\ndef test_c(bad): pass\n"
        (folder / "test_it.py").write_text(source)
        command = [sys.executable, "-m", "pytest", "-q", "--junitxml=out.xml", "-p", "no:cacheprovider", "test_it.py"]
        quick = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
        subprocess.run(command, cwd=folder, env=quick, capture_output=True, check=False)
        return JUnitXml.fromfile(str(folder / "out.xml"))

    return run


def test_exercism_is_an_error_only_if_nothing_ran() -> None:
    kinds = {one.kata: json.loads(written("exercism", [one]))["status"] for one in every_kind()}
    assert kinds["right"] == "pass"
    assert kinds["mixed"] == "fail"
    assert set(kinds.values()) == {"pass", "fail", "error"}


def test_markdown_shows_a_submissions_text_as_it_is() -> None:
    page = MarkdownIt("commonmark", {"html": True}).enable("table").parse(written("markdown", every_kind()))
    kinds = [token.type for token in page] + [child.type for token in page for child in token.children or []]
    assert not {"html_block", "html_inline", "image", "link_open"} & set(kinds)
    assert kinds.count("table_open") == 1
    rows = [token for token in page if token.type == "tr_open"]
    assert len(rows) == 1 + len(every_kind())


@pytest.mark.parametrize("name", sorted(set(FORMATS) - {"markdown", "json"}))
def test_no_line_of_a_result_is_a_command(name: str) -> None:
    found = outputs(every_kind()) if name == "classroom" else written(name, every_kind())
    texts = [found] if isinstance(found, str) else list(_texts(found))
    for text in texts:
        assert not re.search(r"^\s*::|##\[", text, re.MULTILINE)
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202e]", text)


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for inner in value.values() for text in _texts(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in _texts(inner)]
    return [value] if isinstance(value, str) else []


@given(st.text(st.sampled_from(":# [a\n\r\t\x1b\x85\u2028\u202e"), max_size=30))
def test_defused_text_holds_no_command(text: str) -> None:
    assert not re.search(r"^\s*::|##\[", defused(text), re.MULTILINE)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=60), name=st.sampled_from(sorted(FORMATS)))
def test_any_text_of_a_submission_can_be_written(text: str, name: str) -> None:
    tests = [test("test_a", "failed", 3, message=text, call=text, got=text, output=text), test("test_b", "passed", 4)]
    verdicts = [verdict("any", "failed", tests, message=text, output=text)]
    result = written(name, verdicts)
    result.encode()
    if name == "junit":
        JUnitXml.fromstring(result.encode())
    if name != "exercism":
        assert name in ("classroom", *SUMS) or points(name, verdicts) == {"any": [4, 7]}


# -- `kata check --format` --

ANSWERS = {
    "right": ("def add(a, b):\n    return a + b\n", 0, 100),
    "partly": ("def add(a, b):\n    return a\n", 1, 40),
    "slow": ("def add(a, b):\n    while b == 0:\n        pass\n    return a + b\n", 1, 60),
    "broken": ("def add(a, b)\n", 1, 0),
}


@pytest.mark.slow
@pytest.mark.parametrize("answer", ANSWERS)
def test_a_check_has_the_same_verdict_in_every_format(
    kata: Run, root: Path, make_kata: MakeKata, workspace: Workspace, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    source, status, earned = ANSWERS[answer]
    manifest = make_kata("add")
    manifest.write_text(manifest.read_text() + "[limits]\ncpu_seconds = 1\n")
    workspace.settings_path.write_text(f"katas_from = [{json.dumps(str(root))}]")
    attempt = workspace.attempts_dir / "sums" / "add.py"
    attempt.parent.mkdir()
    attempt.write_text(source)
    found = []
    # One grading, written in every format: its verdict is the one on record.
    monkeypatch.setattr("kata.cli.commands.check.grade", lambda *arguments, **options: found[0])
    with Engine() as engine:
        found.append(engine.grade(load_catalog([root]).get("add"), source, seed=1, filename="attempts/sums/add.py"))
    for name in FORMATS:
        for variable, value in RUNNER.items():
            monkeypatch.setenv(variable, value)
        done = kata("check", "add", "--format", name)
        assert done.exit_code == status, done.output
        assert "Traceback" not in done.output
        if name == "classroom":
            (result,) = [json.loads(base64.b64decode(line.split("=", 1)[1])) for line in done.stdout.splitlines()]
            assert sum(row["score"] for row in result["tests"]) == earned
        elif name == "junit":
            (suite,) = JUnitXml.fromstring(done.stdout.encode())
            assert {one.name: one.value for one in suite.properties()}["points"] == str(earned)
            if answer == "slow":
                assert (suite.failures, suite.errors, suite.skipped) == (1, 0, 0)
        elif name == "markdown":
            assert f"{earned} of 100 points" in done.stdout
        elif name == "exercism":
            expected = {"right": "pass", "broken": "error"}.get(answer, "fail")
            assert json.loads(done.stdout)["status"] == expected
        elif name == "codio":
            assert parse_qs(done.stdout.strip())["grade"] == [str(earned)]
        elif name == "problems":
            assert done.stdout.splitlines()[-1].endswith(f", {earned} of 100 points")
        else:
            data = json.loads(done.stdout)
            share = {"autolab": {"scores": {"add": earned}}, "codegrade": {"tag": "points", "points": f"{earned}/100"}}
            if name in share:
                assert data == share[name]
            elif name == "prairielearn":
                assert data["score"] == pytest.approx(earned / 100)
            else:
                assert data.get("points", data.get("score")) == earned
    assert json.loads(kata("check", "add", "--json").stdout)["points"] == earned


def test_two_ways_to_write_a_verdict_are_one_too_many(kata: Run, workspace: Workspace) -> None:
    done = kata("check", "softmax", "--json", "--format", "junit")
    assert done.exit_code == 2
    assert "give one of them" in done.stderr


def test_classroom50_outside_of_its_runner_is_a_sentence(
    kata: Run, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CLASSROOM", raising=False)
    kata("start", "softmax")
    done = kata("check", "--format", "classroom50")
    assert done.exit_code == 2
    assert "CLASSROOM, which isn't set" in done.stderr
    assert done.stdout == ""
