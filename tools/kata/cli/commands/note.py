"""`kata note`: what the learner notes about a kata."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from kata.cli.options import editor_option, json_option, kata_argument, with_session
from kata.errors import KataError

if TYPE_CHECKING:
    from kata.cli.screen import Screen
    from kata.learner.session import Session
    from kata.progress import Note

_OPENING = "<!-- Your note. What stands here when the editor ends is kept; nothing means no note. -->"


@click.command()
@kata_argument
@click.option("-m", "--message", metavar="TEXT", help="Note this.")
@click.option("--edit", is_flag=True, help="Write the note in your editor.")
@editor_option
@click.option("--remove", type=click.IntRange(min=1), metavar="NUMBER", help="Take the note of this number back.")
@click.option("--all", "everything", is_flag=True, help="Show the notes of all katas.")
@click.option("--text", default="", metavar="WORDS", help="Show the notes, of all katas, that have these words.")
@json_option
@with_session
def note(
    session: "Session",
    name: str | None,
    message: str | None,
    edit: bool,
    editor: str | None,
    remove: int | None,
    everything: bool,
    text: str,
    as_json: bool,
) -> None:
    """Note something about KATA, by default about the kata that you work on, or read what you noted.

    Notes stand in your progress: `kata progress export` takes them along, and `kata list --text` looks into them.

    \b
    Examples:
      kata note -m "with a cache the queries are the last rows"
      kata note softmax
      kata note softmax --edit
      kata note --text cache
    """
    from kata.learner.interviewing import refuse_interview

    if everything or text:
        if name or message or edit or editor or remove:
            raise KataError(
                "`--all` and `--text` show the notes of all katas; they go with no kata and no other option."
            )
        refuse_interview(session, "Notes can be read again after `kata interview --end`.")
        words = text.lower().split()
        found = [one for one in session.read(lambda progress: progress.notes()) if _has(one, words)]
        _show(session, found, as_json, none="No note is like that." if text else "Nothing is noted yet.")
        return
    kata = session.kata(name)
    session.need_workspace()
    if message is not None or edit or editor:
        from kata.cli.output import make_screen

        session.need_record()
        written = (message if message is not None else _written(editor)).strip()
        if not written:
            raise KataError("The note is empty, and wasn't kept.")
        session.progress.add_note(kata.name, written)
        make_screen().line(("Noted: ", "strong"), (f"kata note {kata.name}", "code"), " shows it.")
        return
    refuse_interview(session, "Its notes can be read again after `kata interview --end`.", kata.name)
    notes = session.read(lambda progress: progress.notes(kata.name))
    if remove is not None:
        _remove(session, notes, kata.name, remove)
        return
    none = f"Nothing is noted about {kata.name}. `kata note {kata.name} -m TEXT` notes something."
    _show(session, notes, as_json, none=none)


def _has(note: "Note", words: Sequence[str]) -> bool:
    place = f"{note.kata} {note.text}".lower()
    return all(word in place for word in words)


def _written(editor: str | None) -> str:
    """What the learner writes into an empty file in their editor."""
    import tempfile
    from pathlib import Path

    from kata.cli.editor import open_editor

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "note.md"
        file.write_text(f"{_OPENING}\n", encoding="utf-8")
        open_editor(file, editor)
        try:
            return file.read_text(encoding="utf-8").replace(_OPENING, "")
        except (OSError, UnicodeDecodeError) as error:
            raise KataError(f"The note can't be read as UTF-8 text ({error}), and wasn't kept.") from None


def _remove(session: "Session", notes: "Sequence[Note]", kata: str, number: int) -> None:
    from kata.cli.output import make_screen

    if number > len(notes):
        raise KataError(f"{kata} has no note {number}; `kata note {kata}` numbers them.")
    session.need_record()
    session.progress.remove_note(notes[number - 1])
    make_screen().line(f"Note {number} is taken back.")


def _show(session: "Session", notes: "Sequence[Note]", as_json: bool, *, none: str) -> None:
    if as_json:
        data = [{"kata": note.kata, "at": note.at.isoformat(), "text": note.text} for note in notes]
        click.echo(json.dumps(data, indent=2, ensure_ascii=False))
        return
    from kata.cli.page import show_paged

    show_paged(lambda screen: _write(screen, notes, none))


def _write(screen: "Screen", notes: "Sequence[Note]", none: str) -> None:
    if not notes:
        screen.line(none)
    katas = list(dict.fromkeys(note.kata for note in notes))
    for kata in katas:
        if kata != katas[0]:
            screen.blank()
        screen.line((kata, "title"))
        for number, note in enumerate((note for note in notes if note.kata == kata), start=1):
            when = f"{note.at.astimezone():%Y-%m-%d}"
            screen.line((when, "dim"), indent=2, first=f"{number}. ")
            screen.paragraphs(note.text, indent=5)
