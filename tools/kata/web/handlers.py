"""What every answer of the server has in common: who may have it, its headers, errors as sentences."""

import json
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tornado.web import HTTPError, RequestHandler, StaticFileHandler

from kata.errors import KataError
from kata.learner.session import Session
from kata.web.access import Refused
from kata.web.site import Site
from kata.web.templates import render

_HOST = re.compile(r"[\w.:\[\]-]+")
LARGEST_BODY = 4_000_000  # bytes: an answer as JSON, its characters escaped


def policy(nonce: str, host: str) -> str:
    """The content security policy: nothing from elsewhere, no script but the server's own files.

    CodeMirror writes its styles into the page, with the nonce. Not every browser counts websockets to the same host as
    its own, so these are named.
    """
    sockets = f" ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
    parts = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": f"'self' 'nonce-{nonce}'",
        "img-src": "'self' data:",
        "connect-src": f"'self'{sockets}",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in parts.items())


class GuardedHandler(RequestHandler):
    """Answers those who may ask."""

    site: Site

    def initialize(self, site: Site) -> None:
        self.site = site

    def set_default_headers(self) -> None:
        self.nonce = secrets.token_urlsafe(16)
        self.clear_header("Server")
        self.set_header("Content-Security-Policy", policy(self.nonce, self.request.headers.get("Host", "")))
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Referrer-Policy", "same-origin")
        self.set_header("Cross-Origin-Opener-Policy", "same-origin")
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")
        self.set_header("Cache-Control", "no-store")

    def prepare(self) -> None:
        access = self.site.access
        try:
            access.check_host(self.request)
            if self.request.method not in ("GET", "HEAD"):
                access.check_origin(self.request)
            if self._shows_token():
                return
            access.check_cookie(self.request)
        except Refused as refused:
            self.refuse(str(refused))

    def _shows_token(self) -> bool:
        """Change the token of the first address for a cookie.

        The page then loads itself anew without the token. A redirect would not do: when the address was followed from
        another site's page, the browser doesn't send a cookie that is SameSite=Strict along with it.
        """
        token = self.get_query_argument("token", "")
        if self.request.method != "GET" or not token or not self.site.access.take_token(token):
            return False
        access = self.site.access
        self.set_cookie(access.cookie_name, access.cookie, path=self.site.base, httponly=True, samesite="Strict")
        here = self.request.path
        self.finish(render("enter.html", here=here, base=self.site.base))
        return True

    def refuse_unless_own_page(self) -> None:
        """For what a GET alone must not do."""
        try:
            self.site.access.check_origin(self.request)
        except Refused as refused:
            self.refuse(str(refused))

    def refuse(self, why: str) -> None:
        self.set_status(403)
        self.finish_error(why)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        error = kwargs.get("exc_info", (None, None, None))[1]
        if isinstance(error, KataError):
            self.set_status(409)
            self.finish_error(str(error))
            return
        sentences = {404: "There is no such page.", 405: "That can't be done with this page."}
        self.finish_error(sentences.get(status_code, "Something went wrong; the terminal of `kata web` says what."))

    def finish_error(self, why: str) -> None:
        """A sentence, as JSON for the page's own requests."""
        if "application/json" in self.request.headers.get("Accept", ""):
            self.finish({"error": why})
        else:
            self.finish(render("error.html", base=self.site.base, why=why, nonce=self.nonce))

    def log_exception(self, *about: Any) -> None:
        if not isinstance(about[1], KataError):
            super().log_exception(*about)

    # --- for pages and actions

    @contextmanager
    def session(self) -> Iterator[Session]:
        """The learner's session for this request."""
        with self.site.session() as session:
            yield session

    @property
    def sent(self) -> dict[str, Any]:
        """The JSON object that came with the request."""
        try:
            found = json.loads(self.request.body or b"{}")
        except ValueError:
            raise HTTPError(400) from None
        if not isinstance(found, dict):
            raise HTTPError(400)
        return found

    def text(self, key: str) -> str:
        """A text of that object."""
        value = self.sent.get(key)
        if not isinstance(value, str):
            raise HTTPError(400)
        return value

    def show(self, template: str, **values: Any) -> None:
        """A page, or a part of one."""
        self.finish(render(template, base=self.site.base, nonce=self.nonce, **values))


class StaticFiles(GuardedHandler, StaticFileHandler):
    """The server's own scripts and styles."""

    def initialize(self, site: Site, path: str) -> None:  # type: ignore[override]
        GuardedHandler.initialize(self, site)
        StaticFileHandler.initialize(self, path)

    def set_extra_headers(self, path: str) -> None:
        self.set_header("Cache-Control", "no-cache")  # asked for again, and not sent again while it is the same

    def compute_etag(self) -> str | None:
        return StaticFileHandler.compute_etag(self)


class NoPage(GuardedHandler):
    """Any other address."""

    def get(self) -> None:
        raise HTTPError(404)

    post = get
