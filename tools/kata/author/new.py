"""A new kata's files, from templates."""

import keyword
from pathlib import Path

from kata.catalog import Catalog
from kata.catalog.kata import PATHS
from kata.errors import KataError
from kata.libraries import LIBRARIES

TEMPLATES = Path(__file__).parent / "templates"

# Template, and where its text goes.
FILES = {
    "kata.toml": "exercises/{track}/{name}.toml",
    "stub.py": "exercises/{track}/{name}.py",
    "reference.py": "solutions/{track}/{name}/reference.py",
    "loop.py": "solutions/{track}/{name}/loop.py",
    "mistakes.toml": "solutions/{track}/{name}/mistakes.toml",
    "mistake.py": "solutions/{track}/{name}/mistakes/first_attempt.py",
    "grader.py": "graders/{track}/test_{name}.py",
}


def new_kata(root: Path, catalog: Catalog, track: str, name: str) -> list[Path]:
    """Write the files of a kata, and track.toml if the track is new.

    Args:
        root: the folder that holds, or will hold, exercises/, solutions/ and graders/.
        catalog: what there is already; names are unique in it.
        track: of the kata; hyphens count as underscores.
        name: of the kata; hyphens count as underscores.

    Returns:
        What was written.

    Raises:
        KataError: for a name that can't be one, or is taken, and where files can't be written. Nothing is overwritten.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    track, name = _checked(track, "track"), _checked(name, "kata")
    if track == PATHS:
        raise KataError(f"`{PATHS}` can't name a track: that folder holds lists of katas.")
    if name in catalog:
        raise KataError(f"There is a kata `{name}` already: {catalog.get(name).manifest_path}. Names are unique.")
    places = {template: root / place.format(track=track, name=name) for template, place in FILES.items()}
    track_place = root / "exercises" / track / "track.toml"
    if not track_place.exists():
        places["track.toml"] = track_place
    for place in places.values():
        if place.exists():
            raise KataError(f"{place} exists already; nothing was written.")
    values = {
        "name": name,
        "track": track,
        "title": name.replace("_", " ").capitalize(),
        "track_title": track.replace("_", " ").capitalize(),
        "libraries": " | ".join(LIBRARIES),
        "order": 1 + max((known.order for known in catalog.tracks.values()), default=0),
    }
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, keep_trailing_newline=True, autoescape=False
    )
    written = []
    try:
        for template, place in places.items():
            place.parent.mkdir(parents=True, exist_ok=True)
            with place.open("x", encoding="utf-8") as file:
                file.write(environment.get_template(f"{template}.j2").render(values))
            written.append(place)
    except OSError as error:
        listed = f" Written before: {', '.join(map(str, written))}." if written else ""
        raise KataError(f"{place} can't be written: {error.strerror}.{listed}") from None
    return written


def _checked(text: str, what: str) -> str:
    name = text.strip().replace("-", "_")
    if not (name.isascii() and name.isidentifier() and name == name.lower()) or keyword.iskeyword(name):
        raise KataError(f"`{text}` can't name a {what}: a name is lower-case words joined by underscores.")
    return name
