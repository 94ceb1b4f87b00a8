"""A failing call as a file that a learner runs: the script of the call, and above it what imports their answer."""

from kata.catalog import Kata
from kata.grading.verdict import Test
from kata.stub import given_code

_HEAD = '''"""{kata}, {test}: {title}

{text}
"""

import importlib.util
import sys
from pathlib import Path

sys.dont_write_bytecode = True
{finds}
spec = importlib.util.spec_from_file_location("attempt_{kata}", path)
answer = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
{given}spec.loader.exec_module(answer)

'''
# Before the answer, as when it is graded: a file that lacks it runs, and its own names win.
_GIVEN = """\
given = '''\\
{text}'''
exec(compile(given, "<given>", "exec"), vars(answer))
"""
_BESIDE = """\
here = Path(__file__).resolve().parent
found = [*map(Path, sys.argv[1:2]), *here.glob("{kata}.py"), *here.glob("attempts/*/{kata}.py")]
if not found:
    sys.exit("There is no {kata}.py beside this file. Say where yours is: python {name} PATH")
path = found[0]
"""


def file_name(kata: str, test: Test) -> str:
    """What the file for a failing test of a kata is called."""
    return f"{kata}_{test.name}.py"


def has_script(test: Test) -> bool:
    """Whether a failing call could be written as a script. Where it couldn't, `script` is a comment that says why."""
    return bool(test.script) and not test.script.startswith("# ")


def repro_file(kata: Kata, test: Test, *, text: str, finds: str) -> str:
    """The whole file for a failing test.

    Args:
        text: what stands at its beginning.
        finds: Python that sets `path` to the learner's file.
    """
    given = given_code(kata.stub).strip("\n").replace("\\", "\\\\").replace("'''", "\\'\\'\\'")
    title = (test.title or test.name).replace("\\", "\\\\").replace('"""', "'''")
    head = _HEAD.format(
        kata=kata.name,
        test=test.name,
        title=title,
        text=text,
        finds=finds.rstrip("\n"),
        given=_GIVEN.format(text=f"{given}\n") if given else "",
    )
    return head + test.script


def file_beside(kata: Kata, test: Test) -> str:
    """The whole file for a failing test, to be kept beside the answer, wherever that is."""
    name = file_name(kata.name, test)
    text = (
        f"The call that failed, with its inputs. Save this beside your {kata.name}.py and run it:\n\n    python {name}"
    )
    if "from kata import given" in test.script:
        text += "\n\nIt takes what the test was given from mlkata, which must be installed."
    expected = "".join(f"#   {line}\n" for line in test.expected.splitlines())
    below = f"\n# expected:\n{expected}" if expected else ""
    return repro_file(kata, test, text=text, finds=_BESIDE.format(kata=kata.name, name=name)) + below
