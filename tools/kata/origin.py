"""Where this mlkata was installed from, so that a line that installs it works: a clone, an address, or an index."""

import json
import os
import shlex
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from urllib.parse import unquote, urlsplit

NAME = "mlkata"
# Set once to what pip is to install: a path, `git+https://...`, or `mlkata` where an index has it.
VARIABLE = "KATA_INSTALL"


def install_command(extra: str = "", *, python: str = "python", origin: str = "") -> str:
    """The command that installs this package.

    Args:
        extra: of this package, to be installed with it.
        python: the interpreter; `%pip` stands for that of a notebook.
        origin: what pip is to install, if that isn't `origin()`.
    """
    pip = "%pip" if python == "%pip" else f"{python} -m pip"
    found = origin or installed_from()
    option = "-e " if found.startswith("-e ") else ""
    return f"{pip} install {option}{shlex.quote(_requirement(found.removeprefix('-e '), extra))}"


@cache
def installed_from() -> str:
    """What pip can install this package from: $KATA_INSTALL, else where it came from, else its name on an index.

    A clone that is installed to be edited begins with `-e `, as pip wants it.
    """
    return os.environ.get(VARIABLE, "").strip() or _recorded() or _clone() or NAME


def _requirement(origin: str, extra: str) -> str:
    extras = f"[{extra}]" if extra else ""
    if "://" in origin:
        return f"{NAME}{extras} @ {origin}"
    return f"{origin}{extras}"


def _recorded() -> str:
    """What pip noted, as PEP 610 has it; empty when it came from an index."""
    try:
        noted = json.loads(distribution(NAME).read_text("direct_url.json") or "{}")
    except (PackageNotFoundError, OSError, ValueError):
        return ""
    url = str(noted.get("url", ""))
    if "vcs_info" in noted:
        return f"{noted['vcs_info']['vcs']}+{url}@{noted['vcs_info'].get('commit_id', '')}".removesuffix("@")
    if "dir_info" in noted:
        folder = Path(unquote(urlsplit(url).path))
        editable = "-e " if noted["dir_info"].get("editable") else ""
        return f"{editable}{folder}" if (folder / "pyproject.toml").is_file() else ""
    return url


def _clone() -> str:
    """The checkout that this code runs from, if it does."""
    root = Path(__file__).resolve().parents[2]
    return f"-e {root}" if (root / "pyproject.toml").is_file() and (root / "exercises").is_dir() else ""
