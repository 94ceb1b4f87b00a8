"""Grades `paged_attention`: every sequence is also kept as a plain tensor of its tokens, which attention goes over."""

import math

import pytest
import torch

from kata.testing import assert_close, assert_equal
from kata.testing.tensors import normal

H, F = 3, 4


def tokens(rng, n):
    """Keys and values of n tokens."""
    return 2 * normal(rng, H, n, F), normal(rng, H, n, F)


def make(submission, n_blocks, block_size, left_over=1e3):
    """A cache in which every slot holds what somebody else has left there."""
    cache = submission.PagedKVCache(n_blocks, block_size, H, F, dtype=torch.float64)
    old = torch.full((H, n_blocks * block_size, F), left_over, dtype=torch.float64)
    cache.write_prompt(old, old, list(range(n_blocks)))
    return cache


def random_table(rng, n_blocks, number):
    return rng.permutation(n_blocks)[:number].tolist()


def pad(tables, width):
    return torch.tensor([table + [-1] * (width - len(table)) for table in tables])


def attend(q, sequences):
    """One sequence at a time, over its own tokens."""
    outputs = []
    for query, (k, v) in zip(q, sequences, strict=True):
        logits = torch.einsum("hf,hsf->hs", query, k) / math.sqrt(F)
        outputs.append(torch.einsum("hs,hsf->hf", torch.softmax(logits, dim=-1), v))
    return torch.stack(outputs)


def ragged(rng, cache, n_blocks, block_size, lengths):
    """Prompts of these lengths in a cache: their tables and their tokens."""
    free = rng.permutation(n_blocks).tolist()
    tables, sequences = [], []
    for n in lengths:
        # From high ids to low ones, so that the block with room left isn't the last one by its id.
        tables.append(sorted((free.pop() for _ in range(math.ceil(n / block_size))), reverse=True))
        sequences.append(tokens(rng, n))
        if n:
            cache.write_prompt(*sequences[-1], tables[-1])
    return tables, sequences


@pytest.mark.points(14)
def test_a_prompt_lies_where_its_table_says(submission, rng):
    """write_prompt puts token i into block table[i // block_size], and gather gives the tokens back in order."""
    cache = make(submission, 12, 3)
    free = rng.permutation(12).tolist()
    stored = []
    for n in (7, 3, 2):
        table = [free.pop() for _ in range(math.ceil(n / 3))]
        stored.append((table, tokens(rng, n)))
        cache.write_prompt(*stored[-1][1], table)
    for table, (k, v) in stored:
        assert_equal(cache.gather(table, k.shape[1]), (k, v), what=f"(k, v) of the tokens in the blocks {table}")
    table, (k, v) = stored[0]
    make(submission, 12, 3)
    assert_equal(cache.gather(table, 7), (k, v), what="(k, v) after another cache was filled")
    # The second block alone holds the tokens 3 to 5.
    assert_equal(cache.gather(table[1:2], 2), (k[:, 3:5], v[:, 3:5]), what="(k, v) of the first slots of a block")
    assert_equal(cache.gather(table, 4), (k[:, :4], v[:, :4]), what="(k, v) of the first 4 tokens")


@pytest.mark.points(4)
def test_a_prompt_without_room_is_refused(submission, rng):
    """A prompt that doesn't fit into its table raises ValueError and writes nothing; spare blocks are no harm."""
    cache = make(submission, 5, 2)
    table = random_table(rng, 5, 3)
    k, v = tokens(rng, 6)
    cache.write_prompt(k, v, table)
    with pytest.raises(ValueError):
        cache.write_prompt(*tokens(rng, 7), table)
    assert_equal(cache.gather(table, 6), (k, v), what="(k, v) after the refusal")
    short = tokens(rng, 3)
    cache.write_prompt(*short, table)
    assert_equal(cache.gather(table, 3), short, what="(k, v) of a prompt that needs 2 of the 3 blocks of its table")


@pytest.mark.points(12)
def test_new_tokens_go_into_their_slots(submission, rng):
    """append stores the token of each sequence at its block and offset, and nothing else changes."""
    cache = make(submission, 9, 3)
    tables, sequences = ragged(rng, cache, 8, 3, [4, 3, 2])
    tables[1].append(8)
    new = [tokens(rng, 1) for _ in tables]
    cache.append(
        torch.stack([k[:, 0] for k, _ in new]),
        torch.stack([v[:, 0] for _, v in new]),
        [(tables[0][1], 1, None), (8, 0, None), (tables[2][0], 2, None)],
    )
    for table, old, one in zip(tables, sequences, new, strict=True):
        expected = tuple(torch.cat(pair, dim=1) for pair in zip(old, one, strict=True))
        assert_equal(cache.gather(table, expected[0].shape[1]), expected, what=f"(k, v) in the blocks {table}")


@pytest.mark.points(16)
def test_a_shared_block_is_copied_before_it_is_written(submission, rng):
    """With a source, the block gets its tokens and then the new one; whoever else holds the source sees no change."""
    for source in (int(rng.integers(1, 4)), 0):
        cache = make(submission, 6, 4)
        k, v = tokens(rng, 6)
        cache.write_prompt(k, v, [5, source])
        (new_k, new_v), (own_k, own_v) = tokens(rng, 1), tokens(rng, 1)
        # The child copies, and the parent goes on in its own block, in one call.
        slots = [(4, 2, source), (source, 2, None)]
        cache.append(torch.stack([new_k[:, 0], own_k[:, 0]]), torch.stack([new_v[:, 0], own_v[:, 0]]), slots)
        expected = torch.cat([k, new_k], dim=1), torch.cat([v, new_v], dim=1)
        assert_equal(cache.gather([5, 4], 7), expected, what=f"(k, v) of the sequence that copied block {source}")
        expected = torch.cat([k, own_k], dim=1), torch.cat([v, own_v], dim=1)
        assert_equal(cache.gather([5, source], 7), expected, what=f"(k, v) of the one that kept block {source}")
    k2, v2 = tokens(rng, 1)
    cache.append(k2.transpose(0, 1), v2.transpose(0, 1), [(3 if source != 3 else 1, 2, source)])
    assert_equal(cache.gather([5, source], 7), expected, what="(k, v) of a sequence whose block was copied")


