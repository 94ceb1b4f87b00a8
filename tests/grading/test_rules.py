"""What the source alone says: syntax, names, signatures, imports and forbidden calls."""

import pytest

from kata.audit import load_submissions
from kata.catalog import Catalog, package_root
from kata.catalog.families import families
from kata.catalog.kata import read_text
from kata.grading import rules
from kata.grading.engine import Engine
from kata.grading.outcomes import Forbidden
from kata.untrusted import Unreadable, text_of

STUB = '''"""Spec."""


def softmax(x, axis=-1):
    """S."""
    raise NotImplementedError
'''


def broken(source, uses="torch", imports=(), forbid=("softmax",)):
    return rules.broken_rule(source, uses, imports, [families(package_root())[name] for name in forbid])


@pytest.mark.parametrize(
    "source",
    [
        "import torch\ntorch.softmax(x, 0)",
        "import torch as t\nt.softmax(x, 0)",
        "from torch import softmax",
        "from torch import softmax as s",
        "import torch.nn.functional as F\nF.softmax(x)",
        "from torch.nn import functional as G\nG.log_softmax(x)",
        "import torch\nf = torch.nn.functional\nf.softmax(x)",
        "import torch\ng = getattr(torch, 'softmax')",
        "import torch\nx.softmax(0)",
        "import torch\nt = torch\ns = t.softmax",
        "from torch import *\nsoftmax(x, 0)",
        "import torch\nclass A(torch.nn.Softmax): pass",
        "def f(x):\n    import torch.nn\n    return torch.nn.Softmax()(x)",
        "import torch\ntorch.Tensor.softmax(x, 0)",
        "import torch\n(n := 's')\ngetattr(torch, n + 'oftmax')",
        "import torch\ntorch.__dict__['softmax']",
        "import torch\nvars(torch)['softmax']",
        "import scipy.special",
        "from scipy.special import softmax",
        "__import__('torch').softmax",
        "exec('import torch')",
        "eval('1')",
        "import os",
        "import sys\nsys.modules['torch']",
        "import importlib",
        "from . import x",
        "__builtins__['eval']",
        "open('x')",
    ],
)
def test_every_spelling_of_a_forbidden_call_is_noticed(source):
    assert broken(source).startswith("Line ")


@pytest.mark.parametrize(
    "source",
    [
        "import torch\ntorch.exp(x)",
        "import numpy as np\nnp.exp(1)",
        "import math, itertools, collections",
        "from __future__ import annotations",
        "def softmax(x): return x\nsoftmax(1)",
        "class A:\n    def softmax(self, x): return x\n    def f(self): return self.softmax(1)",
        "import sys\nsys.maxsize",
        "getattr(x, 'a' + 'b')",
        "x = {}\nx['softmax']",
        "softmax = 3\nsoftmax",
        "import torch.nn as nn\nnn.Linear(1, 2)",
        "from dataclasses import dataclass",
        "import re\nre.compile('a')",
        "vars(x)",
    ],
)
def test_ordinary_code_breaks_no_rule(source):
    assert broken(source) == ""


def test_a_kata_without_torch_allows_no_torch_and_one_may_allow_more():
    assert "`torch` may not be imported" in broken("import torch", uses="numpy")
    assert broken("import regex", uses="python", imports=("regex",)) == ""


def test_a_syntax_error_has_line_and_caret():
    message = rules.syntax_error("def f(:\n    pass\n", "a.py")
    assert message.splitlines() == ["Syntax error in line 1: invalid syntax.", "    def f(:", "          ^"]
    assert "return" in rules.syntax_error("return 3\n", "a.py")
    assert rules.syntax_error("x = 1\0", "a.py")
    assert rules.syntax_error("(" * 5000, "a.py")
    assert rules.syntax_error("x = 1\n", "a.py") == ""


