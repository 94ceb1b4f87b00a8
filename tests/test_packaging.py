"""What is said in two places is the same: versions, tools, pins; what pytest keeps to itself is used in one."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

import kata

ROOT = Path(__file__).resolve().parents[1]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
WORKFLOWS = [*sorted((ROOT / ".github/workflows").glob("*.yml")), ROOT / "action.yml"]
FORMS = sorted(path for path in (ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml") if path.name != "config.yml")


def requirements() -> list[Requirement]:
    """Everything that the project asks for, its own extras left out."""
    named = [*PROJECT["project"]["dependencies"]]
    for extra in PROJECT["project"]["optional-dependencies"].values():
        named += extra
    return [one for one in map(Requirement, named) if one.name != "mlkata"]


def pins() -> dict[str, Version]:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pinned = [line.partition("==") for line in lines if line and not line.startswith("#")]
    return {canonicalize_name(name): Version(version) for name, _, version in pinned}


def test_there_is_one_version() -> None:
    built = subprocess.run(
        [sys.executable, "-m", "hatchling", "version"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert built.stdout.strip() == kata.__version__ == citation["version"]


def test_the_groups_hold_the_tools_of_the_extra() -> None:
    groups = PROJECT["dependency-groups"]
    extra = {tool for tool in PROJECT["project"]["optional-dependencies"]["dev"] if not tool.startswith("mlkata")}
    assert {*groups["lint"], *groups["test"]} == extra
    assert [entry["include-group"] for entry in groups["dev"]] == ["lint", "test"]


@pytest.mark.parametrize("wanted", requirements(), ids=lambda wanted: wanted.name)
def test_the_constraints_pin_what_the_project_asks_for(wanted: Requirement) -> None:
    assert pins()[canonicalize_name(wanted.name)] in wanted.specifier


def test_the_workflow_runs_every_python_that_is_named() -> None:
    classified = re.findall(r"Python :: (3\.\d+)", "\n".join(PROJECT["project"]["classifiers"]))
    matrix = yaml.safe_load((ROOT / ".github/workflows/test.yml").read_text("utf-8"))["jobs"]["test"]["strategy"][
        "matrix"
    ]
    assert matrix["python"] == classified
    assert PROJECT["project"]["requires-python"] == f">={classified[0]}"


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_pinned_by_their_commit(path: Path) -> None:
    used = re.findall(r"uses: (\S+)", path.read_text("utf-8"))
    loose = [action for action in used if action != "./" and not re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", action)]
    assert loose == []


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_an_issue_form_asks_for_something_in_each_field(path: Path) -> None:
    form = yaml.safe_load(path.read_text("utf-8"))
    assert form["name"]
    assert form["description"]
    fields = [field for field in form["body"] if field["type"] != "markdown"]
    assert all(field["attributes"]["label"] for field in fields)
    names = [field["id"] for field in fields]
    assert len(set(names)) == len(names)


def test_what_pytest_keeps_to_itself_is_used_in_one_place() -> None:
    private = re.compile(r"\b_pytest\b|\b_setupstate\b")
    users = {
        path.relative_to(ROOT).as_posix()
        for folder in ("tools", "graders", "tests", "benchmarks")
        for path in (ROOT / folder).rglob("*.py")
        if "submissions" not in path.parts and private.search(path.read_text("utf-8"))
    }
    assert users - {"tests/test_packaging.py"} == {"tools/kata/grading/pytest_private.py"}
    wanted = next(Requirement(one) for one in PROJECT["project"]["dependencies"] if one.startswith("pytest>="))
    assert any(bound.operator == "<" for bound in wanted.specifier)
