"""`kata web` in JupyterLab's launcher and behind JupyterHub, by jupyter-server-proxy."""

import sys
from pathlib import Path
from typing import Any

NAME = "kata"  # of the entry point, and so of the path below Jupyter's own


def setup() -> dict[str, Any]:
    """How jupyter-server-proxy starts the server.

    It listens at a socket that only this user can open, and Jupyter lets nobody but them through: no token is needed.
    """
    command = [sys.executable, "-m", "kata", "web", "--no-open", "--unix-socket", "{unix_socket}"]
    return {
        "command": [*command, "--base-path", "{base_url}" + NAME],
        "unix_socket": True,
        "absolute_url": True,
        "timeout": 60,
        "new_browser_tab": True,
        "launcher_entry": {
            "title": "Katas",
            "icon_path": str(Path(__file__).parent / "static" / "icon.svg"),
            "path_info": f"{NAME}/",
        },
    }
