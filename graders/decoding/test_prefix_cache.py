"""Grades `prefix_cache`: a set of prefixes with the time of their last use, and a list of the held prompts."""

from random import Random

import pytest

from kata.testing import assert_equal, new_seed


class Prefixes:
    """What each operation has to return. References are counted anew each time."""

    def __init__(self, capacity):
        self.capacity = capacity
        self.used = {}
        self.held = []
        self.now = 0

    def match(self, tokens):
        n = 0
        while n < len(tokens) and tuple(tokens[: n + 1]) in self.used:
            n += 1
        return n

    def references(self, tokens):
        return sum(prompt[: len(tokens)] == tuple(tokens) for prompt in self.held)

    def size(self):
        return len(self.used)

    def locked(self):
        return {prompt[:n] for prompt in self.held for n in range(1, len(prompt) + 1)}

    def use(self, tokens):
        self.now += 1
        for n in range(1, len(tokens) + 1):
            self.used[tuple(tokens[:n])] = self.now

    def evict(self, n):
        locked = self.locked()
        for i in range(n):
            inner = {prefix[:-1] for prefix in self.used}
            ends = [prefix for prefix in self.used if prefix not in locked and prefix not in inner]
            if not ends:
                return i
            del self.used[min(ends, key=self.used.get)]
        return n

    def acquire(self, tokens):
        n = self.match(tokens)
        prompt = tuple(tokens)
        self.held.append(prompt)
        if len(self.locked()) > self.capacity:
            self.held.pop()
            return "RuntimeError"
        self.evict(len(self.used) + len(tokens) - n - self.capacity)
        self.use(prompt)
        return n

    def release(self, tokens):
        if tuple(tokens) not in self.held:
            return "ValueError"
        self.held.remove(tuple(tokens))
        self.use(tokens)
        return None

    def run(self, operations):
        return [getattr(self, name)(*([] if x is None else [x])) for name, x in operations]


def read(text):
    """Operations from a text such as "acquire 1 2 3, size, evict 2"."""
    operations = []
    for line in text.split(", "):
        name, *numbers = line.split()
        numbers = [int(number) for number in numbers]
        operations.append((name, numbers[0] if name == "evict" else numbers or None))
    return operations


def same_text(result, right):
    return repr(result) == repr(right)


def check(submission, capacity, operations):
    """Compare what every operation returns."""
    operations = read(operations) if isinstance(operations, str) else operations
    results = submission.replay(submission.PrefixCache(capacity), operations)
    expected = Prefixes(capacity).run(operations)
    assert_equal(len(results), len(expected), what="the number of results of replay")
    for i, (result, right) in enumerate(zip(results, expected, strict=True)):
        # Most are the same to the letter, and assert_equal is slow.
        if not same_text(result, right):
            past = [f"{name} {x}" for name, x in operations[:i] if name in ("acquire", "release", "evict")]
            after = ", ".join(["..."] * (len(past) > 8) + past[-8:]) or "nothing"
            name, x = operations[i]
            asked = f"{name}({'' if x is None else x})"
            full = same_text(name, "acquire") and same_text(result, "RuntimeError")
            assert not full, (
                f"{asked} after {after} raised RuntimeError: there is room for {capacity} tokens, and those that "
                "nobody holds can be evicted, one end after the other."
            )
            assert_equal(result, right, what=f"the result of {asked} after {after} (room for {capacity} tokens)")


@pytest.mark.points(18)
def test_the_longest_prefix_is_found(submission):
    """match and acquire give the number of first tokens that are there, wherever prompts part."""
    asked = "match 1 2 3 4, match 1 2 3 4 5, match 1 2 9, match 1, match 2 3, match 1 2 5 6, match 1 2 5 7, match 3"
    check(submission, 50, f"match 1, acquire 1 2 3 4, {asked}")
    check(submission, 50, f"acquire 1 2 3 4, acquire 1 2 5 6, {asked}, acquire 1 2 3 8, acquire 1, acquire 7, {asked}")


