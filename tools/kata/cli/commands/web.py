"""`kata web`: the same katas on a page of the browser."""

import os
import sys
import tempfile
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kata.cli.options import with_session
from kata.errors import KataError
from kata.learner.shown_path import shown
from kata.origin import install_command

if TYPE_CHECKING:
    from kata.learner.session import Session


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Listen at this port; by default at a free one.")
@click.option("--open/--no-open", "opens", default=True, help="Open it in the browser of this desktop.")
@click.option(
    "--address", default="127.0.0.1", show_default=True, help="Listen here; another address is reached by others too."
)
@click.option(
    "--name", "names", multiple=True, metavar="HOST", help="Also answer to this host name; may be given again."
)
@click.option("--base-path", default="/", metavar="PATH", help="The path under which a proxy serves it.")
@click.option(
    "--unix-socket",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Listen at this socket, for a proxy that runs as you; then no token is asked for.",
)
@click.option(
    "--export",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Write the catalog as a static site instead: tasks, search and paths, without graders and solutions.",
)
@with_session
def web(
    session: "Session",
    port: int,
    opens: bool,
    address: str,
    names: tuple[str, ...],
    base_path: str,
    unix_socket: Path | None,
    folder: Path | None,
) -> None:
    """Work on the katas in a browser: the same files, the same progress, the same verdict.

    The server listens on this machine only. The address that it prints has a token, which the first browser that opens
    it uses up; for another browser it prints the next. Ctrl-C ends it.

    \b
    Examples:
      kata web
      kata web --port 8000 --no-open
      kata web --export site
    """
    from kata.cli.output import make_screen

    screen = make_screen()
    try:
        import tornado  # noqa: F401  (an extra)

        from kata.web.server import Listening, Server, serve
    except ModuleNotFoundError as error:
        raise KataError(f"`kata web` needs {error.name}, not installed here: {install_command('web')}") from None
    if folder is not None:
        from kata.web.export import export_site

        pages = export_site(session.catalog, folder)
        screen.line("Written: ", (shown(folder / "index.html"), "code"), f", {pages} pages. Open it in a browser.")
        return
    if unix_socket is None:  # behind a proxy nobody sees what is written here, and the page says it
        session.need_workspace()

    begin = "Open in your browser"

    def say(where: str) -> None:
        nonlocal begin
        screen.line((f"{begin}: ", "dim"), (where, "code"))
        screen.out.flush()
        begin = "For another browser"

    server = Server(Listening(address, port, unix_socket, base_path, names), session.katas_from, say)
    with _page_that_leads_there() as page:

        def open_page() -> None:
            screen.line(("Ctrl-C ends it.", "dim"))
            screen.out.flush()
            if opens and unix_socket is None and _has_desktop():
                page.write_text(f'<meta http-equiv="refresh" content="0;url={escape(server.address)}">', "utf-8")
                webbrowser.open(page.as_uri())

        serve(server, open_page)


@contextmanager
def _page_that_leads_there() -> Iterator[Path]:
    """A file that only this user reads: what stands in a browser's command line is seen by all."""
    with tempfile.TemporaryDirectory(prefix="kata-web-") as folder:
        page = Path(folder) / "open.html"
        page.touch(mode=0o600)
        yield page


def _has_desktop() -> bool:
    return sys.stdout.isatty() and (sys.platform == "darwin" or bool(os.environ.get("DISPLAY", "")))
