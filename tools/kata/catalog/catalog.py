"""All katas of one or more roots, in the order in which they are met."""

import difflib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from kata.catalog.index import read_root
from kata.catalog.kata import CatalogError, Kata, Track
from kata.errors import KataError


class UnknownKata(KataError):
    """No kata has that name; the message offers the nearest ones.

    Attributes:
        alike: whether one of those is spelled so much alike that it was probably meant.
    """

    def __init__(self, message: str, *, alike: bool = False) -> None:
        super().__init__(message)
        self.alike = alike


def package_root() -> Path:
    """The catalog that comes with the package: inside it when installed, beside it in a clone."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "katas"
    return installed if installed.is_dir() else package.parents[1]


class Catalog:
    """The katas by name, ordered so that a kata comes after those that it builds on.

    Within that, tracks follow their `order`, and katas the steps that lead to them and how many build on them.
    """

    def __init__(self, katas: Sequence[Kata], tracks: Sequence[Track], roots: Sequence[Path] = ()) -> None:
        self.roots = tuple(roots)  # the folders that it was read from, the package's own first
        self.tracks = {track.name: track for track in sorted(tracks, key=lambda track: (track.order, track.name))}
        self._katas = {kata.name: kata for kata in _ordered(katas, list(self.tracks))}
        self._former = {former: kata.name for kata in katas for former in kata.formerly}

    def __iter__(self) -> Iterator[Kata]:
        return iter(self._katas.values())

    def __len__(self) -> int:
        return len(self._katas)

    def __contains__(self, name: object) -> bool:
        return name in self._katas

    def get(self, name: str) -> Kata:
        """The kata of that name; hyphens count as underscores, and a former name is followed.

        Raises:
            UnknownKata: with the nearest names.
        """
        wanted = name.strip().replace("-", "_").lower()
        if wanted not in self._katas:
            wanted = self._former.get(wanted, wanted)
        if wanted in self._katas:
            return self._katas[wanted]
        near = difflib.get_close_matches(wanted, self._katas, n=3, cutoff=0.6)
        with_it = [other for other in self._katas if f"_{wanted}_" in f"_{other}_"]
        near += [other for other in with_it if other not in near][: 3 - len(near)]
        offer = f"Did you mean {' or '.join(near)}?" if near else "`kata list` shows them all."
        # What is a word of a name is no name that was mistyped: `transformer` isn't `transformer_block`.
        alike = not with_it and bool(difflib.get_close_matches(wanted, self._katas, n=1, cutoff=0.75))
        raise UnknownKata(f"There is no kata `{name}`. {offer}", alike=alike)

    def prerequisites(self, kata: Kata) -> list[Kata]:
        """The katas of `after` that exist in this catalog."""
        return [self._katas[name] for name in kata.after if name in self._katas]


def load_catalog(roots: Sequence[Path] = ()) -> Catalog:
    """Read the package's own catalog and then each of `roots`.

    Args:
        roots: further folders of the same shape (exercises/, solutions/, graders/).

    Raises:
        CatalogError: for a file that is wrong, two katas of one name, or a cycle in `after`.
    """
    katas: dict[str, Kata] = {}
    tracks: dict[str, Track] = {}
    folders = list(dict.fromkeys([package_root(), *(root.resolve() for root in roots)]))
    for root in folders:
        found, groups = read_root(root)
        for track in groups:
            tracks.setdefault(track.name, track)
        for kata in found:
            if kata.name in katas:
                first = katas[kata.name].manifest_path
                raise CatalogError(f"Two katas are called `{kata.name}`: {first} and {kata.manifest_path}. Rename one.")
            katas[kata.name] = kata
    return Catalog(list(katas.values()), list(tracks.values()), folders)


def _ordered(katas: Sequence[Kata], tracks: Sequence[str]) -> list[Kata]:
    by_name = {kata.name: kata for kata in katas}
    depths: dict[str, int] = {}

    def depth(name: str, path: tuple[str, ...]) -> int:
        """The length of the longest chain of prerequisites."""
        if name in path:
            cycle = " -> ".join([*path[path.index(name) :], name])
            raise CatalogError(
                f"{by_name[name].manifest_path}: the key `after` makes a cycle ({cycle}); take one of its links out."
            )
        if name not in depths:
            before = [depth(other, (*path, name)) for other in by_name[name].after if other in by_name]
            depths[name] = 1 + max(before, default=-1)
        return depths[name]

    # Of two that could come next, the one that more katas build on.
    needed = Counter(name for kata in katas for name in kata.after)

    def rank(kata: Kata) -> tuple[object, ...]:
        return tracks.index(kata.track), depth(kata.name, ()), -needed[kata.name], kata.minutes, kata.name

    ranked = sorted(katas, key=rank)

    # A prerequisite in a later track is moved up to where it is first needed.
    order: dict[str, Kata] = {}

    def add(kata: Kata) -> None:
        if kata.name not in order:
            for name in kata.after:
                if name in by_name:
                    add(by_name[name])
            order[kata.name] = kata

    for kata in ranked:
        add(kata)
    return list(order.values())
