"""An assignment brings mlkata along: a wheel of the one that is running, from a checkout or an installation."""

import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from kata.catalog import package_root
from kata.classroom.wheel import NAME, own_wheel
from tests.support.classroom import files, new
from tests.support.cli import Run

pytestmark = pytest.mark.slow
REBUILD = "import sys; from kata.classroom.wheel import own_wheel; sys.stdout.buffer.write(own_wheel())"


def members(wheel: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.endswith("RECORD")}


def test_a_wheel_is_the_same_from_a_checkout_and_from_what_was_installed_of_it(tmp_path: Path) -> None:
    wheel = own_wheel()
    assert own_wheel() == wheel
    (tmp_path / NAME).write_bytes(wheel)
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-index", "--no-deps", "--target"]
    subprocess.run([*pip, tmp_path / "site", tmp_path / NAME], check=True)
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "site")}
    again = subprocess.run([sys.executable, "-c", REBUILD], env=environment, cwd=tmp_path, capture_output=True)
    assert again.returncode == 0, again.stderr.decode()
    assert members(again.stdout) == members(wheel)
    # And that one can be installed too: its record is right.
    (tmp_path / "again").mkdir()
    (tmp_path / "again" / NAME).write_bytes(again.stdout)
    subprocess.run([*pip, tmp_path / "site-2", tmp_path / "again" / NAME], check=True)
    assert (tmp_path / "site-2" / "kata" / "__init__.py").is_file()


def test_a_starter_and_what_is_exported_of_it_bring_the_wheel(kata: Run, tmp_path: Path) -> None:
    made = new(kata, package_root(), tmp_path / "week-1", "--install", "wheel", katas="softmax")
    starter = files(made / "starter")
    assert members(starter[f".classroom/{NAME}"]) == members(own_wheel())
    for name, place in (
        (".github/workflows/classroom.yml", "submission/.classroom"),
        ("README.md", ".classroom"),
        (".devcontainer/devcontainer.json", ".classroom"),
    ):
        assert f"{place}/{NAME}[classroom]" in starter[name].decode()
    instructor = made / "instructor"
    assert kata("classroom", "export", "classroom50", instructor, "--to", tmp_path / "c50").exit_code == 0
    assert (tmp_path / "c50" / NAME).read_bytes() == starter[f".classroom/{NAME}"]
    assert kata("classroom", "export", "gradescope", instructor, "--to", tmp_path / "g.zip").exit_code == 0
    with zipfile.ZipFile(tmp_path / "g.zip") as archive:
        assert archive.read(NAME) == starter[f".classroom/{NAME}"]
        assert f"\"$root/source\"/'{NAME}[classroom]'" in archive.read("setup.sh").decode()
    # The next version's wheel takes the place of this one's.
    (made / "starter" / ".classroom" / "mlkata-0.0.1-py3-none-any.whl").write_bytes(b"old")
    assert kata("classroom", "update", instructor).exit_code == 0
    assert [path.name for path in (made / "starter" / ".classroom").glob("*.whl")] == [NAME]


def test_an_index_or_an_address_is_taken_where_it_is_named(kata: Run, tmp_path: Path) -> None:
    for number, (option, line) in enumerate(
        {
            "index": "mlkata[classroom]==0.1.0",
            "mlkata @ git+https://x.org/y@v1": "mlkata @ git+https://x.org/y@v1",
        }.items()
    ):
        made = new(kata, package_root(), tmp_path / str(number), "--install", option, katas="softmax")
        assert line in (made / "starter" / "README.md").read_text()
        assert not (made / "starter" / ".classroom").exists()