@pytest.mark.points(12)
def test_shared_tokens_count_once(submission):
    """The size is the number of different prefixes: what prompts share counts once."""
    check(submission, 50, "size, acquire 1 2 3 4, size, acquire 1 2 5, size, acquire 1 2, size, acquire 2 1, size")
    check(submission, 50, "acquire 6 6 6, acquire 6 6 6, size, acquire 6, size, acquire 6 6 6 6 6, size")


@pytest.mark.points(10)
def test_references(submission):
    """A token counts the held prompts that go through it, also where a run was split."""
    five = "acquire 1 2, acquire 1 2, acquire 1 2, acquire 1 2 3, acquire 1 2 4"
    check(submission, 50, f"{five}, references 1 2, references 1, references 1 2 3")
    asked = "references 1, references 1 2, references 1 2 3, references 1 2 3 4, references 1 2 5, references 2"
    check(submission, 50, f"acquire 1 2 3 4, {asked}, acquire 1 2 5, {asked}, acquire 1 2, {asked}")
    check(
        submission, 50, f"acquire 1 2 3 4, acquire 1 2 3 4, acquire 1 2, release 1 2 3 4, {asked}, release 1 2, {asked}"
    )


@pytest.mark.points(4)
def test_a_prompt_that_is_held_twice(submission):
    """The same prompt may be held several times: each release ends one of them."""
    asked = "references 1 2, evict 9, match 1 2"
    check(submission, 50, f"acquire 1 2, acquire 1 2, release 1 2, {asked}, release 1 2, {asked}, release 1 2")


@pytest.mark.points(8)
def test_released_tokens_stay(submission):
    """Released tokens stay in the cache, and a later prompt finds them."""
    check(submission, 50, "acquire 1 2 3, release 1 2 3, size, match 1 2 3, acquire 1 2 4, acquire 1 2 3, size")


@pytest.mark.points(12)
def test_the_oldest_end_goes_first(submission):
    """Of the ends that nobody holds, the one used longest ago is evicted, one token at a time."""
    start = "acquire 1 2 3, release 1 2 3, acquire 4 5, release 4 5, acquire 1 6, release 1 6"
    start += ", acquire 8 8 8, release 8 8 8, acquire 4 5, release 4 5"
    asked = "size, match 4 5, match 8 8 8, match 1 2 3, match 1 6"
    for n in (1, 3, 4):
        check(submission, 50, f"{start}, evict {n}, {asked}")
    check(
        submission, 50, f"{start}, acquire 1 2 3, release 1 2 3, evict 1, {asked}, evict 2, {asked}, evict 9, {asked}"
    )


@pytest.mark.points(8)
def test_as_few_as_needed(submission):
    """acquire evicts as few tokens as it must, and none while there is room."""
    start = "acquire 1 2 3 4, release 1 2 3 4"
    check(submission, 4, f"{start}, size")  # the room is filled to the last token
    check(submission, 6, f"{start}, acquire 5 6, match 1 2 3 4, size, acquire 7, match 1 2 3 4, size, match 5 6")
    check(submission, 4, f"{start}, acquire 1 2 9, match 1 2 3 4, size")
    # There is one end at a time.
    check(submission, 6, f"{start}, acquire 5 6 7 8 9, match 1 2 3 4, size")


@pytest.mark.points(8)
def test_held_tokens_are_not_evicted(submission):
    """Tokens with references are never evicted, and evict says how many went."""
    check(submission, 50, "acquire 1 2, acquire 1 2 3 4, release 1 2 3 4, evict 9, match 1 2 3 4, size, evict 1")
    check(submission, 5, "acquire 1 2, acquire 3 4, release 3 4, acquire 5 6, match 1 2, match 3 4, match 5 6")


