"""`kata note`: kept in the progress, shown, searched, taken back and taken along."""

import json
from pathlib import Path

import pytest

from kata.progress import Progress
from kata.workspace import Workspace, init_workspace
from tests.support.cli import Run


def texts(kata: Run, *options: str) -> list[str]:
    return [note["text"] for note in json.loads(kata("note", *options, "--json").output)]


def test_a_note_is_about_the_kata_that_is_worked_on(kata: Run, workspace: Workspace) -> None:
    kata("start", "softmax")
    assert "Nothing is noted about softmax" in kata("note").output
    assert kata("note", "-m", "take the row maximum away").exit_code == 0
    kata("note", "causal-mask", "-m", "the last rows")
    shown = kata("note").output
    assert "1. " in shown
    assert "take the row maximum away" in shown
    assert "the last rows" not in shown
    assert texts(kata, "--all") == ["take the row maximum away", "the last rows"]
    assert "You noted 1 thing about it" in kata("show").output


def test_notes_are_found_by_their_words(kata: Run, workspace: Workspace) -> None:
    kata("note", "softmax", "-m", "think of the wombat")
    kata("note", "causal_mask", "-m", "think of the corner")
    assert texts(kata, "--text", "WOMBAT think") == ["think of the wombat"]
    assert texts(kata, "--text", "koala") == []
    listed = json.loads(kata("list", "--text", "wombat", "--json").output)
    assert [entry["name"] for entry in listed] == ["softmax"]
    assert "stands nowhere" not in kata("list", "--text", "wombat").output


def test_a_note_is_written_in_the_editor(kata: Run, workspace: Workspace, tmp_path: Path) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nprintf "first line\\nsecond line\\n" >> "$1"\n')
    editor.chmod(0o755)
    kata("note", "softmax", "--editor", str(editor))
    assert texts(kata, "softmax") == ["first line\nsecond line"]
    empty = kata("note", "softmax", "--editor", "true")
    assert empty.exit_code == 2
    assert "empty" in empty.stderr
    assert len(texts(kata, "softmax")) == 1


def test_what_is_taken_back_is_shown_no_more_and_stays_on_record(kata: Run, workspace: Workspace) -> None:
    for text in ("one", "two", "three"):
        kata("note", "softmax", "-m", text)
    assert kata("note", "softmax", "--remove", "2").exit_code == 0
    assert texts(kata, "softmax") == ["one", "three"]
    assert "no note 3" in kata("note", "softmax", "--remove", "3").stderr
    assert b"two" in workspace.progress_path.read_bytes()


def test_notes_go_along_to_another_machine(kata: Run, workspace: Workspace, tmp_path: Path) -> None:
    for text in ("kept", "gone"):
        kata("note", "softmax", "-m", text)
    kata("progress", "export", str(tmp_path / "first.db"))
    kata("note", "softmax", "--remove", "2")
    kata("progress", "export", str(tmp_path / "second.db"))
    other, _ = init_workspace(tmp_path / "other")
    with Progress(other.progress_path) as progress:
        progress.add_note("softmax", "of this machine")
        for file in ("first.db", "second.db", "second.db"):
            progress.import_from(tmp_path / file, {})
        assert sorted(note.text for note in progress.notes("softmax")) == ["kept", "of this machine"]


def test_a_renamed_kata_keeps_its_notes(workspace: Workspace) -> None:
    with Progress(workspace.progress_path) as progress:
        progress.add_note("earlier", "a thought")
        progress.rename("earlier", "now")
        assert [note.text for note in progress.notes("now")] == ["a thought"]


def test_during_an_interview_notes_can_be_written_and_not_read(kata: Run, workspace: Workspace) -> None:
    kata("note", "softmax", "-m", "the whole solution")
    kata("interview", "--minutes", "25")
    with Progress(workspace.progress_path) as progress:
        running = progress.interviews.running()
    assert running is not None
    done = kata("note", running.katas[0])
    assert done.exit_code == 2
    assert "interview" in done.stderr
    assert kata("note", "--all").exit_code == 2
    assert kata("note", running.katas[0], "-m", "to remember").exit_code == 0


@pytest.mark.parametrize("options", [["softmax", "--all"], ["--all", "-m", "text"], ["-m", "  ", "softmax"]])
def test_what_makes_no_sense_is_a_sentence(kata: Run, workspace: Workspace, options: list[str]) -> None:
    done = kata("note", *options)
    assert done.exit_code == 2
    assert done.stderr.strip().endswith((".", "option."))
