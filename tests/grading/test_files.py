"""Submissions as files: whatever lies in an attempt's place, or beside it, is a sentence and never a surprise."""

import os
import socket
import threading
from pathlib import Path

import pytest

from kata.catalog import Catalog
from kata.catalog.kata import read_text
from kata.grading.engine import Engine
from kata.workspace import AttemptUnreadable, read_attempt


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "softmax.py"


def refused(path: Path) -> str:
    with pytest.raises(AttemptUnreadable) as caught:
        read_attempt(path)
    return str(caught.value)


def test_a_link_is_not_followed(place: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.py"
    secret.write_text("SECRET = 1")
    place.symlink_to(secret)
    assert "symbolic link" in refused(place)
    place.unlink()
    place.symlink_to(place)
    assert "symbolic link" in refused(place)


def test_devices_pipes_sockets_and_folders_are_no_attempts(place: Path, tmp_path: Path) -> None:
    for device in ("/dev/zero", "/dev/null", "/dev/tty", "/dev/stdin"):
        refused(Path(device))
    os.mkfifo(place)
    assert "not a regular file" in refused(place)
    place.unlink()
    with socket.socket(socket.AF_UNIX) as sock:
        sock.bind(str(tmp_path / "s.py"))
        refused(tmp_path / "s.py")
    place.mkdir()
    assert "is a folder" in refused(place)


def test_a_gigabyte_is_refused_before_it_is_read(place: Path) -> None:
    with place.open("wb") as file:
        file.truncate(1 << 30)
    assert "1,073,741,824 bytes" in refused(place)


def test_a_file_that_changes_while_it_is_read_is_refused(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place.write_text("x = 1\n")
    fstat = os.fstat

    def grow(file: int) -> os.stat_result:
        found = fstat(file)
        with place.open("a") as more:
            more.write("y = 2\n")
        return found

    monkeypatch.setattr(os, "fstat", grow)
    assert "changed while it was read" in refused(place)


def test_a_file_that_is_written_all_the_time_is_read_as_it_was_or_refused(place: Path) -> None:
    texts = ["a = 1\n" * 20_000, "b = 22\n" * 20_000]
    place.write_text(texts[0])
    stop = threading.Event()

    def write() -> None:
        turn = 0
        while not stop.is_set():
            turn += 1
            place.write_text(texts[turn % 2])

    thread = threading.Thread(target=write)
    thread.start()
    try:
        for _ in range(200):
            try:
                found = read_attempt(place)
                assert any(text.startswith(found) for text in texts)
            except AttemptUnreadable as error:
                assert "changed" in str(error)  # noqa: PT017
    finally:
        stop.set()
        thread.join()


@pytest.mark.parametrize(
    "name", ["new\nline.py", "quo'te\".py", "\x1b[31mred.py", "-rf.py", "caf\u00e9 \u202e.py", "%s{}.py"]
)
def test_any_name_is_read_and_graded(engine: Engine, catalog: Catalog, tmp_path: Path, name: str) -> None:
    kata = catalog.get("causal_mask")
    path = tmp_path / name
    path.write_text(read_text(kata.reference_path))
    assert engine.grade(kata, read_attempt(path), seed=1, filename=name).points == 100
    wrong = engine.grade(kata, "def causal_mask(:", seed=1, filename=name)
    assert (wrong.status, wrong.points) == ("broken", 0)


BESIDE = [
    "numpy.py",
    "json.py",
    "sitecustomize.py",
    "usercustomize.py",
    "conftest.py",
    "kata.py",
    "pytest.py",
    "test_x.py",
]


@pytest.mark.slow
def test_what_lies_beside_an_attempt_is_never_imported(
    catalog: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = tmp_path / "imported"
    for name in BESIDE:
        (tmp_path / name).write_text(f"open({str(mark)!r}, 'a').write({name!r})\nraise SystemExit(0)\n")
    for name, text in (
        ("pytest.ini", "[pytest]\naddopts = --collect-only\n"),
        ("setup.cfg", "[tool:pytest]\naddopts=-x\n"),
    ):
        (tmp_path / name).write_text(text)
    (tmp_path / "pyproject.toml").write_text('[tool.pytest.ini_options]\naddopts = "-p no:kata"\n')
    (tmp_path / "numpy").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("PYTHONSTARTUP", str(tmp_path / "json.py"))
    monkeypatch.setenv("PYTEST_ADDOPTS", "--collect-only")
    kata = catalog.get("softmax")
    with Engine() as engine:
        verdict = engine.grade(kata, read_text(kata.reference_path), seed=1, filename=str(tmp_path / "softmax.py"))
        wrong = engine.grade(kata, "import json\n" + kata.stub, seed=1, filename="softmax.py")
    assert verdict.points == 100
    assert wrong.points == 0
    assert not mark.exists()
