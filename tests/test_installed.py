"""The wheel: the katas travel in it, and the main job works where there is no clone."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kata.catalog.graders import grader_files
from kata.catalog.paths import CATALOG, load_paths

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """Runs `kata` from an installed wheel, in a folder of its own."""
    folder = tmp_path_factory.mktemp("installed")
    quiet = {"cwd": ROOT, "check": True, "capture_output": True, "text": True}
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)], **quiet)
    (wheel,) = folder.glob("*.whl")
    site = folder / "site"
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(site), str(wheel)], **quiet
    )

    def kata(*arguments: str, cwd: Path = folder) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PYTHONPATH": str(site)}
        command = [sys.executable, "-m", "kata", *arguments]
        return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True)

    kata.site = site
    return kata


def test_the_wheel_holds_every_kata_whole(installed, catalog):
    katas = installed.site / "kata" / "katas"
    for kata in catalog:
        assert (katas / "exercises" / kata.track / f"{kata.name}.py").is_file()
        assert (katas / "solutions" / kata.track / kata.name / "mistakes.toml").is_file()
        for path in grader_files(kata):
            assert (katas / path.relative_to(kata.root)).is_file()
    assert (katas / "graders" / "forbidden.toml").is_file()
    assert {path.stem for path in (katas / "exercises" / "paths").glob("*.toml")} == load_paths(catalog).keys() - {
        CATALOG
    }


def test_the_main_job_works_from_the_wheel(installed, catalog, tmp_path):
    assert installed("init", str(tmp_path)).returncode == 0
    begun = installed("start", "causal_mask", cwd=tmp_path)
    assert begun.returncode == 0, begun.stderr
    attempt = tmp_path / "attempts" / "attention" / "causal_mask.py"
    stub = installed("check", "causal_mask", cwd=tmp_path)
    assert stub.returncode == 1
    attempt.write_text(catalog.get("causal_mask").reference_path.read_text())
    passed = installed("check", "causal_mask", cwd=tmp_path)
    assert passed.returncode == 0, passed.stdout + passed.stderr
    assert "100" in passed.stdout


def test_a_new_kata_can_be_scaffolded_from_the_wheel(installed, tmp_path):
    made = installed("author", "new", "toys", "my_kata", "--to", str(tmp_path))
    assert made.returncode == 0, made.stderr
    assert (tmp_path / "graders" / "toys" / "test_my_kata.py").is_file()
