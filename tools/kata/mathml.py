"""Formulas set as MathML, from the plain text in which stubs write them; nothing where that can't be done in full."""

import functools
import re
from collections import Counter
from xml.etree import ElementTree

from markupsafe import Markup

from kata.formula import GREEK
from kata.latex import POWER_OF_TEN, display

# HTML needs none, and ElementTree would write it as a prefix.
_NAMESPACE = ' xmlns="http://www.w3.org/1998/Math/MathML"'
_WORD = re.compile(r"\\mathrm\{((?:[^{}\\]|\\_)*)\}")
_NAME = re.compile(r"[A-Za-z]+")
# Signs that LaTeX has instead of a name.
_SIGNS = {"sum": "∑", "prod": "∏", "eps": "ϵ", "epsilon": "ϵ", "phi": "ϕ", "sqrt": "", "tilde": ""}


@functools.lru_cache(maxsize=4096)
def mathml(block: str) -> Markup | None:
    """A block of formulas, a line each; None when a part of it would be lost or can't be set."""
    from latex2mathml.converter import convert

    try:
        text = convert(_for_mathml(display(block)), display="block")
        tree = ElementTree.fromstring(text.replace(_NAMESPACE, "", 1))
    except Exception:  # whatever the library or the parser trips over, the plain text is right
        return None
    if not is_whole(block, tree):
        return None
    tree.set("alttext", " ".join(block.split()))
    return Markup(ElementTree.tostring(tree, encoding="unicode"))


def _for_mathml(latex: str) -> str:
    """In words that latex2mathml knows, with a name of several letters as one word."""
    latex = latex.strip("$\n").replace("{aligned}", "{align*}")
    return _WORD.sub(lambda found: r"\text{" + found[1].replace(r"\_", "_") + "}", latex)


def is_whole(block: str, tree: ElementTree.Element) -> bool:
    """Whether every letter and digit of the text stands in what was made of it, and no command of LaTeX does."""
    text = " ".join(tree.itertext())
    return "\\" not in text and not tree.findall(".//merror") and _letters(text) == _letters(block)


def _letters(text: str) -> Counter[str]:
    """The letters and digits, with one sign for what can be written in two ways."""

    def sign(found: re.Match[str]) -> str:
        name = found[0]
        return _SIGNS.get(name, GREEK.get(name, name))

    text = POWER_OF_TEN.sub(lambda found: f"{'' if found[1] == '1' else found[1]} 10 {found[2]}", text)
    signs = _NAME.sub(sign, text.replace("_", " "))
    one_way = signs.translate(str.maketrans("εφ", "ϵϕ"))
    return Counter(character for character in one_way if character.isalnum() or character in "∑∏")
