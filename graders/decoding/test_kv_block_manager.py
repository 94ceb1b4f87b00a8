"""Grades `kv_block_manager`: books that know nothing but the tables, and accept any free block as a new one."""

from random import Random

import pytest

from kata.testing import assert_equal, new_seed


class Books:
    """What each operation has to return. Free and shared blocks are read off the tables."""

    def __init__(self, n_blocks, block_size, offsets=True):
        self.offsets = offsets
        self.blocks = set(range(n_blocks))
        self.block_size = block_size
        self.tables = {}
        self.lengths = {}

    def holders(self, block):
        return sum(block in table for table in self.tables.values())

    def free_blocks(self):
        return self.blocks.difference(*self.tables.values())

    def expect(self, operation, result):
        """The right result of an operation: where any free block will do, the one that was chosen."""
        name, *words = operation.split()
        arguments = [int(word) if word.isdigit() else word for word in words]
        errors, outcome = getattr(self, name)(*arguments, result)
        if errors:
            return result if isinstance(result, str) and result in errors else errors[0]
        return outcome

    def new_blocks(self, number, chosen):
        free = self.free_blocks()
        good = all(type(block) is int for block in chosen) and len(set(chosen)) == number and free.issuperset(chosen)
        return list(chosen) if good else sorted(free)[:number]

    def allocate(self, sequence, n_tokens, result):
        number = (n_tokens + self.block_size - 1) // self.block_size
        errors = ["ValueError"] * (sequence in self.tables)
        errors += ["RuntimeError"] * (number > len(self.free_blocks()))
        if not errors:
            self.tables[sequence] = self.new_blocks(number, result if isinstance(result, list | tuple) else [])
            self.lengths[sequence] = n_tokens
        return errors, self.tables.get(sequence, [])[:]

    def append(self, sequence, result):
        if sequence not in self.tables:
            return ["KeyError"], None
        table, offset = self.tables[sequence], self.lengths[sequence] % self.block_size
        copies = offset > 0 and self.holders(table[-1]) > 1
        source = table[-1] if copies else None
        if copies or offset == 0:
            if not self.free_blocks():
                return ["RuntimeError"], None
            new = self.new_blocks(1, result[:1] if isinstance(result, list | tuple) else [])
            table[:] = table[: len(table) - copies] + new
        self.lengths[sequence] += 1
        if not self.offsets and isinstance(result, tuple) and len(result) == 3 and type(result[1]) is int:
            offset = result[1]
        return [], (table[-1], offset, source)

    def fork(self, parent, child, result):
        errors = ["KeyError"] * (parent not in self.tables) + ["ValueError"] * (child in self.tables)
        if not errors:
            self.tables[child], self.lengths[child] = self.tables[parent][:], self.lengths[parent]
        return errors, None

    def free(self, sequence, result):
        if sequence not in self.tables:
            return ["KeyError"], None
        del self.tables[sequence], self.lengths[sequence]
        return [], None

    def table(self, sequence, result):
        return ([], self.tables[sequence][:]) if sequence in self.tables else (["KeyError"], None)

    def length(self, sequence, result):
        return ([], self.lengths[sequence]) if sequence in self.tables else (["KeyError"], None)

    def n_free(self, result):
        return [], len(self.free_blocks())

    def references(self, block, result):
        return [], self.holders(block)


def same_text(result, right):
    return repr(result) == repr(right)


