"""Where attempts live, how they are read, and that nothing of a learner's is ever lost."""

import errno
import os
from pathlib import Path

import pytest

from kata.catalog import Kata, load_catalog
from kata.workspace import (
    AttemptUnreadable,
    NoWorkspace,
    Workspace,
    WorkspaceError,
    adopt,
    find_workspace,
    init_workspace,
    read_attempt,
    reset,
    scaffold,
)
from tests.support.cli import MakeKata


@pytest.fixture
def kata(root: Path, make_kata: MakeKata) -> Kata:
    make_kata("add_two", formerly=["plus"])
    return load_catalog([root]).get("add_two")


def test_a_workspace_is_found_from_inside_and_by_name(tmp_path: Path) -> None:
    made, new = init_workspace(tmp_path / "my work")
    assert new
    deep = made.attempts_dir / "attention"
    deep.mkdir()
    assert find_workspace(deep, {}) == made
    assert find_workspace(tmp_path, {"KATA_WORKSPACE": str(made.root)}) == made


def test_no_workspace_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(NoWorkspace, match="kata init"):
        find_workspace(tmp_path, {})
    with pytest.raises(NoWorkspace, match="KATA_WORKSPACE"):
        find_workspace(tmp_path, {"KATA_WORKSPACE": str(tmp_path)})


def test_init_changes_nothing_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    made, _ = init_workspace(tmp_path)
    made.settings_path.write_text("katas_from = ['x']")
    again, new = init_workspace(tmp_path)
    assert (again, new) == (made, False)
    assert (tmp_path / "notes.txt").read_text() == "mine"
    assert made.settings_path.read_text() == "katas_from = ['x']"


def test_init_on_a_file_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(WorkspaceError, match="No workspace can be made"):
        init_workspace(tmp_path / "file")


def test_katas_from_is_remembered_and_may_be_relative(tmp_path: Path) -> None:
    made, _ = init_workspace(tmp_path / "work", [tmp_path / 'kä"tas'])
    assert made.katas_from() == [tmp_path / 'kä"tas']
    made.settings_path.write_text('katas_from = ["../more"]')
    assert made.katas_from() == [made.root / "../more"]
    made.settings_path.unlink()
    assert made.katas_from() == []


@pytest.mark.parametrize("text", ["katas_from = 'x'", "katas_from = [1]", "katas_from = "])
def test_wrong_settings_are_named(tmp_path: Path, text: str) -> None:
    made, _ = init_workspace(tmp_path)
    made.settings_path.write_text(text)
    with pytest.raises(WorkspaceError, match=r"settings\.toml"):
        made.katas_from()


def test_scaffold_never_writes_over_work(workspace: Workspace, kata: Kata) -> None:
    path = workspace.attempt_path(kata)
    assert scaffold(workspace, kata)
    assert path.read_text() == kata.stub
    path.write_text("work")
    assert not scaffold(workspace, kata)
    assert path.read_text() == "work"


def test_scaffold_leaves_a_dangling_link_alone(workspace: Workspace, kata: Kata, tmp_path: Path) -> None:
    path = workspace.attempt_path(kata)
    path.parent.mkdir()
    path.symlink_to(tmp_path / "nowhere.py")
    assert not scaffold(workspace, kata)
    assert not (tmp_path / "nowhere.py").exists()


def test_scaffold_into_what_is_no_folder_is_a_sentence(workspace: Workspace, kata: Kata) -> None:
    workspace.attempt_path(kata).parent.write_text("a file")
    with pytest.raises(WorkspaceError, match=r"can't be|is no folder"):
        scaffold(workspace, kata)


def test_a_full_disk_leaves_nothing_half_written(
    workspace: Workspace, kata: Kata, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fdopen", full)
    with pytest.raises(WorkspaceError, match="No space left"):
        scaffold(workspace, kata)
    assert not workspace.attempt_path(kata).exists()


def test_an_attempt_is_read_as_it_was_saved(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_bytes(b"\xef\xbb\xbfx = 'caf\xc3\xa9'\r\n\ty = 1\r\n")
    assert read_attempt(path) == "x = 'café'\r\n\ty = 1\r\n"


def test_what_is_no_readable_file_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "target.py").write_text("secret = 1")
    (tmp_path / "link.py").symlink_to(tmp_path / "target.py")
    (tmp_path / "folder.py").mkdir()
    (tmp_path / "latin.py").write_bytes(b"x = 1\ny = '\xe9'\n")
    (tmp_path / "large.py").write_bytes(b"#" * 1_000_001)
    os.mkfifo(tmp_path / "pipe.py")
    for name, sentence in {
        "missing.py": "There is no attempt",
        "link.py": "is a symbolic link",
        "folder.py": "is a folder",
        "latin.py": "not UTF-8: line 2 has the byte 0xe9",
        "large.py": "1,000,001 bytes",
        "pipe.py": "not a regular file",
    }.items():
        with pytest.raises(AttemptUnreadable, match=sentence) as caught:
            read_attempt(tmp_path / name)
        assert name in str(caught.value)
        assert caught.value.exit_code == 3


def test_reset_keeps_a_copy_each_time(workspace: Workspace, kata: Kata) -> None:
    path = workspace.attempt_path(kata)
    scaffold(workspace, kata)
    assert reset(workspace, kata) is None, "the untouched stub need not be kept"
    kept = []
    for work in ("one", "two"):
        path.write_text(work)
        kept.append(reset(workspace, kata))
        assert path.read_text() == kata.stub
    assert [place.read_text() for place in kept if place] == ["one", "two"]


def test_reset_keeps_a_folder_and_a_link_too(workspace: Workspace, kata: Kata, tmp_path: Path) -> None:
    path = workspace.attempt_path(kata)
    path.mkdir(parents=True)
    (path / "inside.txt").write_text("mine")
    kept = reset(workspace, kata)
    assert kept
    assert (kept / "inside.txt").read_text() == "mine"
    path.unlink()
    path.symlink_to(tmp_path / "elsewhere.py")
    kept = reset(workspace, kata)
    assert kept
    assert kept.is_symlink()
    assert path.read_text() == kata.stub


def test_reset_begins_what_was_not_there(workspace: Workspace, kata: Kata) -> None:
    assert reset(workspace, kata) is None
    assert workspace.attempt_path(kata).read_text() == kata.stub


def test_an_attempt_follows_its_kata_to_a_new_name(workspace: Workspace, kata: Kata) -> None:
    earlier = workspace.attempts_dir / "old_track" / "plus.py"
    earlier.parent.mkdir()
    earlier.write_text("work")
    assert adopt(workspace, kata) == earlier
    assert workspace.attempt_path(kata).read_text() == "work"
    assert adopt(workspace, kata) is None
