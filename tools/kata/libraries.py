"""The libraries that katas are written in: one record for each word that `uses` may be.

A new library is one record here and, where it has values of its own, one adapter in `kata.values`. Importing this costs
nothing: a library itself is imported only where answers run, and by graders that need it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache


@dataclass(frozen=True)
class Package:
    """A package that answers may import.

    Attributes:
        name: what it is imported by.
        preload: what of it is imported before answers are forked: parts that load at first use are worth loading once.
        companions: further packages that it imports late, which an answer's process must be able to read.
        requirement: what `pip install` calls it; empty for what comes with the platform.
        advice: what someone who installs it should know.
    """

    name: str
    preload: tuple[str, ...] = ()
    companions: tuple[str, ...] = ()
    requirement: str = ""
    advice: str = ""


@dataclass(frozen=True)
class Library:
    """What the platform has to know of a word that `uses` may be.

    Attributes:
        name: the word.
        title: what people call it.
        packages: what an answer may import, the most basic first.
        graders: which of them a grader may import too; they are imported before it is collected.
        helpers: modules of `kata.testing` that are for its graders alone.
        extra: the extra of this distribution that installs it; empty for what comes with the platform.
        proof_seconds: the CPU seconds that a kata's proof may take.
        environment: variables of the answer's process.
        unfollowed: parts of its dotted names by which functions can be reached that the rules can't follow.
        zeros: the body of a Python function that returns zeros in the shape of `args`, for the proof.
        double: a module whose `double(values)` doubles a list by means of the library, for the self-test.
    """

    name: str
    title: str
    packages: tuple[Package, ...] = ()
    graders: tuple[str, ...] = ()
    helpers: tuple[str, ...] = ()
    extra: str = ""
    proof_seconds: float = 3.0
    environment: Mapping[str, str] = field(default_factory=dict)
    unfollowed: tuple[str, ...] = ()
    zeros: str = "return 0"
    double: str = "def double(values):\n    return [2 * value for value in values]\n"

    @property
    def package_names(self) -> tuple[str, ...]:
        return tuple(package.name for package in self.packages)


_NUMPY = Package("numpy", preload=("numpy", "numpy.random", "numpy.linalg", "numpy.fft"))
_TORCH = Package(
    "torch",
    # The last one is imported by the first gradient with a cotangent, and takes a third of a second.
    preload=("torch", "torch.nn.functional", "torch.utils.data", "torch.fx.experimental.symbolic_shapes"),
    companions=tuple(
        "functorch torchgen numpy sympy mpmath networkx jinja2 markupsafe filelock fsspec typing_extensions triton "
        "nvidia".split()
    ),
    requirement="torch",
    advice="the CPU build is enough, a tenth the size; choose it on https://pytorch.org/get-started/locally",
)
_TRITON = Package("triton", preload=("triton", "triton.language"), requirement="triton")

LIBRARIES = {
    library.name: library
    for library in (  # the lightest first: proving begins with the last
        Library("python", "plain Python"),
        Library(
            "numpy",
            "NumPy",
            packages=(_NUMPY,),
            graders=("numpy",),
            zeros="import numpy as np\nreturn np.zeros(np.shape(args[0])) if args else 0.0",
            double="""\
import numpy.linalg
def double(values):
    return (2 * numpy.asarray(values) @ numpy.linalg.inv(numpy.eye(3))).tolist()
""",
        ),
        Library(
            "torch",
            "PyTorch",
            packages=(_NUMPY, _TORCH),
            graders=("numpy", "torch"),
            helpers=("kata.testing.tensors",),
            extra="torch",
            proof_seconds=6.0,
            unfollowed=("ops",),
            zeros="""\
import torch
x = args[0] if args else 0.0
return torch.zeros_like(x) if isinstance(x, torch.Tensor) else 0.0""",
            double="""\
import torch
def double(values):
    return torch.nn.functional.linear(torch.tensor(values), 2 * torch.eye(3)).tolist()
""",
        ),
        Library(
            "triton",
            "Triton",
            packages=(_NUMPY, _TORCH, _TRITON),
            graders=("numpy", "torch"),
            helpers=("kata.testing.tensors",),
            extra="triton",
            proof_seconds=15.0,  # its interpreter takes a millisecond for a step of a block
            # Confined answers reach no GPU, and a verdict is the same on every machine: kernels run in Triton's own
            # interpreter. Where a learner has a GPU, the same file runs compiled when they run it themselves.
            environment={"TRITON_INTERPRET": "1"},
            unfollowed=("ops",),
            zeros="""\
import torch
x = args[0] if args else 0.0
return torch.zeros_like(x) if isinstance(x, torch.Tensor) else 0.0""",
            double="""\
import torch
import triton
import triton.language as tl
@triton.jit
def kernel(x, out, n, BLOCK: tl.constexpr):
    at = tl.program_id(0) * BLOCK + tl.arange(0, BLOCK)
    there = tl.load(x + at, mask=at < n)
    tl.store(out + at, 2 * there, mask=at < n)
def double(values):
    x = torch.tensor(values)
    out = torch.empty_like(x)
    kernel[(triton.cdiv(len(values), 2),)](x, out, len(values), BLOCK=2)
    return out.tolist()
""",
        ),
    )
}

# What a kata's `imports` may name beside its library, where there is something to know of it.
_FURTHER = (
    # The first optimizer imports torch's compiler, which takes as long as torch itself.
    Package("torch.optim", preload=("torch.optim", "torch._dynamo")),
    Package(
        "gymnasium",
        preload=("gymnasium", "gymnasium.wrappers", "gymnasium.envs.toy_text"),
        companions=("cloudpickle", "farama_notifications", "numpy", "typing_extensions"),
    ),
    Package("scipy", companions=("numpy",)),
)


@cache
def packages() -> dict[str, Package]:
    """All packages that something is known of, by name."""
    own = (package for library in LIBRARIES.values() for package in library.packages)
    return {package.name: package for package in (*own, *_FURTHER)}


def with_companions(names: Iterable[str]) -> tuple[str, ...]:
    """These packages and all that they import late."""
    found = dict.fromkeys(names)
    for name in tuple(found):
        known = packages().get(name)
        found |= dict.fromkeys(known.companions if known else ())
    return tuple(found)


def preloaded_modules(names: Iterable[str]) -> tuple[str, ...]:
    """The modules that are imported before answers that use these packages are forked."""
    return tuple(module for name in names if name in packages() for module in packages()[name].preload)


def optional_packages(words: Iterable[str]) -> tuple[str, ...]:
    """The packages of these libraries that don't come with the platform."""
    used = (package for word in words for package in LIBRARIES[word].packages)
    return tuple(dict.fromkeys(package.name for package in used if package.requirement))


def advice(names: Iterable[str]) -> tuple[str, ...]:
    """What someone who installs these packages should know, a line each."""
    known = (packages().get(name) for name in names)
    return tuple(f"{package.name}: {package.advice}" for package in known if package and package.advice)


def install_line(names: Iterable[str], python: str = "python") -> str:
    """The command that installs packages, with what one should know of them as a comment.

    Args:
        names: packages; one that nothing is known of is passed on to pip as it stands.
    """
    names = tuple(names)
    wanted = [packages()[name].requirement or name if name in packages() else name for name in names]
    return " ".join([f"{python} -m pip install", *wanted]) + "".join(f"  # {line}" for line in advice(names))
