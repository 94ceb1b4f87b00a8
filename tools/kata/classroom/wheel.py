"""The wheel of the mlkata that is running: what an assignment brings along, so that no index needs to have it."""

import base64
import hashlib
import os
import subprocess
import sys
import tempfile
from importlib.metadata import Distribution, distribution
from pathlib import Path

from kata import __version__
from kata.catalog import package_root
from kata.classroom.bundle import zipped
from kata.errors import KataError

NAME = f"mlkata-{__version__}-py3-none-any.whl"
# What pip writes beside what was in the wheel.
_PIPS = {"RECORD", "INSTALLER", "REQUESTED", "direct_url.json"}


def own_wheel() -> bytes:
    """The wheel: the same bytes for the same files.

    Raises:
        KataError: when this is a checkout, and there is nothing that could build it.
    """
    found = distribution("mlkata")
    names = {str(path) for path in found.files or ()}
    return _from_installed(found) if "kata/__init__.py" in names else _from_checkout(package_root())


def _from_installed(found: Distribution) -> bytes:
    """What was installed from a wheel, as a wheel again."""
    files: dict[str, bytes] = {}
    for path in found.files or ():
        top = path.parts[0]
        ours = top == "kata" or (top.endswith(".dist-info") and path.name not in _PIPS)
        if ours and "__pycache__" not in path.parts:
            files[path.as_posix()] = Path(str(found.locate_file(path))).read_bytes()
    info = next(name.split("/")[0] for name in files if name.endswith(".dist-info/METADATA"))
    lines = [f"{name},sha256={_digest(data)},{len(data)}" for name, data in sorted(files.items())]
    files[f"{info}/RECORD"] = "\n".join([*lines, f"{info}/RECORD,,", ""]).encode()
    return zipped(files)


def _digest(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


def _from_checkout(root: Path) -> bytes:
    with tempfile.TemporaryDirectory(prefix="kata-wheel-") as folder:
        environment = {**os.environ, "SOURCE_DATE_EPOCH": "315532800"}  # 1980, where a zip begins
        command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder]
        done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
        wheels = list(Path(folder).glob("*.whl"))
        if done.returncode or not wheels:
            raise KataError(
                "This mlkata runs from a checkout, and no wheel could be built of it: pip install hatchling. Or say "
                f"with --install where students get it from. ({done.stderr.strip()[-200:]})"
            )
        return wheels[0].read_bytes()
