"""Submissions that are the same but for names, comments, order and small disguises, for a human to look at.

A source becomes its normal form (`normal_form`), that a list of tokens, and these become fingerprints: hashes
of runs of tokens, thinned out by winnowing (Schleimer, Wilkerson and Aiken 2003). The stub's own lines are left out. It
marks nothing and accuses nobody: a short kata has few ways to be written.
"""

import builtins
import importlib
import io
import keyword
import re
import statistics
import tokenize
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, islice

from kata.batch.normal_form import normal_form
from kata.bounded import BoundedProcess, BoundExceeded
from kata.catalog import Kata
from kata.catalog.solutions import right_answers

RUN = 6  # tokens of a fingerprint
WINDOW = 3  # of so many neighbouring fingerprints one is kept: any 8 tokens in common are found
LEAST_NEAR = 0.5  # likeness at which two answers are near each other, in a class whose answers aren't
MOST_NEAR = 0.9  # the same in a class whose answers are much alike: a short kata has few ways to be written
NEAR_ANSWER = 0.7  # likeness to a right answer that is said
SPREADS = 5  # a pair is near when it stands so many spreads above the class's middle
ENOUGH_PAIRS = 20  # fewer say nothing of a class
MOST_PAIRS = 500
LEAST_TOKENS = 40  # of one's own; below, being alike says nothing
MOST_TOKENS = 20_000  # no answer to a kata has a tenth of it
FORM_SECONDS = 5  # of CPU time, to read one source
# A fingerprint that more different answers have than this is the way in which the kata is written, and no evidence.
RARE = 50
LEAST_EVIDENCE = 3  # rare fingerprints that two answers share

_LAYOUT = {tokenize.COMMENT, tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.ENCODING, tokenize.ENDMARKER}
_FIXED = frozenset({*keyword.kwlist, *dir(builtins)})


@dataclass(frozen=True)
class SourceFingerprint:
    """What is left of a source without names, comments, texts, order and the stub's lines."""

    digest: int  # equal for answers that are the same but for all that
    fingerprints: frozenset[int]
    tokens: int


@dataclass(frozen=True)
class Group:
    """Submissions that are alike.

    Attributes:
        kata: the kata that they answer.
        members: the keys that were given for them.
        likeness: of the least alike pair that joins the group, 0 to 1; 1 when all have the same form.
        tokens: of the shortest of them, the stub's lines left out: how much there is that could be alike.
        answers: the right answers that a member is like, with the greatest likeness.
    """

    kata: str
    members: tuple[str, ...]
    likeness: float
    tokens: int
    answers: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Pair:
    """Two submissions that are near each other.

    Attributes:
        likeness: the middle of overlap and containment, by which pairs are ranked.
        overlap: the share of the fingerprints of both together that both have.
        containment: the share of the shorter one's fingerprints that the other has: code around a copy doesn't hide it.
    """

    kata: str
    left: str
    right: str
    likeness: float
    overlap: float
    containment: float


@dataclass(frozen=True)
class Similarity:
    """What a comparison of all submissions of a kata found.

    Attributes:
        groups: of two or more that are alike, the most alike and longest first.
        like_answers: for each submission that is like a right answer: which one, and how much.
        too_short: how many are too short to be compared.
        too_long: those that are too long, or made so that reading their tokens takes too long.
        near: the likeness from which on this class's answers are near each other.
        pairs: those that are, the most alike first. Two that are both like the same right answer are left out.
    """

    groups: list[Group]
    like_answers: dict[str, tuple[str, float]]
    too_short: int
    too_long: list[str] = field(default_factory=list)
    near: float = LEAST_NEAR
    pairs: list[Pair] = field(default_factory=list)


def form(source: str, stub: str = "") -> SourceFingerprint:
    """The normal form of a source, which need not be valid Python."""
    normal = normal_form(source)
    given = normal_form(stub) if normal is not None else None
    source, stub = (source, stub) if normal is None else (normal, given or stub)
    blocks = list(_blocks(source, frozenset(line.strip() for line in stub.splitlines())))
    fingerprints = {mark for block in blocks for mark in _winnow(block)}
    whole = "\x00".join(sorted(" ".join(block) for block in blocks))
    digest = zlib.crc32(whole.encode("utf-8", "surrogatepass")) << 32 | zlib.adler32(
        whole[::-1].encode("utf-8", "replace")
    )
    return SourceFingerprint(digest, frozenset(fingerprints), sum(map(len, blocks)))


def without_names(text: str) -> str:
    """A line without the names that somebody chose."""
    return " ".join(token for block in _blocks(text.strip(), frozenset()) for token in block)


