"""Behind jupyter-server-proxy: a socket of the user's own, under a base path, without a token."""

import http.client
import json
import os
import signal
import socket
import stat
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

from kata.workspace import Workspace
from tests.support.waiting import wait_until
from tests.web.conftest import Serve

ROOT = Path(__file__).resolve().parents[2]
BASE = "/user/me/kata"


class _Connection(http.client.HTTPConnection):
    """To a socket in a folder."""

    def __init__(self, path: Path) -> None:
        super().__init__("hub.example")
        self.path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(str(self.path))


def ask(path: Path, address: str, sent: object = None, **headers: str) -> tuple[int, str]:
    connection = _Connection(path)
    body = None if sent is None else json.dumps(sent)
    connection.request("GET" if sent is None else "POST", address, body, headers)
    reply = connection.getresponse()
    text = reply.read().decode()
    connection.close()
    return reply.status, text


def test_only_this_user_reaches_it_and_only_its_own_pages_change_anything(serve: Serve, tmp_path: Path) -> None:
    path = tmp_path / "s"
    serve(unix_socket=path, base=BASE)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    status, page = ask(path, f"{BASE}/")
    assert status == 200
    assert f'href="{BASE}/paths"' in page
    follow = f"{BASE}/follow"
    assert ask(path, follow, {"path": "one-week"}, Origin="https://hub.example")[0] == 200
    assert ask(path, follow, {"path": "one-week"}, Origin="https://evil.example")[0] == 403
    assert ask(path, follow, {"path": "one-week"})[0] == 403


@pytest.mark.slow
def test_the_entry_point_starts_it_also_where_there_is_no_workspace(tmp_path: Path) -> None:
    points = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["entry-points"]
    module, _, function = points["jupyter_serverproxy_servers"]["kata"].partition(":")
    told = getattr(import_module(module), function)()
    assert Path(told["launcher_entry"]["icon_path"]).is_file()
    path = tmp_path / "s"
    command = [part.format(unix_socket=path, base_url="/user/me/") for part in told["command"]]
    environment = {name: value for name, value in os.environ.items() if name != "KATA_WORKSPACE"}
    with subprocess.Popen([sys.executable, *command[1:]], cwd=tmp_path, env=environment) as server:
        wait_until(lambda: path.exists() or server.poll() is not None)
        wait_until(lambda: ask(path, f"{BASE}/")[0] == 409)
        assert "kata init" in ask(path, f"{BASE}/")[1]
        server.send_signal(signal.SIGTERM)
        assert server.wait(60) == 0
    assert not path.exists()


def test_what_is_no_socket_is_left_alone(workspace: Workspace) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kata", "web", "--no-open", "--unix-socket", str(workspace.root)],
        capture_output=True,
        text=True,
        cwd=workspace.root,
    )
    assert done.returncode == 2
    assert "can't listen" in done.stderr
    assert workspace.root.is_dir()
