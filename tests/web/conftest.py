"""What the tests of the page share: the server in this process, a client that speaks to it, and Chromium."""

import asyncio
import contextlib
import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tornado.httpclient import AsyncHTTPClient, HTTPRequest, HTTPResponse

from kata.web.server import Listening, Server
from kata.workspace import Workspace
from tests.support.needs import CHROMIUM

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page


class Running:
    """A server in a thread, and requests to it."""

    def __init__(self, listening: Listening, katas_from: list[Any]) -> None:
        self.addresses: list[str] = []
        self.server = Server(listening, katas_from, self.addresses.append)
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()))
        self._started: Future[None] = Future()
        self._thread.start()
        self._started.result(60)

    async def _run(self) -> None:
        self.loop = asyncio.get_running_loop()
        self._ended = asyncio.Event()
        try:
            self.server.start()
        except Exception as error:
            self._started.set_exception(error)
        else:
            self._started.set_result(None)
            await self._ended.wait()
        await self.server.stop()

    def stop(self) -> None:
        if self._thread.is_alive():
            self.loop.call_soon_threadsafe(self._ended.set)
            self._thread.join(60)
            assert not self._thread.is_alive()

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.server.site.access.port}"

    @property
    def base(self) -> str:
        return f"http://{self.host}{self.server.site.base}"

    @property
    def cookie(self) -> str:
        access = self.server.site.access
        return f"{access.cookie_name}={access.cookie}"

    def ask(self, path: str, sent: Any = None, **headers: str | None) -> HTTPResponse:
        """A request as a page of the server makes it; a header of None is left out."""
        known = {"Host": self.host, "Cookie": self.cookie, "Accept": "application/json"}
        if sent is not None:
            known["Origin"] = f"http://{self.host}"
        merged = known | {name.replace("_", "-"): value for name, value in headers.items()}  # type: ignore[operator]
        request = HTTPRequest(
            f"http://{self.host}{path}",
            method="GET" if sent is None else "POST",
            body=None if sent is None else json.dumps(sent),
            headers={name: value for name, value in merged.items() if value is not None},
            follow_redirects=False,
            request_timeout=120,
        )

        async def fetch() -> HTTPResponse:
            return await AsyncHTTPClient().fetch(request, raise_error=False)

        return asyncio.run_coroutine_threadsafe(fetch(), self.loop).result(180)

    def json(self, path: str, sent: Any = None) -> dict[str, Any]:
        reply = self.ask(path, sent)
        found: dict[str, Any] = json.loads(reply.body)
        return found


@contextlib.contextmanager
def run_server(root: Path, *options: str) -> "Iterator[tuple[subprocess.Popen[str], str]]":
    """`kata web` as a process of its own, and the address with its token."""
    command = [sys.executable, "-m", "kata", "web", "--no-open", *options]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        address = ""
        while not address.startswith("http://"):
            line = server.stdout.readline()
            assert line, "it ended before it said its address"
            address = line.strip()
        try:
            yield server, address
        finally:
            server.terminate()


Serve = Callable[..., Running]


@pytest.fixture
def serve(workspace: Workspace) -> Iterator[Serve]:
    """Starts servers of the workspace: serve(katas_from=[root], port=8000)."""
    running: list[Running] = []

    def start(katas_from: list[Any] | None = None, **listening: Any) -> Running:
        running.append(Running(Listening(**listening), katas_from or []))
        return running[-1]

    yield start
    for one in running:
        one.stop()


@pytest.fixture
def served(serve: Serve) -> Running:
    return serve()


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    pytest.importorskip("playwright", reason="playwright isn't installed")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=60_000)  # a busy machine takes its time

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield found
        found.close()


Open = Callable[..., "Page"]


def note_faults(context: "BrowserContext", base: str, faults: list[str]) -> None:
    """Note errors of all pages of a browser, what its policy refused, and requests to anything but the server."""
    own = (base, base.replace("http", "ws", 1), "data:")

    def note(kind: str, address: str) -> None:
        if not address.startswith(own):
            faults.append(f"{kind} {address}")

    context.on("weberror", lambda error: faults.append(f"error: {error.error}"))
    context.on("request", lambda request: note("a request to", request.url))
    context.on("page", lambda page: page.on("websocket", lambda socket: note("a socket to", socket.url)))
    # Chromium itself tries to keep the style of selected text that is typed over, and is refused; nobody sees it.
    context.on(
        "console",
        lambda said: (
            faults.append(said.text)
            if "Content Security Policy" in said.text and not said.text.startswith("Applying inline style")
            else None
        ),
    )


@pytest.fixture
def open_page(browser: "Browser") -> Iterator[Open]:
    """Opens a page of a server in a browser that has shown the token; fails on errors and on requests to other hosts.

    A page with `same_as` is another tab of that one's browser.
    """
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_(running: Running, path: str = "", *, same_as: "Page | None" = None, **options: Any) -> "Page":
        if same_as is None:
            context = browser.new_context(**options)
            contexts.append(context)
            name, _, value = running.cookie.partition("=")
            context.add_cookies([{"name": name, "value": value, "url": running.base}])
            note_faults(context, running.base, faults)
        else:
            context = same_as.context
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.goto(running.base + path)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert faults == []