def overlap(one: SourceFingerprint, other: SourceFingerprint) -> float:
    """The share of the fingerprints of two forms that both have, 0 to 1."""
    both = len(one.fingerprints | other.fingerprints)
    return len(one.fingerprints & other.fingerprints) / both if both else 0.0


def containment(one: SourceFingerprint, other: SourceFingerprint) -> float:
    """The share of the smaller form's fingerprints that the other has, 0 to 1."""
    least = min(len(one.fingerprints), len(other.fingerprints))
    return len(one.fingerprints & other.fingerprints) / least if least else 0.0


def likeness(one: SourceFingerprint, other: SourceFingerprint) -> float:
    """The middle of overlap and containment; different forms are never wholly alike."""
    if one.digest == other.digest:
        return 1.0
    return min((overlap(one, other) + containment(one, other)) / 2, 0.99)


def near_in(shares: Sequence[float]) -> float:
    """From which likeness on two answers of a class are near each other, by how alike its answers are."""
    if len(shares) < ENOUGH_PAIRS:
        return LEAST_NEAR
    middle = statistics.median(shares)
    spread = 1.4826 * statistics.median(abs(share - middle) for share in shares)
    return min(max(middle + SPREADS * spread, LEAST_NEAR), MOST_NEAR)


def compare(kata: Kata, sources: Iterable[tuple[str, str]], earlier: Iterable[tuple[str, str]] = ()) -> Similarity:
    """Find submissions that are alike, and those that are like one of the kata's right answers.

    Args:
        kata: the kata that they answer.
        sources: key and source of each; one student's should come once.
        earlier: the same of earlier terms: what only they have in common is left out.
    """
    old: set[str] = set()

    def known() -> Iterator[tuple[str, str]]:
        yield from sources
        for key, source in earlier:
            old.add(key)
            yield key, source

    forms: dict[int, SourceFingerprint] = {}
    members: dict[int, list[str]] = defaultdict(list)
    too_short = 0
    too_long = []
    with BoundedProcess(importlib.import_module, __name__, cpu_seconds=FORM_SECONDS) as reader:
        for key, source in known():
            try:
                found: SourceFingerprint = reader.call("form", source, kata.stub)
            except BoundExceeded:
                too_long.append(key)
                continue
            if found.tokens < LEAST_TOKENS:
                too_short += 1
            elif found.tokens > MOST_TOKENS:
                too_long.append(key)
            else:
                forms.setdefault(found.digest, found)
                members[found.digest].append(key)
    answers = {name: form(source, kata.stub) for name, source in right_answers(kata).items()}
    near = {digest: _nearest(one, answers) for digest, one in forms.items()}
    shares = {pair: likeness(forms[pair[0]], forms[pair[1]]) for pair in _candidates(forms)}
    limit = near_in(list(shares.values()))
    alike = {pair: share for pair, share in shares.items() if share >= limit}
    groups = [
        Group(
            kata.name,
            tuple(sorted(key for digest in digests for key in members[digest])),
            round(least, 2),
            min(forms[digest].tokens for digest in digests),
            _best(near[digest] for digest in digests),
        )
        for digests, least in _joined(forms, alike)
        if sum(len(members[digest]) for digest in digests) > 1
        and any(key not in old for digest in digests for key in members[digest])
    ]
    groups.sort(key=lambda group: (-group.likeness, -group.tokens, group.members))
    like = {
        key: found for digest, found in near.items() if found is not None for key in members[digest] if key not in old
    }
    found_pairs = (pair for pair in _pairs(kata, forms, members, near, alike) if not {pair.left, pair.right} <= old)
    pairs = sorted(found_pairs, key=lambda pair: (-pair.likeness, pair.left, pair.right))
    return Similarity(groups, like, too_short, too_long, round(limit, 2), pairs[:MOST_PAIRS])


def _pairs(
    kata: Kata,
    forms: dict[int, SourceFingerprint],
    members: dict[int, list[str]],
    near: dict[int, tuple[str, float] | None],
    alike: dict[tuple[int, int], float],
) -> Iterator[Pair]:
    for digest, keys in members.items():
        if near[digest] is None:
            for left, right in islice(combinations(sorted(keys), 2), MOST_PAIRS):
                yield Pair(kata.name, left, right, 1.0, 1.0, 1.0)
    for (one, other), share in alike.items():
        first, second = near[one], near[other]
        if first is not None and second is not None and first[0] == second[0]:
            continue
        left, right = sorted((min(members[one]), min(members[other])))
        shares = overlap(forms[one], forms[other]), containment(forms[one], forms[other])
        yield Pair(kata.name, left, right, round(share, 2), round(shares[0], 2), round(shares[1], 2))


