"""TOML files that people write: read, checked against a table of their keys, and refused with a sentence.

A table of keys says for each key what its value must be, to a program and to a person, and what it is when it isn't
there. Lists arrive as tuples.
"""

import dataclasses
import difflib
import tomllib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kata.errors import KataError

_REQUIRED = object()


@dataclass(frozen=True)
class Key:
    """What a key's value must be.

    Attributes:
        wanted: the same, for a sentence: "it must be ...".
        holds: whether a value is right.
        default: what it is when the key isn't there.
        keys: those of the table that the value is, or of each table in the list that it is.
    """

    wanted: str
    holds: Callable[[Any], bool]
    default: Any = _REQUIRED
    keys: "Keys | None" = None

    def or_else(self, default: Any) -> "Key":
        """The same key, which may be left out."""
        return dataclasses.replace(self, default=default)


Keys = Mapping[str, Key]


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def is_whole(value: Any) -> bool:
    """Whether a value is a whole number above 0."""
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


TEXT = Key("a text", _is_text)
WHOLE = Key("a whole number above 0", is_whole)
NUMBER = Key("a number above 0", lambda v: isinstance(v, int | float) and not isinstance(v, bool) and v > 0)


def texts(wanted: str, *, least: int = 0, most: int | None = None) -> Key:
    """A list of texts, of which there are at least `least` and at most `most`."""
    return Key(wanted, lambda v: _are_texts(v) and least <= len(v) <= (len(v) if most is None else most))


def one_of(words: Collection[str]) -> Key:
    return Key(" or ".join(f'"{word}"' for word in words), lambda v: isinstance(v, str) and v in words)


def table(keys: Keys) -> Key:
    """A table; left out, it is an empty one, whose keys have their defaults."""
    return Key(f"a table with {_listed(keys)}", lambda v: isinstance(v, dict), {}, keys)


def tables(keys: Keys, *, least: int = 0) -> Key:
    """A list of tables, written [[name]]; left out, it is an empty one unless `least` says otherwise."""

    def holds(value: Any) -> bool:
        return isinstance(value, list) and len(value) >= least and all(isinstance(item, dict) for item in value)

    return Key(f"a list of tables with {_listed(keys)}", holds, _REQUIRED if least else [], keys)


def read_text(path: Path, error: type[KataError]) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else str(problem)
        raise error(f"{path}: this file can't be read ({reason}).") from None


def read_toml(path: Path, keys: Keys, error: type[KataError]) -> dict[str, Any]:
    """The values of a TOML file by their keys, those that aren't there with their defaults.

    Raises:
        KataError: of the type `error`, naming the file and the key that is wrong, missing or unknown.
    """
    return parse_toml(read_text(path, error), keys, str(path), error)


def parse_toml(text: str, keys: Keys, where: str, error: type[KataError]) -> dict[str, Any]:
    """Like `read_toml`, from a text; `where` is how sentences name it."""
    return _checked(_parsed(text, where, error), keys, where, error)


def read_tables(path: Path, keys: Keys, error: type[KataError]) -> dict[str, dict[str, Any]]:
    """The tables of a TOML file by their names, which are free; each has these keys.

    Raises:
        KataError: as `read_toml` does.
    """
    data = _parsed(read_text(path, error), str(path), error)
    return _checked(data, dict.fromkeys(data, table(keys)), str(path), error)


def _parsed(text: str, where: str, error: type[KataError]) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise error(f"{where}: not valid TOML: {problem}.") from None


def _checked(data: dict[str, Any], keys: Keys, where: str, error: type[KataError]) -> dict[str, Any]:
    if "format" in data and "format" in keys:
        _value(data, "format", keys["format"], where, error)  # first: another format has other keys
    for key in data:
        if key not in keys:
            near = difflib.get_close_matches(key, keys, n=1, cutoff=0.5)
            offer = f"did you mean `{near[0]}`? The" if near else "the"
            raise error(f"{where}: there is no key `{key}`; {offer} keys are {_listed(keys)}.")
    return {name: _value(data, name, key, where, error) for name, key in keys.items()}


def _value(data: dict[str, Any], name: str, key: Key, where: str, error: type[KataError]) -> Any:
    value = data.get(name, key.default)
    if value is _REQUIRED:
        raise error(f"{where}: the key `{name}` is missing; it must be {key.wanted}.")
    if name in data and not key.holds(value):
        raise error(f"{where}: the key `{name}` is {_shown(value)}; it must be {key.wanted}.")
    if key.keys is None or value is None:
        return tuple(value) if isinstance(value, list) else value
    if isinstance(value, dict):
        return _checked(value, key.keys, f"{where}: [{name}]", error)
    places = [f"{where}: [[{name}]] {number}" for number in range(1, len(value) + 1)]
    return tuple(_checked(item, key.keys, place, error) for place, item in zip(places, value, strict=True))


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _listed(keys: Keys) -> str:
    return ", ".join(f"`{key}`" for key in keys)