def in_order_of_use(script, results, expected, n_blocks):
    """The same with every block named by when it first came into use, so that the choice of a block shows nowhere."""
    names = {}

    def named(value):
        known = type(value) is int and 0 <= value < n_blocks
        return names.setdefault(value, len(names)) if known else value

    def renamed(operation, value):
        if operation.startswith(("allocate", "table")) and isinstance(value, list | tuple):
            return [named(block) for block in value]
        if operation.startswith("append") and isinstance(value, tuple) and len(value) == 3:
            return named(value[0]), value[1], named(value[2])
        return value

    lines = []
    for operation, *values in zip(script, results, expected, strict=True):
        lines.append((operation, *(renamed(operation, value) for value in values)))
    # How often each block is referred to is asked at the end, block by block: those come in the new order.
    n_asked = next((i for i, line in enumerate(reversed(script)) if not line.startswith("references")), 0)
    asked = []
    for operation, *values in lines[len(lines) - n_asked :]:
        block = int(operation.split()[1])
        asked.append((names.get(block, len(names) + block), values))
    asked = [(f"references {name}", *values) for name, values in sorted(asked, key=lambda pair: pair[0])]
    return zip(*lines[: len(lines) - n_asked], *asked, strict=True)


def check(submission, n_blocks, block_size, operations, sequences=(), offsets=False, references=False, unknown=False):
    """Run the operations and compare every result with the books, and the whole state of the sequences at the end.

    The offsets of append, the counts of references and the questions about unknown sequences are judged where a test is
    about them, and in the long run.
    """
    # After each operation the tables are looked at, so that a mistake shows where it happens.
    look = [*(f"table {name}" for name in sequences), "n_free"] if sequences else []
    script = [line for operation in operations.split(", ") for line in (operation, *look)]
    script += [f"length {name}" for name in sequences]
    script += [f"references {block}" for block in range(n_blocks) if references]
    results = submission.replay(submission.KVBlockManager(n_blocks, block_size), ", ".join(script))
    assert_equal(len(results), len(script), what="the number of results of replay")
    books = Books(n_blocks, block_size, offsets)
    expected = [books.expect(operation, result) for operation, result in zip(script, results, strict=True)]
    script, results, expected = in_order_of_use(script, results, expected, n_blocks)
    for i, (result, right) in enumerate(zip(results, expected, strict=True)):
        # Most are the same to the letter, and assert_equal is slow.
        asked_too_early = not unknown and same_text(right, "KeyError") and script[i].startswith(("table", "length"))
        if not same_text(result, right) and not asked_too_early:
            past = [line for line in script[:i] if line.startswith(("allocate", "append", "fork", "free"))]
            after = ", ".join(["..."] * (len(past) > 12) + past[-12:]) or "nothing"
            what = f"the result of `{script[i]}` after {after} ({n_blocks} blocks of {block_size} tokens, "
            what += "numbered in the order in which they came into use)"
            assert_equal(result, right, what=what)


@pytest.mark.points(15)
def test_a_sequence_gets_as_many_blocks_as_its_tokens_need(submission, rng):
    """A new sequence of n tokens gets ceil(n / block_size) different free blocks, none for n = 0."""
    size = int(rng.integers(3, 6))
    lengths = rng.permutation([0, 1, size - 1, size, size + 1, 2 * size, 3 * size - 1]).tolist()
    check(submission, 12, size, ", ".join(f"allocate {name} {n}" for name, n in enumerate(lengths)), range(7))
    manager = submission.KVBlockManager(5, 2)
    assert_equal(len(manager.allocate("prompt", 7)), 4, what="the number of blocks for 7 tokens in blocks of 2")
    assert_equal(manager.length("prompt"), 7, what="the length")
    assert_equal(manager.n_free(), 1, what="the number of free blocks")


@pytest.mark.points(10)
def test_append_fills_the_last_block_and_then_takes_one(submission, rng):
    """append gives the slot after the last token, in a new block when the last one is full or there is none."""
    some = int(rng.integers(2, 4))
    for size, n_tokens in ((1, 0), (1, 2), (some, 0), (some, some), (5, 3)):
        check(submission, 9, size, f"allocate a {n_tokens}" + ", append a" * 7, ["a"], offsets=True)
    manager = submission.KVBlockManager(4, 3)
    block = manager.allocate("x", 2)[0]
    assert_equal(manager.append("x"), (block, 2, None), what="the third slot of the first block")


