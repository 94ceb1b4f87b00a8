"""The server: listens on this machine, knows the pages, and ends everything that it started."""

import asyncio
import contextlib
import signal
import stat
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets, bind_unix_socket
from tornado.web import Application

from kata.errors import KataError
from kata.web import actions, pages
from kata.web.access import Access
from kata.web.handlers import LARGEST_BODY, NoPage, StaticFiles
from kata.web.live import LiveSocket
from kata.web.site import Site

STATIC = Path(__file__).parent / "static"


@dataclass(frozen=True)
class Listening:
    """Where the server is to be found.

    Args:
        address: of this machine. Whoever can reach another one than 127.0.0.1 can try the token.
        port: 0 takes a free one.
        unix_socket: listen on this socket instead, for a proxy of the same user; no token is asked for then.
        base: the path under which a proxy serves it.
        names: further names of the server, see `Access`.
    """

    address: str = "127.0.0.1"
    port: int = 0
    unix_socket: Path | None = None
    base: str = "/"
    names: Sequence[str] = ()


class Server:
    """Serves the workspace of the current folder.

    Args:
        katas_from: further catalogs.
        say: told of each address with a new token.
    """

    def __init__(
        self, listening: Listening, katas_from: Sequence[Path] = (), say: Callable[[str], None] = lambda address: None
    ) -> None:
        self.listening = listening
        base = listening.base.strip("/")
        self._host = f"[{listening.address}]" if ":" in listening.address else listening.address
        access = Access([*listening.names, self._host], guarded=listening.unix_socket is None)
        access.on_token_used = lambda: say(self.address)
        self.say = say
        self.site = Site(access, f"/{base}/" if base else "/", katas_from)
        self._http: HTTPServer | None = None
        self._listens = False

    @property
    def address(self) -> str:
        """What a browser opens first."""
        if self.listening.unix_socket is not None:
            return str(self.listening.unix_socket)
        return f"http://{self._host}:{self.site.access.port}{self.site.base}?token={self.site.access.token}"

    def start(self) -> None:
        """Listen.

        Raises:
            KataError: if it can't.
        """
        self._http = HTTPServer(self._application(), max_buffer_size=LARGEST_BODY, idle_connection_timeout=60)
        where = self.listening
        try:
            if where.unix_socket is not None:
                self._http.add_socket(bind_unix_socket(str(where.unix_socket), mode=stat.S_IRUSR | stat.S_IWUSR))
            else:
                sockets = bind_sockets(where.port, where.address)
                self.site.access.port = sockets[0].getsockname()[1]
                self._http.add_sockets(sockets)
        except (OSError, ValueError) as error:  # tornado's, for a file that is no socket
            place = where.unix_socket or f"{where.address}, port {where.port}"
            why = error.strerror if isinstance(error, OSError) else "there is something else"
            raise KataError(f"The server can't listen at {place}: {why}. Choose another place.") from None
        self._listens = True
        self.site.live.start()
        self.say(self.address)

    async def stop(self) -> None:
        """End every connection and every process."""
        self.site.live.stop()
        if self._http is not None:
            self._http.stop()
        await asyncio.get_running_loop().run_in_executor(None, self.site.checks.close)
        if self._http is not None:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._http.close_all_connections(), 2)
        if self._listens and self.listening.unix_socket is not None:
            self.listening.unix_socket.unlink(missing_ok=True)

    def _application(self) -> Application:
        base = self.site.base.rstrip("/")
        routes = [(rf"{base}{path}", handler) for path, handler in [*pages.PAGES, *actions.ACTIONS]]
        known = {"site": self.site}
        return Application(
            [
                *((path, handler, known) for path, handler in routes),
                (rf"{base}/live/([^/]+)", LiveSocket, known),
                (rf"{base}/static/(.*)", StaticFiles, {"site": self.site, "path": str(STATIC)}),
            ],
            default_handler_class=NoPage,
            default_handler_args=known,
            websocket_ping_interval=20,
            log_function=lambda handler: None,
        )


async def _serve(server: Server, ready: Callable[[], None]) -> None:
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, ended.set)
    try:
        server.start()
        ready()
        await ended.wait()
    finally:
        await server.stop()


def serve(server: Server, ready: Callable[[], None] = lambda: None) -> None:
    """Serve until Ctrl-C or a signal to end.

    Args:
        ready: called once the server listens.
    """
    asyncio.run(_serve(server, ready))