def test_an_edited_stub_is_told_from_an_unedited_one():
    assert rules.is_unedited(STUB, STUB)
    assert rules.is_unedited("# a note\n" + STUB.replace("S.", "mine"), STUB)
    assert not rules.is_unedited(STUB.replace("raise NotImplementedError", "return x"), STUB)


def test_every_family_of_forbidden_calls_names_real_things():
    import torch

    for family in families(package_root()).values():
        for name in (*family.names, *family.allowed):
            if name.startswith("torch."):
                thing = torch
                for part in name.removesuffix(".*").split(".")[1:]:
                    thing = getattr(thing, part)


@pytest.mark.parametrize(
    ("source", "holds"),
    [
        ("import torch\ndef f(x): return torch.empty_like(x)", True),
        ("import torch\ndef f(x): return torch.zeros(2, dtype=torch.float32)", True),
        ("import torch\ndef f(x: torch.Tensor): return x", True),
        ("import torch\ndef f(x): return torch.exp(x)", False),
        ("import torch\ndef f(x): return torch.Tensor.exp(x)", False),
        ("import torch.nn.functional as F\ndef f(x): return F.relu(x)", False),
        ("from torch import *\ndef f(x): return exp(x)", False),
        ("import numpy as np\ndef f(x): return np.exp(x)", False),
        ("import triton.language as tl\ndef f(x): return tl.exp(x)", True),
    ],
)
def test_a_family_may_forbid_all_of_a_package_but_what_it_allows(source, holds):
    assert (not broken(source, uses="triton", forbid=("host_computation",))) == holds


# -- the guard in the answer's process: what the source alone doesn't show --

HIDDEN = """
import functools, weakref
hidden = [torch][0]
name = "scaled_dot_" + "product_attention"
found = getattr(hidden.nn.functional, name)
"""
WAYS = {
    "torch.ops under an alias": "attend = getattr(hidden.ops.aten, name)",
    "an overload": "attend = getattr(hidden.ops.aten, name).default",
    "torch._ops": "attend = getattr(hidden._ops.ops.aten, name)",
    "torch._C": "attend = getattr(getattr(hidden, '_' + 'C')._nn, name)",
    "checkpoint": (
        "import torch.utils.checkpoint\n"
        "def attend(*args, attn_mask=None, dropout_p=0.0):\n"
        "    call = hidden.utils.checkpoint.checkpoint\n"
        "    return call(found, *args, attn_mask, dropout_p, use_reentrant=False)"
    ),
    "singledispatch": "attend = functools.singledispatch(found)",
    "a module's forward": "attend = type('Attend', (nn.Module,), {'forward': staticmethod(found)})()",
    "finalize": (
        "class Thing: pass\n"
        "def attend(*args, **kwargs):\n"
        "    thing = Thing()\n"
        "    return weakref.finalize(thing, found, *args, **kwargs)()"
    ),
    "vmap": "def attend(q, k, v, attn_mask=None, dropout_p=0.0):\n    return torch.vmap(found)(q, k, v)",
}


@pytest.mark.parametrize("way", WAYS)
def test_no_way_around_leads_to_a_forbidden_function(engine: Engine, catalog: Catalog, way: str) -> None:
    pytest.importorskip("torch")
    submission = next(one for one in load_submissions() if one.name == "forbidden_by_dispatcher")
    line = "attend = torch.ops.aten.scaled_dot_product_attention\n"
    assert line in submission.text
    source = submission.text.replace(line, f"{HIDDEN}\n{WAYS[way]}\n")
    verdict = engine.grade(catalog.get(submission.kata), source, seed=1, diagnose=False)
    assert (verdict.status, verdict.points) == ("forbidden", 0), verdict


LIBRARY = """
import functools, torch
from torch.distributions import Categorical

def by_name():
    return Categorical(logits=torch.zeros(4)).probs.sum().item()

def handed_over():
    return functools.singledispatch(torch.logsumexp)(torch.zeros(3), 0)
"""


