"""Who may ask this server for anything: who came by its address with the token, from a page of its own.

The server listens on this machine only, but every page that a browser has open can send requests to it, and a name that
an attacker owns can be made to lead to it (DNS rebinding). So each request needs the cookie that the token was changed
for, a Host that is the server's, and, where it changes anything or opens a websocket, an Origin that is.
"""

import hmac
import os
import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tornado.httputil import HTTPServerRequest

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


class Refused(Exception):
    """A request that isn't answered; the message says why."""


@dataclass
class Access:
    """What a request must show.

    Args:
        names: further names under which the server may be asked for, with or without a port: behind a forwarded port.
        guarded: False where nobody else can reach the server, since it listens on a socket in a folder of the user's
            own: then no token is asked for, and the proxy in front decides on names.
    """

    names: Collection[str] = ()
    guarded: bool = True
    port: int = 0  # known once the server listens
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    on_token_used: Callable[[], None] = lambda: None  # there is a new one then
    _secret: str = field(default_factory=lambda: secrets.token_urlsafe(32))

    @property
    def cookie_name(self) -> str:
        """Browsers don't tell ports apart when they send cookies."""
        return f"kata-{self.port}"

    @property
    def cookie(self) -> str:
        return self._secret

    def take_token(self, token: str) -> bool:
        """Whether it is the token; it can be used once."""
        if not self.guarded or not hmac.compare_digest(token.encode(), self.token.encode()):
            return False
        self.token = secrets.token_urlsafe(24)
        self.on_token_used()
        return True

    def check_host(self, request: HTTPServerRequest) -> None:
        """Raises Refused unless the request names this server."""
        if self.guarded and request.headers.get("Host", "").lower() not in self.hosts():
            raise Refused("This server isn't known by that name. Open the address that `kata web` has printed.")

    def check_cookie(self, request: HTTPServerRequest) -> None:
        """Raises Refused unless the browser has once opened the address with the token."""
        if not self.guarded:
            return
        morsel = request.cookies.get(self.cookie_name)
        if morsel is None or not hmac.compare_digest(morsel.value.encode(), self._secret.encode()):
            raise Refused("Open the address that `kata web` has printed: this browser hasn't shown its token yet.")

    def check_origin(self, request: HTTPServerRequest) -> None:
        """Raises Refused unless a page of this server asks."""
        if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
            raise Refused("Only pages of this server may ask that.")
        origin = urlsplit(request.headers.get("Origin", ""))
        host = request.headers.get("Host", "").lower()
        allowed = self.hosts() if self.guarded else {host, request.headers.get("X-Forwarded-Host", host).lower()}
        if origin.scheme not in ("http", "https") or origin.netloc.lower() not in allowed:
            raise Refused("Only pages of this server may ask that.")

    def hosts(self) -> set[str]:
        """What a request may name as its Host."""
        hosts = {f"{name}:{self.port}" for name in (*LOOPBACK, *self.names)}
        return hosts | {name.lower() for name in (*self.names, *forwarded_names(self.port))}


def forwarded_names(port: int) -> list[str]:
    """The name under which a GitHub codespace forwards the port, if this is one."""
    name, domain = os.environ.get("CODESPACE_NAME"), os.environ.get("GITHUB_CODESPACES_PORT_FORWARDING_DOMAIN")
    return [f"{name}-{port}.{domain}".lower()] if name and domain else []