@pytest.mark.points(10)
def test_fork_shares_every_block_and_takes_none(submission, rng):
    """A fork has the parent's table and length, takes no block, and adds one reference to each."""
    size = int(rng.integers(2, 6))
    operations = f"allocate a {3 * size}, fork a b, fork b 0, allocate c {size}, fork c d, free a, fork 0 a"
    check(submission, 8, size, operations, ["a", "b", 0, "c", "d"], references=True)


@pytest.mark.points(15)
def test_a_shared_block_is_copied_before_it_is_written(submission):
    """append puts a new block in place of a shared one with room and names the old one; the last holder doesn't."""
    manager = submission.KVBlockManager(2, 4)
    old = int(manager.allocate("a", 2)[0])
    manager.fork("a", "b")
    manager.fork("a", "c")
    found = manager.append("b")
    ends = found[::2] if isinstance(found, tuple) and len(found) == 3 else found
    assert_equal(ends, (1 - old, old), what=f"the block and the source when block {old} of two is shared by three")
    names = ["a", "b", "c"]
    # What is given up for a copy is free when the last holder ends.
    check(submission, 7, 4, "allocate a 2, fork a b, append b, free a, free b", names)
    check(submission, 7, 4, "allocate a 5, fork a b, fork a c, append b, append b, append a, append c, append c", names)
    # The parent may be the one who copies, and a block can be shared and copied again.
    check(submission, 7, 5, "allocate a 2, fork a b, append a, fork a c, append c, append a, append b, append b", names)
    # Each of three blocks is the source once, whatever their order.
    operations = (
        "allocate a 1, allocate b 1, fork a c, append c, free c, fork b c, append c, free a, fork c d, append d"
    )
    check(submission, 3, 4, operations)
    # Once the other holder is gone, there is nothing to copy.
    check(submission, 7, 4, "allocate a 6, fork a b, free a, append b, append b", names)


@pytest.mark.points(10)
def test_a_full_shared_block_stays_shared(submission, rng):
    """append after a full shared block takes a new block and copies nothing."""
    for size in (1, int(rng.integers(2, 5))):
        # The block that b fills is full when it is shared: nothing is copied anywhere.
        operations = f"allocate a {2 * size}, fork a b{', append b' * size}, fork b c, append c, append b, append a"
        check(submission, 8, size, operations, ["a", "b", "c"])


@pytest.mark.points(10)
def test_free_returns_the_blocks_that_nobody_holds(submission):
    """Freeing a sequence frees the blocks that no other one holds, and all of them can be handed out again."""
    operations = "allocate a 6, fork a b, allocate c 2, free a, allocate a 4, free b"
    operations += ", allocate d 6, free a, free c, free d, allocate all 14, free all, allocate all 14"
    check(submission, 7, 2, operations, ["a", "b", "c", "d", "all"])


@pytest.mark.points(10)
def test_too_few_blocks_raise_and_change_nothing(submission):
    """Without enough free blocks allocate and append raise RuntimeError and leave everything as it was."""
    names = ["a", "b", "c"]
    check(submission, 4, 3, "allocate a 13, allocate a 4, allocate b 7, allocate b 6, append b", names)
    # A copy needs a free block too, and a token that fits does not.
    operations = "allocate a 8, fork a b, allocate c 3, append a, append b, append c"
    check(submission, 4, 3, operations, names)
    check(submission, 4, 3, f"{operations}, free c, append b, append a, append a, append a, free b", names)
    check(submission, 4, 3, "allocate a 12, fork a b, append b, append a, allocate c 0, append c", names)