@pytest.mark.points(4)
def test_the_own_prefix_is_not_evicted(submission):
    """acquire never evicts tokens of its own prompt, though they are the oldest."""
    # Two ends have to go, so that it doesn't matter how their number is found out.
    start = "acquire 1 2, release 1 2, acquire 3, release 3, acquire 4, release 4"
    results = submission.replay(submission.PrefixCache(4), read(f"{start}, acquire 1 2 5 6, match 1 2 5 6"))
    raised, lost = same_text(results[-2], "RuntimeError"), any(same_text(results[-1], n) for n in range(4))
    assert not raised, "acquire raised RuntimeError: 3 and 4, which nobody holds, can be evicted for 5 and 6."
    assert not lost, "acquire has evicted tokens of its own prompt: match finds less than the whole of it afterwards."
    check(submission, 4, f"{start}, acquire 1 2 5 6, size, match 1 2 5 6, match 3, match 4, references 1 2")


@pytest.mark.points(4)
def test_too_little_room_changes_nothing(submission):
    """If the room isn't enough, acquire raises RuntimeError and nothing has changed."""
    asked = "size, match 1 2, match 3, match 5 6, references 5 6"
    start = "acquire 1 2, acquire 3, release 3, acquire 5 6, release 5 6"
    check(submission, 5, f"{start}, acquire 7 8 9 7, {asked}, acquire 5 6 7 8, {asked}, acquire 3 5 5, {asked}")
    check(submission, 5, f"{start}, acquire 3 1 1 1, evict 1, {asked}, acquire 7 8 9, {asked}")


@pytest.mark.points(3)
def test_what_counts_as_use(submission):
    """The release of a prompt is its last use; match and references are none."""
    start = "acquire 1, acquire 2"
    asked = "evict 1, match 1, match 2"
    check(submission, 50, f"{start}, release 2, release 1, {asked}")
    check(submission, 50, f"{start}, release 1, release 2, match 1, references 1, {asked}")


@pytest.mark.points(2)
def test_what_is_refused(submission):
    """A release of a prompt that isn't held, and a cache without room, are a ValueError."""
    check(submission, 50, "release 1, acquire 1 2, release 1, release 1 2 3, release 1 2, release 1 2, size")
    assert_equal(submission.PrefixCache(1).size(), 0, what="the size of a new cache")
    for capacity in (0, -1):
        with pytest.raises(ValueError):
            submission.PrefixCache(capacity)


@pytest.mark.points(3)
def test_long_prompts(submission):
    """Prompts of thousands of tokens are no harder than short ones."""
    prompt = [i % 7 for i in range(1200)]
    other = [*prompt[:900], 9, *prompt[:200]]
    operations = [("acquire", prompt), ("acquire", other), ("size", None), ("references", prompt[:900])]
    operations += [("release", prompt), ("evict", 1400), ("match", prompt)]
    results = submission.replay(submission.PrefixCache(1500), operations)
    expected = [0, 900, 1401, 2, None, 300, 900]
    names = ["acquire", "acquire", "size", "references", "release", "evict", "match"]
    for name, result, right in zip(names, results, expected, strict=True):
        # RecursionError is a RuntimeError, and there is room for all of these tokens.
        assert not same_text(result, "RuntimeError"), (
            f"{name} raised RuntimeError with 1200 tokens where there is room for 1500. RecursionError is one, too: a "
            "call for each token is one too many."
        )
        assert_equal(result, right, what=f"the result of {name} with prompts of 1200 tokens")


@pytest.mark.points(4)
def test_a_long_run(submission, rng):
    """Over hundreds of random operations every result is that of a set of prefixes."""
    draw = Random(new_seed(rng))
    for capacity, n_tokens in ((9, 2), (13, 3)):
        books, operations = Prefixes(capacity), []
        for _ in range(45):
            some = [draw.randrange(n_tokens) for _ in range(draw.randint(1, 6))]
            kind = draw.choices(["acquire", "release", "match", "references", "size", "evict"], [8, 6, 4, 3, 2, 1])[0]
            if kind == "release" and books.held and draw.random() < 0.9:
                some = list(draw.choice(books.held))
            operations.append((kind, {"size": None, "evict": draw.randrange(4)}.get(kind, some)))
            books.run(operations[-1:])
        check(submission, capacity, operations)
