"""Formulas as LaTeX, from the plain text in which stubs write them: `exp(x_i) / sum_j exp(x_j)`."""

import re

from kata.formula import GREEK

_FUNCTIONS = {name: f"\\{name}" for name in "exp log ln max min sin cos tan tanh sum prod".split()}
_FUNCTIONS |= {"argmax": r"\operatorname*{argmax}", "argmin": r"\operatorname*{argmin}", "eps": r"\epsilon"}
_SIGNS = {
    "<-": r"\leftarrow",
    "->": r"\to",
    "<=": r"\le",
    ">=": r"\ge",
    "!=": r"\ne",
    "...": r"\dots",
    "~": r"\sim",
    "*": r"\cdot",
    "{": r"\{",
    "}": r"\}",
    "#": r"\#",
    "%": r"\%",
    "&": r"\&",
    "$": r"\$",
    "_": r"\_",
}
_TOKEN = re.compile(
    r"[a-z]{2,}(?:-[a-z]{2,})+|[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*'*|\d+(?:\.\d+)?(?:e[+-]?\d+)?|\*\*|<-|->|<=|>=|!=|\.\.\.|\s+|."
)
POWER_OF_TEN = re.compile(r"(\d+(?:\.\d+)?)e\+?(-?\d+)")
_RELATION = re.compile(r" (=|<-|~|<=) ")


def display(block: str) -> str:
    """A block of formulas, a line each, set below one another at their first relation."""
    rows = []
    for line in block.split("\n"):
        first, *others = [part for part in re.split(r" {2,}", line.strip()) if part]
        left, relation, right = _at_relation(first)
        if not relation and others and others[0].startswith("="):
            left, relation, right = first, "=", others.pop(0)[1:]
        row = f"{latex(left)} &{_SIGNS.get(relation, relation)} {latex(right)}" if relation else f"& {latex(first)}"
        rows.append(r" \qquad ".join([row.strip(), *(latex(part) for part in others)]))
    return "$$\n\\begin{aligned}\n" + " \\\\\n".join(rows) + "\n\\end{aligned}\n$$"


def _at_relation(text: str) -> tuple[str, str, str]:
    """What is left of the first relation outside brackets, the relation, and what is right of it."""
    for found in _RELATION.finditer(f" {text}"):
        before = text[: max(found.start() - 1, 0)]
        if before.count("(") == before.count(")") and before.count("[") == before.count("]"):
            return before.strip(), found[1], text[found.end() - 1 :].strip()
    return "", "", text


def latex(text: str) -> str:
    """One formula; words that are no names of mathematics are set as text."""
    tokens = _TOKEN.findall(text)
    shown = ""
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token in ("^", "**"):
            index, group = _group(tokens, index + 1)
            shown = f"{shown.rstrip()}^{{{latex(group)}}}"
        elif token == "~" and re.search(r"(?<![A-Za-z])[A-Za-z]$", shown):
            shown = rf"{shown[:-1]}\tilde{{{shown[-1]}}}"
            index += 1
        elif token == "_" and shown:
            index, group = _group(tokens, index + 1)
            shown = f"{shown.rstrip()}_{{{latex(group)}}}"
        elif token == "sqrt" and tokens[index + 1 : index + 2] == ["("]:
            index, group = _group(tokens, index + 1)
            shown += rf"\sqrt{{{latex(group)}}}"
        elif _is_word(tokens, index):
            index, words = _words(tokens, index)
            shown += rf"\text{{{words}}}"
        elif token.isspace() and _is_product(tokens, index):
            shown += r" \, "
            index += 1
        else:
            shown += _token(token)
            index += 1
    return shown.strip()


def _is_product(tokens: list[str], index: int) -> bool:
    """Whether a space stands between two factors: `q k^T`, `x sigmoid(x)`."""
    before, after = tokens[index - 1] if index else "", tokens[index + 1] if index + 1 < len(tokens) else ""
    ends = before[-1:] in (")", "]", "'") or (before[-1:].isalnum() and before not in _FUNCTIONS)
    return (
        ends and after[:1].isalnum() and not _is_word(tokens, index + 1) and not (index and _is_word(tokens, index - 1))
    )


def _group(tokens: list[str], index: int) -> tuple[int, str]:
    """What an operator takes from `index` on: brackets and their content, without them, or one token with its sign."""
    while index < len(tokens) and tokens[index].isspace():
        index += 1
    opening = "".join(tokens[index : index + 1])
    if opening not in ("(", "{"):
        end = index + (2 if opening == "-" else 1)
        return end, "".join(tokens[index:end])
    closing = ")" if opening == "(" else "}"
    depth = 0
    for end in range(index, len(tokens)):
        depth += (tokens[end] == opening) - (tokens[end] == closing)
        if depth == 0:
            return end + 1, "".join(tokens[index + 1 : end])
    return len(tokens), "".join(tokens[index:])


def _is_word(tokens: list[str], index: int) -> bool:
    """Whether a token is a word of a sentence: of several letters, or an `a` or `sum` beside one."""
    token = tokens[index]
    if token in ("a", "sum") and len(tokens) > index + 2:
        return tokens[index + 1].isspace() and _is_word(tokens, index + 2)
    known = token in GREEK or token in _FUNCTIONS or token == "sqrt"
    is_differential = re.fullmatch(r"d[A-Za-z]", token) is not None and token != "do"
    called = tokens[index + 1 : index + 2] in (["("], ["["])
    letters = token.replace("-", "a")
    return len(token) > 1 and letters.isalpha() and not (known or is_differential or called or token.isupper())


def _words(tokens: list[str], index: int) -> tuple[int, str]:
    """A run of words, with a space on the sides where no operator makes one."""
    end = index + 1
    while end + 1 < len(tokens) and tokens[end].isspace() and _is_word(tokens, end + 1):
        end += 2
    before = "".join(tokens[:index])
    after = "".join(tokens[end:])
    left = " " if re.search(r"[\w)\]|,'] $", before) else ""
    right = " " if re.match(r" [\w(\[|]", after) else ""
    return end, left + "".join(tokens[index:end]) + right


def _token(token: str) -> str:
    name = token.rstrip("'")
    primes = token[len(name) :]
    if power := POWER_OF_TEN.fullmatch(name):
        factor = "" if power[1] == "1" else rf"{power[1]} \cdot "
        return f"{factor}10^{{{power[2]}}}"
    if not name[:1].isalpha():
        return _SIGNS.get(token, token)
    base, _, below = name.partition("_")
    if below and (len(base) == 1 or len(below) == 1 or base in GREEK):
        return f"{_name(base)}_{{{_name(below)}}}{primes}"
    return _name(name) + primes


def _name(name: str) -> str:
    if name in _FUNCTIONS:
        return _FUNCTIONS[name] + " "
    if name in GREEK:
        return f"\\{name} "
    numbered = re.fullmatch(r"([A-Za-z])(\d+)", name)
    if numbered:
        return f"{numbered[1]}_{{{numbered[2]}}}"
    if len(name) == 1 or name.isdigit() or re.fullmatch(r"d[A-Za-z]|[i-n]{2}", name):
        return name
    escaped = name.replace("_", r"\_")
    return rf"\mathrm{{{escaped}}}"