def test_a_library_may_use_by_name_what_an_answer_may_not_hand_it(answer) -> None:
    pytest.importorskip("torch")
    calls = rules.guarded_calls([families(package_root())["softmax"]])
    toy = answer(LIBRARY, library="torch")
    toy._session.load(LIBRARY, "", "toy.py", "toy", calls)
    assert toy.by_name() == 1.0
    with pytest.raises(Forbidden, match="logsumexp"):
        toy.handed_over()


# -- what a learner leaves behind --


@pytest.mark.parametrize(
    "block",
    [
        'if __name__ == "__main__":\n    import os\n    os.remove("x")\n',
        "if '__main__' == __name__: print(eval('1'))",
        'if __name__ == "__main__":\n    text = """\nif\n"""\n    breakpoint()\n',
    ],
)
def test_what_stands_under_main_is_no_part_of_an_answer(block: str) -> None:
    source = f"import math\n\n{block}\n\ndef f(x):\n    return x\n"
    kept = rules.without_main_block(source)
    assert kept.count("\n") == source.count("\n"), "lines keep their numbers"
    assert "__main__" not in kept
    assert kept.endswith("def f(x):\n    return x\n")
    assert not broken(kept)


@pytest.mark.parametrize(
    "source",
    [
        "if __name__ == '__main__':\n    pass\nelse:\n    import os\n",
        "if __name__ != '__main__':\n    import os\n",
        "if __name__ == '__main__' or True:\n    import os\n",
        "def f():\n    if __name__ == '__main__':\n        import os\n",
        "if __name__ == '__main__' == True:\n    import os\n",
    ],
)
def test_what_an_import_may_run_is_looked_at(source: str) -> None:
    assert rules.without_main_block(source) == source
    assert "os" in broken(source)


def test_what_an_answer_makes_of_its_name_runs_no_main_block(catalog: Catalog, engine: Engine) -> None:
    kata = catalog.get("causal_mask")
    source = read_text(kata.reference_path)
    source += "\n__name__ = '__main__'\nif __name__ == '__main__':\n    raise SystemExit(0)\n"
    assert engine.grade(kata, source, seed=1).passed


def test_a_breakpoint_that_was_left_changes_nothing(catalog: Catalog, engine: Engine) -> None:
    kata = catalog.get("causal_mask")
    source = read_text(kata.reference_path).replace("    keys =", "    breakpoint()\n    keys =")
    assert "breakpoint()" in source
    verdict = engine.grade(kata, source, seed=1)
    assert (verdict.passed, verdict.output) == (True, "")


def test_a_debugger_is_refused_in_words_that_fit() -> None:
    sentence = broken("import pdb; pdb.set_trace()")
    assert "`pdb` is a debugger" in sentence
    assert "`breakpoint()` may stay" in sentence


def test_a_conflict_marker_is_called_one() -> None:
    source = "<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> other\n"
    assert "Line 1 is a conflict marker of git, `<<<<<<< HEAD`" in rules.syntax_error(source, "a.py")
    assert "conflict" not in rules.syntax_error("x = (\n", "a.py")


def test_an_encoding_that_python_would_believe_is_said(catalog: Catalog, engine: Engine) -> None:
    kata = catalog.get("causal_mask")
    source = "# -*- coding: latin-1 -*-\n# caf\u00e9\n" + read_text(kata.reference_path)
    verdict = engine.grade(kata, source, seed=1)
    assert verdict.passed
    assert "Line 1 says `latin-1`" in verdict.notes[0]
    for harmless in ("# coding: utf-8\n# \u00e9\n", "# coding: latin-1\n", "x = 1\ny = 2\n# coding: latin-1 \u00e9\n"):
        assert not rules.other_encoding(harmless)


def test_a_file_in_latin_1_is_told_of_the_line_that_says_so() -> None:
    with pytest.raises(Unreadable, match=r"byte 0xe9\. Save it in UTF-8, and take out the line that says `latin-1`"):
        text_of("# coding: latin-1\n# caf\u00e9\n".encode("latin-1"))
