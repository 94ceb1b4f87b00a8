"""Who may ask the server for anything: every request that is refused, tried."""

import asyncio
from typing import Any

import pytest
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import websocket_connect

from tests.web.conftest import Running, Serve

PAGES = [
    "/",
    "/search?q=a",
    "/katas/softmax",
    "/paths",
    "/review",
    "/stats",
    "/interview",
    "/static/app.js",
    "/nowhere",
]
ACTIONS = ["/katas/softmax/check", "/katas/softmax/save", "/follow", "/interview/begin"]


def path_of(running: Running) -> str:
    return running.addresses[-1].removeprefix(f"http://{running.host}")


@pytest.mark.parametrize("path", [*PAGES, *ACTIONS])
@pytest.mark.parametrize(
    "headers",
    [{"Cookie": None}, {"Cookie": "kata-1=x"}, {"Host": "evil.example"}, {"Host": "evil.example:80"}],
    ids=["no cookie", "another cookie", "another host", "another host with a port"],
)
def test_is_refused_whatever_is_asked(served: Running, path: str, headers: dict[str, Any]) -> None:
    sent = {} if path in ACTIONS else None
    assert served.ask(path, sent, **headers).code == 403


def test_a_wrong_cookie_of_the_right_name_is_refused(served: Running) -> None:
    name = served.server.site.access.cookie_name
    assert served.ask("/", Cookie=f"{name}=wrong").code == 403


@pytest.mark.parametrize("path", ACTIONS)
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": None},
        {"Origin": "null"},
        {"Origin": "http://evil.example"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
    ],
    ids=str,
)
def test_changes_are_refused_unless_a_page_of_the_server_asks(
    served: Running, path: str, headers: dict[str, Any]
) -> None:
    assert served.ask(path, {}, **headers).code == 403


@pytest.mark.parametrize(
    "wrong",
    [{"Origin": "http://evil.example"}, {"Origin": None}, {"Cookie": None}, {"Host": "evil.example"}],
    ids=str,
)
def test_a_websocket_is_refused_from_elsewhere(served: Running, wrong: dict[str, Any]) -> None:
    with pytest.raises(HTTPClientError) as refused:
        connect(served, wrong)
    assert refused.value.code == 403


def test_a_websocket_of_an_own_page_is_opened(served: Running) -> None:
    connect(served, {})


def connect(running: Running, wrong: dict[str, Any]) -> None:
    headers = {"Host": running.host, "Cookie": running.cookie, "Origin": f"http://{running.host}"} | wrong
    headers = {name: value for name, value in headers.items() if value is not None}

    async def open_() -> None:
        request = HTTPRequest(f"ws://{running.host}/live/softmax", headers=headers)
        (await websocket_connect(request)).close()

    asyncio.run_coroutine_threadsafe(open_(), running.loop).result(60)


def test_the_token_is_changed_for_a_cookie_once(served: Running) -> None:
    first = path_of(served)
    entered = served.ask(first, Cookie=None)
    assert entered.code == 200
    cookie = entered.headers["Set-Cookie"]
    assert cookie.startswith(served.cookie)
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert served.ask("/", Cookie=served.cookie).code == 200
    assert served.ask(first, Cookie=None).code == 403, "it is used up"
    assert path_of(served) != first
    assert served.ask(path_of(served), Cookie=None).code == 200, "for another browser there is another"


def test_a_token_is_refused_under_another_name(served: Running) -> None:
    assert served.ask(path_of(served), Cookie=None, Host="evil.example").code == 403
    assert len(served.addresses) == 1, "it isn't used up"


@pytest.mark.parametrize("path", ["/", "/katas/softmax", "/static/app.css", "/nowhere"])
def test_every_answer_has_a_policy_without_inline_scripts(served: Running, path: str) -> None:
    headers = served.ask(path, Accept="text/html").headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["connect-src"] == f"'self' ws://{served.host} wss://{served.host}"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "unsafe" not in headers["Content-Security-Policy"]


def test_a_host_adds_nothing_to_the_policy(served: Running) -> None:
    headers = served.ask("/", Host="evil.example; script-src *").headers
    assert "evil" not in headers.get("Content-Security-Policy", "")


def test_a_refused_page_says_what_to_do(served: Running) -> None:
    reply = served.ask("/", Cookie=None, Accept="text/html")
    assert b"Open the address that `kata web` has printed" in reply.body.replace(b"&#39;", b"'")


def test_further_names_and_a_base_path(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CODESPACE_NAME", "tidy-yak")
    monkeypatch.setenv("GITHUB_CODESPACES_PORT_FORWARDING_DOMAIN", "forwarded.example")
    running = serve(base="/user/me/kata", names=["hub.example"])
    port = running.server.site.access.port
    assert running.ask("/user/me/kata/", Host="hub.example").code == 200
    forwarded = f"tidy-yak-{port}.forwarded.example"
    follow = "/user/me/kata/follow"
    assert running.ask("/user/me/kata/", Host=forwarded).code == 200
    assert running.ask(follow, {"path": "one-week"}, Host=forwarded, Origin=f"https://{forwarded}").code == 200
    assert running.ask(follow, {"path": "one-week"}, Host=forwarded, Origin="https://evil.example").code == 403
    assert running.ask("/", Host="hub.example").code == 404
    page = running.ask("/user/me/kata/").body
    assert b'href="/user/me/kata/static/app.css"' in page
    assert b'href="/katas' not in page


def test_a_server_is_known_by_the_address_that_it_listens_at(serve: Serve) -> None:
    running = serve(address="127.0.0.2")
    port = running.server.site.access.port
    assert running.addresses[0].startswith(f"http://127.0.0.2:{port}/?token=")
    assert f"127.0.0.2:{port}" in running.server.site.access.hosts()
    assert f"127.0.0.3:{port}" not in running.server.site.access.hosts()
