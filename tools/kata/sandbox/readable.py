"""What an answer may read: the standard library by entry, packages by name, and the little that those open late."""

import functools
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from importlib.machinery import ModuleSpec, PathFinder

from kata.sandbox.modules import Location, is_metadata_of

# The folders of this package that an answer's process reads: its own side, how values cross, and the given objects.
_PACKAGE = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
_OWN = ("sandbox", "values", "given")
# In the standard library's folder, but no part of what answers need; the first two may hold this package.
NOT_LIBRARY = {"site-packages", "dist-packages", "test", "idlelib", "turtledemo", "ensurepip", "__phello__"}
# Public facts about the machine, and files that the C library and OpenSSL open when first used.
_SYSTEM = (
    *("/proc/cpuinfo", "/sys/devices/system/cpu", "/sys/devices/system/node"),
    *("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom"),
    *("/etc/localtime", "/usr/share/zoneinfo", "/usr/lib/locale", "/etc/ssl/openssl.cnf", "/etc/pki/tls/openssl.cnf"),
)
# Shared libraries that extension modules of Python and of the libraries map when they are imported. By name, since the
# folders that they lie in hold whole Pythons on some systems.
_SHARED = """
libc libm libmvec libdl librt libpthread libutil libresolv libcrypt libgcc_s libstdc++ libatomic libgomp libomp libiomp5
libgfortran libquadmath libz libzstd libbz2 liblzma libffi libssl libcrypto libsqlite3 libexpat libuuid libmpdec
libncursesw libtinfo libtinfow libblas libcblas liblapack libtbb libnuma
"""
_SHARED_STARTS = ("ld-linux", "ld-musl", "libpython3", "libopenblas", "libmkl_")


def default_readable(packages: Sequence[str]) -> tuple[str, ...]:
    """What an answer must read to use the standard library and these packages.

    Each package by its own path, wherever on sys.path it lies: a folder of packages may hold this one, with graders.
    """
    return _readable(tuple(packages))


@functools.cache
def _readable(packages: tuple[str, ...]) -> tuple[str, ...]:
    from kata.libraries import with_companions  # which no answer's process needs

    found = [entry.path for entry in os.scandir(standard_library()) if entry.name not in NOT_LIBRARY]
    for name in with_companions(packages):
        found += package_paths(name)
        found += metadata_paths(name)
    found += _SYSTEM
    found = [path for path in found if os.path.exists(path)]
    # Their folders' paths are real ones.
    found += [os.path.realpath(path) if os.path.islink(path) else path for path in shared_libraries()]
    return tuple(dict.fromkeys(found))


def package_files() -> list[str]:
    """What of this package an answer's process reads."""
    return [os.path.join(_PACKAGE, name) for name in ("__init__.py", *_OWN)]


def own_packages() -> dict[str, Location]:
    """What of this package an answer's process can import."""
    folders = {"kata": _PACKAGE} | {f"kata.{name}": os.path.join(_PACKAGE, name) for name in _OWN}
    return {name: (os.path.join(folder, "__init__.py"), [folder]) for name, folder in folders.items()}


def standard_library() -> str:
    """The folder of Python's own modules."""
    return os.path.dirname(os.path.realpath(os.__file__))


def find_package(name: str) -> ModuleSpec | None:
    """Where a package or module lies. Nothing is imported."""
    return PathFinder.find_spec(name, [folder for folder in sys.path if os.path.isabs(folder)])


def locations(names: Iterable[str]) -> dict[str, Location]:
    """Where those packages and modules lie that are installed, by name: what `restrict_imports` takes."""
    found: dict[str, Location] = {}
    for name in names:
        spec = find_package(name)
        if spec is not None:
            folders = spec.submodule_search_locations
            found[name] = spec.origin, None if folders is None else list(folders)
    return found


def package_paths(name: str) -> Iterator[str]:
    """The paths of a package or module, with the libraries that a wheel puts beside it."""
    spec = find_package(name)
    if spec is None:
        return
    for folder in spec.submodule_search_locations or ():
        yield folder
        for kind in ("libs", "dylibs"):
            yield f"{folder}.{kind}"
    if spec.submodule_search_locations is None and spec.origin:
        yield spec.origin
        if spec.cached:
            yield spec.cached


def metadata_paths(name: str) -> Iterator[str]:
    """The metadata of the distribution that has a package's name, where it lies beside the package."""
    spec = find_package(name)
    if spec is None:
        return
    for place in spec.submodule_search_locations or [spec.origin or ""]:
        beside = os.path.dirname(place)
        for entry in _entries(beside):
            if is_metadata_of(name, entry):
                yield os.path.join(beside, entry)


@functools.cache
def _entries(folder: str) -> tuple[str, ...]:
    try:
        return tuple(os.listdir(folder))
    except OSError:
        return ()


@functools.cache
def shared_libraries() -> tuple[str, ...]:
    """The paths of the shared libraries that Python and the libraries may map, under every name that they have."""
    folders = [f"{base}/lib{kind}" for base in ("", "/usr", "/usr/local", sys.base_prefix) for kind in ("", "64")]
    multiarch = getattr(sys.implementation, "_multiarch", "") or f"{os.uname().machine}-linux-gnu"
    folders += [f"/lib/{multiarch}", f"/usr/lib/{multiarch}"]
    known = set(_SHARED.split())
    found = []
    for folder in dict.fromkeys(map(os.path.realpath, folders)):
        try:
            names = os.listdir(folder)
        except OSError:
            continue
        for name in names:
            stem, extension, _ = name.partition(".so")  # libz.so.1, libpython3.11.so.1.0, ld-linux-x86-64.so.2
            if extension and (stem in known or stem.startswith(_SHARED_STARTS)):
                found.append(f"{folder}/{name}")
    return tuple(found)


def spans(paths: Iterable[str], apart: Sequence[str]) -> tuple[str, ...]:
    """The topmost folders that hold these paths, and neither hold a folder of `apart` nor lie in one.

    A path for which there is no such folder stands for itself.
    """
    found: dict[str, None] = {}
    for path in map(os.path.realpath, paths):
        steps = path.split("/")
        tops = ("/".join(steps[:count]) for count in range(2, len(steps)))
        found[next((top for top in tops if not any(map(functools.partial(_nested, top), apart))), path)] = None
    return tuple(found)


def _nested(one: str, other: str) -> bool:
    return f"{one}/".startswith(f"{other}/") or f"{other}/".startswith(f"{one}/")
