"""Notebooks made from katas: for nbgrader, to practise in, and read back by `kata check`."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("nbformat")

import nbformat

from kata.catalog import Catalog, load_catalog
from kata.grading.engine import Engine
from kata.latex import display, latex
from kata.learner import packages
from kata.notebook.answers import read_answer
from kata.notebook.markdown import specification
from kata.notebook.solution import BEGIN, END, answer_cell
from kata.origin import install_command
from kata.progress import Progress
from kata.workspace import Workspace
from tests.support.cli import MakeKata, Run


def cleared(source: str) -> str:
    """What nbgrader's release leaves of an answer cell."""
    return re.sub(rf"( *){BEGIN}.*?{END}", r"\1raise NotImplementedError", source, flags=re.DOTALL)


@pytest.mark.slow
def test_every_kata_has_an_answer_cell_that_is_right_and_becomes_the_stub(
    catalog: Catalog, engine: Engine, tmp_path: Path, kata: Run
) -> None:
    installed = [one.name for one in catalog if not packages.missing(one)]
    names = installed[::8]  # one rule makes all of them; torch takes seconds to start
    done = kata("notebook", "export", "--katas", ",".join(names), "--set", "all", "--to", tmp_path / "source" / "ps1")
    assert done.exit_code == 0, done.output
    path = tmp_path / "source" / "ps1" / "all.ipynb"
    cells = nbformat.read(path, as_version=4).cells
    ids = [cell.metadata.nbgrader.grade_id for cell in cells]
    assert len(set(ids)) == len(ids)
    for name in names:
        one = catalog.get(name)
        own = [cell.metadata.nbgrader for cell in cells if cell.metadata.nbgrader.grade_id.startswith(f"{name}-")]
        assert sum(found.get("points", 0) for found in own) == 100
        assert engine.grade(one, read_answer(path, one), seed=4, diagnose=False).points == 100, name
        assert engine.grade(one, cleared(read_answer_cell(cells, name)), seed=4, diagnose=False).points == 0, name
    for one in catalog:
        assert ast_of(cleared(answer_cell(one)))


def read_answer_cell(cells: Any, name: str) -> str:
    return "\n".join(
        cell.source
        for cell in cells
        if cell.cell_type == "code"
        and cell.metadata.nbgrader.grade_id in (f"{name}-imports", f"{name}-answer", f"{name}-given")
    )


def ast_of(source: str) -> object:
    import ast

    return ast.parse(source)


@pytest.mark.slow
def test_an_export_is_the_same_every_time_and_keeps_what_was_edited(kata: Run, tmp_path: Path) -> None:
    folder = tmp_path / "source" / "ps1"
    arguments = ("notebook", "export", "--katas", "causal_mask", "--to", folder)
    assert kata(*arguments).exit_code == 0
    path = folder / "causal_mask.ipynb"
    first, config = path.read_bytes(), (tmp_path / "nbgrader_config.py").read_bytes()
    again = kata(*arguments)
    assert again.exit_code == 0
    assert path.read_bytes() == first
    assert (tmp_path / "nbgrader_config.py").read_bytes() == config
    assert "stays as it is" in again.output
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[0].source += "\n\nHand in by Friday."
    nbformat.write(notebook, path)
    refused = kata(*arguments)
    assert refused.exit_code == 2
    assert "Edited since the export" in refused.output
    assert "Friday" in path.read_text()
    assert kata(*arguments, "--force").exit_code == 0
    assert path.read_bytes() == first


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("export", "--katas", "causal_msk", "--to", "source/ps1"), "Did you mean causal_mask"),
        (("export", "--katas", "causal_mask", "--to", "ps1"), "COURSE/source/ASSIGNMENT"),
        (("export", "--katas", " , ", "--to", "source/ps1"), "names no kata"),
        (("export", "--katas", "causal_mask", "--set", "a/b", "--to", "source/ps1"), "can't name a notebook"),
        (("autograde", ".", "ps1"), "no course of nbgrader"),
    ],
)
def test_wrong_usage_is_a_sentence(arguments: tuple[str, ...], says: str, kata: Run, workspace: Workspace) -> None:
    done = kata("notebook", *arguments)
    assert done.exit_code == 2
    assert says in " ".join(done.output.split())
    assert "Traceback" not in done.output