@pytest.mark.points(20)
def test_it_equals_attention_over_contiguous_tokens(submission, rng):
    """attend gives each query of a ragged batch what attention over its own tokens gives."""
    for block_size, lengths in [(3, [7, 1, 6, 4]), (4, [3, 9]), (1, [4, 2, 1])]:
        # Small leftovers, which would get a weight like any token.
        cache = make(submission, 20, block_size, left_over=0.5)
        tables, sequences = ragged(rng, cache, 20, block_size, lengths)
        q = 2 * normal(rng, len(lengths), H, F)
        found = cache.attend(q, pad(tables, max(map(len, tables))), torch.tensor(lengths))
        what = f"the output for lengths {lengths} in blocks of {block_size}"
        assert_close(found, attend(q, sequences), what=what, exact_dtype=True)


@pytest.mark.points(12)
def test_leftovers_have_no_influence(submission, rng):
    """What lies beyond a sequence in its blocks, or behind a padding of -1, may be inf or nan."""
    lengths = [5, 2, 7]
    for left_over in (math.nan, math.inf):
        cache = make(submission, 12, 3, left_over=left_over)
        tables, sequences = ragged(rng, cache, 10, 3, lengths)
        tables[1].append(11)  # reserved, with nothing in it yet
        q = torch.zeros(3, H, F, dtype=torch.float64)  # every token weighs the same, whatever the scale
        found = cache.attend(q, pad(tables, 5), torch.tensor(lengths))
        assert_close(found, attend(q, sequences), what=f"the output with leftovers of {left_over}")


@pytest.mark.points(6)
def test_an_idle_sequence_gives_zeros(submission, rng):
    """A sequence of length 0 gives zeros, whether it has blocks or none, and the others are not disturbed."""
    for left_over in (0.5, math.nan):
        cache = make(submission, 8, 2, left_over=left_over)
        tables, sequences = ragged(rng, cache, 7, 2, [0, 3, 0])
        tables[2].append(7)
        q = torch.zeros(3, H, F, dtype=torch.float64)  # as above
        expected = torch.zeros_like(q)
        expected[1:2] = attend(q[1:2], sequences[1:2])
        found = cache.attend(q, pad(tables, 2), torch.tensor([0, 3, 0]))
        assert_close(found, expected, what=f"the output with leftovers of {left_over}")


@pytest.mark.points(12)
def test_a_prompt_that_is_forked_and_continued(submission, rng):
    """Two samples of one prompt share its blocks, part where they differ, and attend to their own tokens."""
    size, n = 3, 4
    cache = make(submission, 8, size, left_over=math.nan)
    k, v = tokens(rng, n)
    free = [0, *(1 + rng.permutation(7)).tolist()]  # block 0 as a source is another test's business
    tables = [[free.pop(), free.pop()]]
    cache.write_prompt(k, v, tables[0])
    tables.append(tables[0][:])
    texts = [(k, v), (k, v)]
    for step in range(4):
        slots = []
        for table in tables:
            block, source = table[-1], None
            if (n + step) % size == 0:
                block = free.pop()
                table.append(block)
            elif step == 0 and table is tables[1]:
                block, source = free.pop(), table[-1]
                table[-1] = block
            slots.append((block, (n + step) % size, source))
        new = [tokens(rng, 1) for _ in texts]
        # The second sequence comes first.
        cache.append(
            torch.stack([k[:, 0] for k, _ in reversed(new)]),
            torch.stack([v[:, 0] for _, v in reversed(new)]),
            slots[::-1],
        )
        texts = [
            tuple(torch.cat(pair, dim=1) for pair in zip(*both, strict=True)) for both in zip(texts, new, strict=True)
        ]
    q = normal(rng, 2, H, F)
    found = cache.attend(q, pad(tables, 3), torch.tensor([n + 4] * 2))
    assert_close(found, attend(q, texts), what="the output after 4 steps")


@pytest.mark.points(4)
def test_large_logits_and_the_dtype(submission, rng):
    """Logits of tens of thousands overflow nothing, and a cache is float32 unless another dtype is given."""
    cache = make(submission, 6, 2)
    tables, sequences = ragged(rng, cache, 6, 2, [5, 3])
    q = normal(rng, 2, H, F) * 2e4
    q[0] = -q[0]
    found = cache.attend(q, pad(tables, 3), torch.tensor([5, 3]))
    assert_close(found, attend(q, sequences), rtol=1e-7, what="the output for large logits")
    cache = submission.PagedKVCache(2, 3, H, F)
    k, v = (x.float() for x in tokens(rng, 4))
    cache.write_prompt(k, v, [1, 0])
    assert_equal(cache.gather([1, 0], 4), (k, v), exact_dtype=True, what="(k, v) in float32")
    q = normal(rng, 1, H, F).float()
    found = cache.attend(q, torch.tensor([[1, 0]]), torch.tensor([4]))
    assert_close(found, attend(q, [(k, v)]), exact_dtype=True, what="the output in float32")