@pytest.mark.points(5)
def test_names_are_checked(submission):
    """An unknown sequence raises KeyError, a living name or a negative length ValueError, and nothing changes."""
    operations = (
        "allocate a 2, append b, free b, fork b c, table b, length b, allocate a 3, fork a 0, fork 0 a, fork a a"
    )
    check(submission, 6, 2, operations, ["a", "b", 0], unknown=True)
    operations = "allocate a 2, allocate 0 1, free 0, free 0, append 0, fork 0 b, allocate 0 4, fork 0 a, free 0"
    check(submission, 6, 2, operations, ["a", "b", 0], unknown=True)
    # A sequence without tokens has a name too.
    operations = "allocate a 0, allocate a 3, fork a b, allocate b 1, fork a b, free a, free a, fork a c, allocate a 2"
    check(submission, 6, 2, operations, ["a", "b"])
    manager = submission.KVBlockManager(3, 2)
    manager.allocate(1, 2)
    manager.allocate("1", 0)  # the int and the str are two names
    assert_equal([manager.length(1), manager.length("1")], [2, 0], what="the lengths of the sequences 1 and '1'")
    manager.free("1")
    manager.free(1)
    with pytest.raises(ValueError):
        manager.allocate("a", -1)
    with pytest.raises(KeyError):
        manager.append("a")
    manager.allocate("a", 3)
    assert_equal(manager.length("a"), 3, what="the length of a sequence whose name was refused before")


def random_operations(draw, names, n_blocks, block_size, number):
    """Operations with names that are right for them, and the names that are left: names are judged elsewhere."""
    books, operations = Books(n_blocks, block_size), []
    kinds = draw.choices(
        ["append", "fork", "allocate", "free", "table", "references", "n_free"], [50, 12, 10, 12, 6, 6, 4], k=number
    )
    for kind in kinds:
        living = [name for name in names if name in books.tables]
        others = [name for name in names if name not in living]
        if not living:
            kind = "allocate"
        elif not others and kind in ("fork", "allocate"):
            kind = "append"
        some, new = draw.choice(living or names), draw.choice(others or names)
        operations.append(
            {
                "fork": f"fork {some} {new}",
                "allocate": f"allocate {new} {draw.randrange(1, n_blocks * block_size // 3)}",
                "references": f"references {draw.randrange(n_blocks)}",
                "n_free": "n_free",
            }.get(kind, f"{kind} {some}")
        )
        books.expect(operations[-1], None)
    return operations, list(books.tables)


@pytest.mark.points(10)
def test_nothing_leaks_in_a_long_run(submission, rng):
    """Over hundreds of random operations every table, slot and count is right, and at the end all is free."""
    names = ["a", "b", "c", "d", 0]
    draw = Random(new_seed(rng))
    for n_blocks, size, number in ((9, 3, 200), (8, 1, 60), (14, 5, 240)):
        # Too large a prompt, a copy without a free block and a full shared block come in every run, whatever is drawn.
        operations = [f"allocate a {(n_blocks - 1) * size - 1}", f"allocate c {2 * size}", "n_free", "allocate c 1"]
        operations += ["fork a b", "append b", *(f"references {block}" for block in range(n_blocks))]
        operations += ["free b", "free a", "free c", "n_free"]
        operations += [f"allocate a {size}", "fork a b", "append b", "free a", "free b", "n_free"]
        drawn, left = random_operations(draw, names, n_blocks, size, number)
        operations += drawn + [f"{question} {name}" for name in left for question in ("table", "length")]
        operations += [f"references {block}" for block in range(n_blocks)] + [f"free {name}" for name in left]
        operations += ["n_free", f"allocate all {n_blocks * size}", "append all", "n_free"]
        check(submission, n_blocks, size, ", ".join(operations), offsets=True)


@pytest.mark.points(5)
def test_a_cache_without_room_is_refused(submission):
    """A cache of no blocks or of blocks without room raises ValueError."""
    assert_equal(submission.KVBlockManager(1, 1).n_free(), 1, what="the free blocks of a new cache of one block")
    for n_blocks, size in ((0, 4), (4, 0), (-1, 2), (2, -3)):
        with pytest.raises(ValueError):
            submission.KVBlockManager(n_blocks, size)
