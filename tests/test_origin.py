"""The line that installs this package, wherever it came from."""

import json
from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import Any

import pytest

from kata import origin
from kata.origin import install_command

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def came_from(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Makes pip's note of where it came from: came_from({...}), or None where there is none."""
    monkeypatch.delenv(origin.VARIABLE, raising=False)

    def note(direct_url: dict[str, Any] | None) -> None:
        text = json.dumps(direct_url) if direct_url is not None else None

        class Noted(Distribution):
            def read_text(self, filename: str) -> str | None:
                return text

            def locate_file(self, path: Any) -> Any:
                return path

        monkeypatch.setattr(origin, "distribution", lambda name: Noted())
        origin.installed_from.cache_clear()

    yield note
    origin.installed_from.cache_clear()


def test_from_a_repository(came_from: Any) -> None:
    came_from({"url": "https://example.org/kata.git", "vcs_info": {"vcs": "git", "commit_id": "abc"}})
    assert install_command() == "python -m pip install 'mlkata @ git+https://example.org/kata.git@abc'"
    assert install_command("dev") == "python -m pip install 'mlkata[dev] @ git+https://example.org/kata.git@abc'"


def test_from_a_clone(came_from: Any, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").touch()
    came_from({"url": tmp_path.as_uri(), "dir_info": {"editable": True}})
    assert install_command("notebook") == f"python -m pip install -e '{tmp_path}[notebook]'"
    came_from({"url": tmp_path.as_uri(), "dir_info": {}})
    assert install_command() == f"python -m pip install {tmp_path}"


def test_a_checkout_of_which_nothing_is_noted_is_named_itself(came_from: Any) -> None:
    came_from(None)
    assert install_command() == f"python -m pip install -e {ROOT}"


def test_from_an_index(came_from: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    came_from(None)
    monkeypatch.setattr(origin, "_clone", lambda: "")
    assert install_command("batch") == "python -m pip install 'mlkata[batch]'"


def test_what_is_set_once_counts_first(came_from: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    came_from({"url": "https://example.org/kata.git", "vcs_info": {"vcs": "git"}})
    monkeypatch.setenv(origin.VARIABLE, "git+https://example.org/ours.git")
    origin.installed_from.cache_clear()
    assert install_command(python="%pip") == "%pip install 'mlkata @ git+https://example.org/ours.git'"
    assert install_command(origin="/srv/a wheel.whl") == "python -m pip install '/srv/a wheel.whl'"


def test_no_sentence_names_an_index_that_may_not_have_it() -> None:
    named = [path for path in (ROOT / "tools" / "kata").rglob("*.py") if "install mlkata" in path.read_text()]
    named += [path for path in (ROOT / "tools" / "kata").rglob("*.py") if "install 'mlkata" in path.read_text()]
    assert named == []
    assert distribution(origin.NAME).metadata["Name"] == origin.NAME