def _nearest(one: SourceFingerprint, answers: dict[str, SourceFingerprint]) -> tuple[str, float] | None:
    name, share = max(
        ((name, round(likeness(one, other), 2)) for name, other in answers.items()),
        key=lambda found: found[1],
        default=("", 0.0),
    )
    return (name, share) if share >= NEAR_ANSWER else None


def _best(found: Iterable[tuple[str, float] | None]) -> dict[str, float]:
    best: dict[str, float] = {}
    for one in found:
        if one is not None:
            best[one[0]] = max(best.get(one[0], 0.0), one[1])
    return best


def _joined(
    forms: dict[int, SourceFingerprint], alike: dict[tuple[int, int], float]
) -> Iterator[tuple[list[int], float]]:
    """The forms in groups of those that are near each other, with the least likeness that joins a group."""
    leader = {digest: digest for digest in forms}
    least = dict.fromkeys(forms, 1.0)

    def lead(digest: int) -> int:
        while leader[digest] != digest:
            leader[digest] = leader[leader[digest]]
            digest = leader[digest]
        return digest

    for (left, right), share in alike.items():
        first, second = lead(left), lead(right)
        leader[second] = first
        least[first] = min(least[first], least[second], share)
    groups: dict[int, list[int]] = defaultdict(list)
    for digest in forms:
        groups[lead(digest)].append(digest)
    for first, digests in groups.items():
        yield digests, least[first]


def _candidates(forms: dict[int, SourceFingerprint]) -> Iterator[tuple[int, int]]:
    """The pairs that share enough rare fingerprints to be compared: not all pairs, of which there are too many."""
    having: dict[int, list[int]] = defaultdict(list)
    for digest, one in forms.items():
        for mark in one.fingerprints:
            if len(having[mark]) <= RARE:
                having[mark].append(digest)
    evidence: Counter[tuple[int, int]] = Counter()
    for digests in having.values():
        if len(digests) <= RARE:
            evidence.update(combinations(sorted(digests), 2))
    return (pair for pair, count in evidence.items() if count >= LEAST_EVIDENCE)


def _blocks(source: str, stub_lines: frozenset[str]) -> Iterator[list[str]]:
    """The normalised tokens of each top-level statement, in order; those on a line of the stub are left out."""
    block: list[str] = []
    before = ["", ""]
    line, is_stub = "", False
    for token in _tokens(source):
        if token.start[1] == 0 and token.type != tokenize.NEWLINE and before[-1] == "\n":
            yield block
            block = []
        text = _normal(token, before)
        before = [before[-1], "\n" if token.type == tokenize.NEWLINE else token.string]
        if token.line is not line:  # once for each line, which may be long
            line, is_stub = token.line, token.line.strip() in stub_lines
        if text and not is_stub:
            block.append(text)
    yield block


def _tokens(source: str) -> list[tokenize.TokenInfo]:
    """The tokens of a source as far as it has some, docstrings and other texts that stand alone left out."""
    found: list[tokenize.TokenInfo] = []
    # A form feed, a null character or the end inside brackets: what came before counts.
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type == tokenize.NEWLINE and _stands_alone(found):
                found.pop()
            elif token.type not in _LAYOUT:
                found.append(token)
    except (tokenize.TokenError, SyntaxError, ValueError):
        pass
    return found


def _stands_alone(found: Sequence[tokenize.TokenInfo]) -> bool:
    if not found or found[-1].type != tokenize.STRING:
        return False
    return len(found) == 1 or found[-2].type == tokenize.NEWLINE or found[-2].string == ":"


def _normal(token: tokenize.TokenInfo, before: Sequence[str]) -> str:
    """What stands for a token; "" for one that isn't compared. `before` holds the two tokens that stand before it."""
    if token.type == tokenize.NEWLINE:
        return ""
    if token.type == tokenize.NAME:
        if token.string in _FIXED:
            return token.string
        # An attribute keeps its name (`np.exp` isn't `np.log`), except those that one makes up oneself.
        return token.string if before[-1] == "." and before[-2] != "self" else "n"
    if token.type == tokenize.STRING or re.match(r"FSTRING", tokenize.tok_name[token.type]):
        return "s"
    return token.string


def _winnow(tokens: Sequence[str]) -> Iterator[int]:
    marks = [
        zlib.crc32("\x00".join(tokens[start : start + RUN]).encode("utf-8", "surrogatepass"))
        for start in range(max(len(tokens) - RUN + 1, min(len(tokens), 1)))
    ]
    for start in range(max(len(marks) - WINDOW + 1, min(len(marks), 1))):
        yield min(marks[start : start + WINDOW])
