"""What is laid out for hostile answers: secrets to find, listeners to reach, files to change."""

import contextlib
import os
import secrets
import shutil
import socket
import tempfile
from pathlib import Path

from kata.catalog import Kata
from kata.catalog.kata import load_kata

MARK = "kataauditsecret"  # what every secret begins with, so that an answer knows what to look for
VARIABLE = "KATA_AUDIT_TOKEN"


class Bait:
    """Secrets in the environment, in files and in copies of the katas; listeners of each kind."""

    def __init__(self) -> None:
        self.number = str(secrets.randbelow(10**9))
        self.secret = MARK + secrets.token_hex(12)
        self.left: list[str] = []  # what answers so far were told to leave behind
        self.folder = Path(os.path.realpath(tempfile.mkdtemp(prefix="kata-audit-")))
        self.open = self.folder / "open"  # what anybody could write in
        self.open.mkdir()
        for name in ("file", "home", "attempt"):
            (self.folder / name).write_text(f"{self.secret} in {name}\n")
        self.tcp = socket.create_server(("127.0.0.1", 0))
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.udp.bind(("127.0.0.1", 0))
        self.unix = socket.socket(socket.AF_UNIX)
        self.unix.bind(str(self.folder / "socket"))
        self.mail = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.mail.bind(str(self.folder / "mail"))
        self.abstract = socket.socket(socket.AF_UNIX)
        self.abstract.bind(f"\0kata-audit-{self.number}")
        self.listeners = {"TCP": self.tcp, "UDP": self.udp, "unix": self.unix, "mail": self.mail}
        self.listeners["abstract"] = self.abstract
        for listener in self.listeners.values():
            listener.setblocking(False)
            if listener.type == socket.SOCK_STREAM:
                listener.listen()
        self.katas: dict[str, Kata] = {}
        self._environment = os.environ.get(VARIABLE)
        os.environ[VARIABLE] = self.secret

    def kata(self, kata: Kata) -> Kata:
        """A copy of a kata whose grader and solutions hold the secret."""
        if kata.name not in self.katas:
            shared = kata.grader_path.parent.glob("_*.py")
            for path in (kata.manifest_path, kata.stub_path, kata.grader_path, *shared, kata.solutions_dir):
                copy = self.folder / "catalog" / path.relative_to(kata.root)
                copy.parent.mkdir(parents=True, exist_ok=True)
                (shutil.copytree if path.is_dir() else shutil.copy)(path, copy)
            root = self.folder / "catalog"
            copied = load_kata(root, root / kata.manifest_path.relative_to(kata.root))
            for path in (copied.grader_path, copied.reference_path):
                path.write_text(f'{path.read_text(encoding="utf-8")}\nCANARY = "{self.secret}"\n', encoding="utf-8")
            self.katas[kata.name] = copied
        return self.katas[kata.name]

    def described(self, kata: Kata, processes: list[int]) -> dict[str, object]:
        """What an answer is told, so that it need not search."""
        left = f"left{self.number}x{len(self.left)}x"
        described: dict[str, object] = {
            "mark": MARK,
            "number": self.number,
            "left": left,
            "proof": f"proof{self.number}",
            "folder": str(self.open),
            "catalog": str(kata.root),
            "catalog_files": [str(kata.grader_path), str(kata.reference_path), str(kata.stub_path)],
            "processes": processes,
            "tcp": self.tcp.getsockname()[1],
            "udp": self.udp.getsockname()[1],
            "unix": str(self.folder / "socket"),
            "shared": f"kata-audit-{self.number}",
            "mail": str(self.folder / "mail"),
            "abstract": f"kata-audit-{self.number}",
        }
        return described | {name: str(self.folder / name) for name in ("file", "home", "attempt")}

    def state(self) -> dict[str, tuple[int, int]]:
        """Everything that a file's change would show in."""
        found = {}
        for path in sorted(self.folder.rglob("*")):
            facts = path.lstat()
            found[str(path.relative_to(self.folder))] = (facts.st_mode, facts.st_size)
        for place in (tempfile.gettempdir(), "/var/tmp", "/dev/shm", "/run"):
            for path in (Path(place, f"left-{self.number}"), Path(place, f"kata-audit-{self.number}")):
                if path.exists():
                    found[str(path)] = (0, 0)
        return found

    def restore(self) -> None:
        """Take away what an answer left where everybody may write."""
        shutil.rmtree(self.open, ignore_errors=True)
        self.open.mkdir()
        for name in self.state():
            if name.startswith("/"):
                with contextlib.suppress(OSError):
                    os.unlink(name)

    def reached(self) -> list[str]:
        """The listeners that somebody has connected or written to since the last look."""
        found = {}
        for name, listener in self.listeners.items():
            with contextlib.suppress(BlockingIOError):
                while True:  # all that wait: the next look is at another answer
                    if listener.type == socket.SOCK_DGRAM:
                        listener.recv(100)
                    else:
                        listener.accept()[0].close()
                    found[name] = True
        return list(found)

    def processes(self, sign: str) -> set[int]:
        """The processes whose command line holds a text."""
        found = set()
        for entry in os.scandir("/proc"):
            if entry.name.isdigit():
                with contextlib.suppress(OSError):
                    command = Path(entry.path, "cmdline").read_bytes()
                    if sign.encode() in command:
                        found.add(int(entry.name))
        return found

    def close(self) -> None:
        for listener in self.listeners.values():
            listener.close()
        if self._environment is None:
            os.environ.pop(VARIABLE, None)
        else:
            os.environ[VARIABLE] = self._environment
        self.restore()
        shutil.rmtree(self.folder, ignore_errors=True)