def test_without_the_extra_a_sentence_says_what_to_install(
    kata: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(packages, "installed", lambda package: package != "nbformat")
    done = kata("notebook", "export", "--katas", "causal_mask", "--to", tmp_path / "source" / "ps1")
    assert done.exit_code == 2
    assert install_command("notebook") in done.output


@pytest.mark.slow
def test_a_private_kata_is_exported_with_where_it_is(
    kata: Run, root: Path, make_kata: MakeKata, tmp_path: Path, engine: Engine
) -> None:
    make_kata("add_two")
    folder = tmp_path / "source" / "ps1"
    done = kata("notebook", "export", "--katas", "add_two", "--to", folder, "--katas-from", root)
    assert done.exit_code == 0, done.output
    assert json.dumps(str(root)) in (tmp_path / "nbgrader_config.py").read_text()
    one = load_catalog([root]).get("add_two")
    assert engine.grade(one, read_answer(folder / "add_two.ipynb", one), seed=1).points == 100


@pytest.mark.slow
def test_kata_check_grades_a_notebook_and_records_it(kata: Run, workspace: Workspace, catalog: Catalog) -> None:
    one = catalog.get("causal_mask")
    assert kata("notebook", "export", "--katas", "causal_mask", "--practice", "--to", ".").exit_code == 0
    path = Path("causal_mask.ipynb")
    assert "not begun" in kata("check", path).output
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell(one.reference_path.read_text()))
    nbformat.write(notebook, path)
    done = kata("check", path)
    assert done.exit_code == 0, done.output
    assert done.output.startswith("passed: causal_mask  100 of 100 points")
    with Progress(workspace.progress_path) as progress:
        assert progress.state("causal_mask").passed
    notebook.cells.append(nbformat.v4.new_code_cell(catalog.get("perplexity").stub))
    nbformat.write(notebook, path)
    both = kata("check", path, "--json")
    assert both.exit_code == 1
    assert [(one["kata"], one["points"]) for one in json.loads(both.stdout)] == [
        ("causal_mask", 100),
        ("perplexity", 0),
    ]
    path.write_text("{}")
    assert kata("check", path).exit_code == 3
    path.write_text('{"cells": []}')
    assert "answers no kata" in kata("check", path).output


@pytest.mark.slow
def test_a_practice_notebook_checks_hints_and_records_in_a_kernel(
    kata: Run, workspace: Workspace, root: Path, make_kata: MakeKata
) -> None:
    pytest.importorskip("ipykernel")
    make_kata("add_two")
    workspace.settings_path.write_text(f"katas_from = [{json.dumps(str(root))}]")
    assert kata("notebook", "export", "--katas", "add_two", "--practice", "--to", ".").exit_code == 0
    notebook = nbformat.read("add_two.ipynb", as_version=4)
    extra = [
        "%kata hint add_two",
        "def add_two(a, b):\n    print('<b>')\n    return a * b",
        "%kata check",
        "def add_two(a, b):\n    return a + b",
        "%kata check add_two",
        "%kata frobnicate",
        "%kata check nosuch",
    ]
    notebook.cells += [nbformat.v4.new_code_cell(source) for source in extra]
    nbformat.write(notebook, "add_two.ipynb")
    # The real kernel, as JupyterLab starts it.
    line = [sys.executable, "-m", "jupyter", "execute", "--inplace", "--allow-errors", "add_two.ipynb"]
    subprocess.run(line, check=True, capture_output=True, env={**os.environ, "KATA_WORKSPACE": str(workspace.root)})
    cells = nbformat.read("add_two.ipynb", as_version=4).cells
    shown = {cell.source: json.dumps(cell.get("outputs", [])) for cell in cells}
    assert "not begun" in shown["%kata check add_two"] or "100 of 100" in shown["%kata check add_two"]
    assert "Hint 1 of 3" in shown["%kata hint add_two"]
    assert "That is the product." in shown["%kata check"]
    assert "<b>\\n" not in shown["%kata check"]  # what the answer printed is text, not HTML
    assert "100 of 100 points" in json.dumps(cells[-3].outputs)
    assert "No such command" in shown["%kata frobnicate"]
    assert "There is no kata `nosuch`" in shown["%kata check nosuch"]
    with Progress(workspace.progress_path) as progress:
        assert progress.state("add_two").passed
        assert progress.state("add_two").hints == 1
        assert progress.state("add_two").checks == 3


def test_formulas_become_latex_and_code_stays_code(catalog: Catalog) -> None:
    assert latex("exp(x_i) / sum_j exp(x_j)") == r"\exp (x_{i}) / \sum _{j} \, \exp (x_{j})"
    assert latex("x / (n + 1e-12) - 3e-4") == r"x / (n + 10^{-12}) - 3 \cdot 10^{-4}"
    assert latex("Q K^T / sqrt(D)") == r"Q \, K^{T} / \sqrt{D}"
    assert latex("x where x > 0, else slope * x") == r"x \text{ where } x > 0, \text{ else slope} \cdot x"
    assert display("a = 1\nb' <- b^(2 h)") == (
        "$$\n\\begin{aligned}\na &= 1 \\\\\nb' &\\leftarrow b^{2 \\, h}\n\\end{aligned}\n$$"
    )
    assert "$$" in specification(catalog.get("softmax"))
    chat = specification(catalog.get("chat_template"))
    assert "```\n<|im_start|>user" in chat
    for one in catalog:
        text = specification(one)
        for formula in re.findall(r"\$\$(.*?)\$\$", text, re.DOTALL):
            assert formula.count("{") == formula.count("}"), one.name
        assert "``" not in text.replace("```", "")


def test_a_new_course_is_called_as_its_folder(kata: Run, tmp_path: Path) -> None:
    done = kata("notebook", "export", "--katas", "softmax", "--to", tmp_path / "ML 101" / "source" / "ps1")
    assert done.exit_code == 0, done.output
    assert 'c.CourseDirectory.course_id = "ML-101"' in (tmp_path / "ML 101" / "nbgrader_config.py").read_text()
