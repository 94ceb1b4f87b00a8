"""Known answers are graded before verdicts count, and nothing is graded when they come out wrong."""

import json
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kata.catalog import Catalog
from kata.catalog.kata import read_text
from kata.errors import CannotGrade
from kata.grading import process, selftest
from kata.grading.engine import Engine
from kata.grading.process import GradingProcess
from kata.sandbox import levels
from kata.sandbox.levels import available_levels, best_level
from tests.support.needs import each_level, each_library


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "cache" / "selftest.json"
    monkeypatch.setattr(selftest, "_record", lambda: path)
    return path


@pytest.fixture
def forget_levels() -> Iterator[Callable[[], None]]:
    """Makes this process try again what the machine offers."""
    yield available_levels.cache_clear
    available_levels.cache_clear()


def points(engine: Engine, catalog: Catalog) -> int:
    kata = catalog.get("causal_mask")
    return engine.grade(kata, read_text(kata.reference_path), seed=1).points


@pytest.mark.slow
@pytest.mark.parametrize("level", each_level())
@pytest.mark.parametrize("library", each_library())
def test_it_holds_here(record: Path, level: str, library: str) -> None:
    with Engine(confinement=level, selftest="never") as engine:
        selftest.ensure_passed(engine.grade_toy, selftest.toy(library), level, always=True)
    assert len(json.loads(record.read_text())) == 1


@pytest.mark.slow
def test_it_is_run_once_and_remembered(record: Path, catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    runs = []
    original = selftest._run
    monkeypatch.setattr(selftest, "_run", lambda *arguments: (runs.append(1), original(*arguments)))
    for mode, expected in (("remembered", 1), ("remembered", 1), ("always", 2), ("never", 2)):
        with Engine(selftest=mode) as engine:
            assert points(engine, catalog) == 100
            assert points(engine, catalog) == 100
        assert len(runs) == expected, mode
    record.write_text("{broken")
    with Engine() as engine:
        assert points(engine, catalog) == 100
    assert len(runs) == 3


def test_a_level_that_held_is_not_tried_again(
    record: Path, catalog: Catalog, monkeypatch: pytest.MonkeyPatch, forget_levels: Callable[[], None]
) -> None:
    tightest = best_level()
    monkeypatch.setattr(selftest, "LEVELS", (tightest,))
    with Engine() as engine:
        assert points(engine, catalog) == 100
    forget_levels()  # as another process, which has tried none
    tried = []
    monkeypatch.setattr(levels, "best_level", lambda: tried.append(1) or tightest)
    with Engine() as engine:
        assert points(engine, catalog) == 100
    assert tried == []


@pytest.mark.slow
@pytest.mark.bubblewrap
def test_bubblewrap_installed_in_the_middle_of_a_run_changes_nothing_for_it(
    record: Path, catalog: Catalog, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, forget_levels: Callable[[], None]
) -> None:
    kata = catalog.get("causal_mask")

    def level() -> str:
        with Engine() as engine:
            found = engine.grade(kata, read_text(kata.reference_path), seed=1).confinement
        assert found is not None
        return found.level

    with monkeypatch.context() as before:
        before.setenv("PATH", str(tmp_path))
        forget_levels()
        without = level()
    assert without != "bubblewrap"
    selftest._remember(record, selftest._key("bubblewrap", kata.uses))  # by another process, which has found it
    assert level() == without
    forget_levels()  # as a process that starts now
    assert level() == "bubblewrap"


@pytest.mark.slow
def test_a_level_that_holds_no_more_is_tried_and_tested_again(
    record: Path, catalog: Catalog, monkeypatch: pytest.MonkeyPatch, forget_levels: Callable[[], None]
) -> None:
    monkeypatch.setattr(selftest, "LEVELS", (best_level(),))
    with Engine() as engine:
        assert points(engine, catalog) == 100
    forget_levels()  # as another process
    before = record.stat().st_mtime_ns
    started = []

    class Ending(GradingProcess):
        """The first one ends without a word, as when its answers' side can't be started."""

        def send(self, *messages: dict[str, Any]) -> None:
            started.append(self)
            super().send(*messages)
            if len(started) == 1:
                os.kill(self.pid, signal.SIGKILL)

    monkeypatch.setattr(process, "GradingProcess", Ending)
    with Engine() as engine:
        assert points(engine, catalog) == 100
    assert len(started) > 2  # the self-test has run
    assert record.stat().st_mtime_ns > before
    assert len(json.loads(record.read_text())) == 1


def test_a_record_that_cannot_be_kept_costs_nothing_but_time(
    catalog: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(selftest, "_record", lambda: tmp_path / "file" / "selftest.json")
    with Engine() as engine:
        assert points(engine, catalog) == 100


def test_another_boot_version_or_level_is_another_test(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = {selftest._key(level, library) for level in ("limits", "landlock") for library in ("numpy", "torch")}
    assert len(keys) == 4
    assert selftest._key("limits", "numpy") in keys
    monkeypatch.setattr(selftest, "__version__", "9.9")
    assert selftest._key("limits", "numpy") not in keys


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "source", "says"),
    [
        ("_RIGHT", "def double(values):\n    return values\ndef opened():\n    return []\n", "a right answer got 40"),
        (
            "_WRONG",
            "def double(values):\n    return [2 * v for v in values]\ndef opened():\n    return []\n",
            "a wrong",
        ),
        ("_READER", "{double}def opened():\n    return {paths!r}\n", "a prying answer got 60"),
    ],
)
def test_a_sandbox_that_breaks_answers_or_lets_them_read_grades_nothing(
    record: Path, catalog: Catalog, monkeypatch: pytest.MonkeyPatch, name: str, source: str, says: str
) -> None:
    if available_levels()["landlock"]:
        pytest.skip("without walls, nothing is read")
    monkeypatch.setattr(selftest, name, source)
    with Engine(confinement="landlock") as engine, pytest.raises(CannotGrade, match=says):
        points(engine, catalog)
    assert not record.exists()
