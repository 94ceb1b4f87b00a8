"""Grades `byte_level_bpe`: the bytes of a whole text are letters of one string, and each merge is one str.replace."""

import re

import numpy as np
import pytest

from kata.testing import assert_equal

PATTERN = r"'(?:[sdmt]|ll|ve|re)| ?[^\W\d_]+| ?\d+| ?(?:[^\s\w]|_)+|\s+(?!\S)|\s+"
BREAK = "\U000f0000"
TEXTS = [
    "it's the cat's, they'll've run  ...\n\n  42nd_street!?",
    "\u00e9t\u00e9 na\u00efve \u6771\u4eac 12\u00bd \U0001f44d\U0001f3fd e\u0301 \u200d\ufeff\u0000\x7f",
    "\t tabs\u00a0and\u3000spaces \r\n \ufffd\U0010ffff ",
]


def spell(text):
    """The bytes as letters, with a break between the chunks."""
    return BREAK.join(chunk.encode().decode("latin-1") for chunk in re.findall(PATTERN, text))


def plain(text, merges):
    spelled = spell(text)
    for i, (left, right) in enumerate(merges):
        spelled = spelled.replace(chr(left) + chr(right), chr(256 + i))
    return [ord(c) for c in spelled if c != BREAK]


def learn(text, n_merges):
    spelled, merges = spell(text), []
    while len(merges) < n_merges:
        counts = {}
        for i in range(len(spelled) - 1):
            pair = spelled[i : i + 2]
            if BREAK not in pair:
                counts[pair] = counts.get(pair, 0) + 1
        if not counts:
            break
        best = sorted((-n, ord(pair[0]), ord(pair[1])) for pair, n in counts.items())[0][1:]
        spelled = spelled.replace(chr(best[0]) + chr(best[1]), chr(256 + len(merges)))
        merges.append(best)
    return merges


def merges_of_words(words):
    """A list of merges in which each word is built up from the left, as far as the pairs are new."""
    ids = {}
    for word in words:
        symbols = list(word.encode())
        while len(symbols) > 1:
            symbols[:2] = [ids.setdefault((symbols[0], symbols[1]), 256 + len(ids))]
    return list(ids)


def random_word(rng, letters, n):
    return "".join(letters[i] for i in rng.integers(0, len(letters), n).tolist())


@pytest.mark.points(10)
def test_a_text_without_merges_is_its_bytes(submission):
    """Without merges the ids are the bytes of the text in UTF-8, the spaces and everything else included."""
    tokenizer = submission.ByteLevelBPE([])
    for text in ["\u00e9 \u6771\U0001f44d\x00 a", *TEXTS, ""]:
        assert_equal(tokenizer.encode(text), list(text.encode()), what=f"the ids of {text!r}")


@pytest.mark.points(15)
def test_the_pair_learned_first_is_merged_first(submission, rng):
    """In a chunk the pair that comes first in the list is merged, everywhere from left to right, until none is left."""
    a, b, c = b"abc"
    merges = [(b, c), (a, b), (257, c), (257, 257), (a, a), (260, a), (a, 256)]
    text = "abc abab aaaa aaa abcabc aabab"
    assert_equal(submission.ByteLevelBPE(merges).encode(text), plain(text, merges))
    words = [random_word(rng, "ab\u00e9", int(rng.integers(2, 7))) for _ in range(6)]
    merges = merges_of_words([*words, " " + words[0], "\u6771\u4eac"])
    text = " ".join(random_word(rng, "ab\u00e9", int(rng.integers(1, 8))) for _ in range(20)) + "\u4eac\u6771\u4eac"
    assert_equal(submission.ByteLevelBPE(merges).encode(text), plain(text, merges))


@pytest.mark.points(10)
def test_no_token_reaches_over_a_chunk(submission):
    """Pairs are merged within the chunks that the pattern cuts and never across their borders."""
    pairs = ["ab", "b ", " a", "a'", "'s", "a1", "1a", "a!", "!!", "! ", "  ", " \n", "\n\n", "_a", "a_", "11"]
    merges = [(ord(left), ord(right)) for left, right in pairs]
    tokenizer = submission.ByteLevelBPE(merges)
    for text in ["ab ab  ab   \n\n ab\n", "ab's 'sa ab'll", "a11a!! _a_a__ !!a 11"]:
        assert_equal(tokenizer.encode(text), plain(text, merges), what=f"the ids of {text!r}")


@pytest.mark.points(15)
def test_training_merges_the_most_frequent_pair(submission, rng):
    """Each merge is the pair with the highest count over all chunks of the text, as the merges before have left it."""
    words = [random_word(rng, "ab\u00e9", int(rng.integers(1, 6))) for _ in range(6)]
    text = " ".join(words[i] for i in rng.integers(0, 6, 30).tolist()) + " it's 1999, it's 99!!\n\n"
    assert_equal(submission.train_byte_bpe(text, 15), learn(text, 15), what="the merges")
    text = "x, y, z, u, ab ab ab"
    assert_equal(submission.train_byte_bpe(text, 2), learn(text, 2), what="the merges")


@pytest.mark.points(10)
def test_training_ties_and_end(submission, rng):
    """Of equal counts the smallest pair of ids is merged; training ends after n_merges or when no pair is left."""
    text = "zy xb\u00e9a by ab ba aaaaa"
    expected = learn(text, 100)
    for n_merges in (100, len(expected), 3, 0):
        result = submission.train_byte_bpe(text, n_merges)
        assert_equal(result, expected[:n_merges], what=f"the merges with n_merges={n_merges}")
    for text in ("", "a1!"):
        assert_equal(submission.train_byte_bpe(text, 4), [], what=f"the merges of {text!r}")


@pytest.mark.points(5)
def test_special_tokens_are_text_unless_they_are_allowed(submission):
    """Without allow_special the text of a special token is encoded like any other."""
    merges = merges_of_words(["<|", "end", "|>"])
    tokenizer = submission.ByteLevelBPE(merges, ["<|end|>", "end"])
    text = "the end<|end|>"
    assert_equal(tokenizer.encode(text), plain(text, merges))
    assert_equal(tokenizer.encode(text, allow_special=False), plain(text, merges))
    assert_equal(tokenizer.encode("end", allow_special=True), [256 + len(merges) + 1])


@pytest.mark.points(10)
def test_special_tokens_are_found_in_a_text(submission):
    """With allow_special each becomes its id, the longest that begins at a place, and the rest is encoded as usual."""
    merges = merges_of_words(["the", " the", "a.b", "|>"])
    specials = ["<|end|>", "<|end|>of", "a.b", "(\u00e9", " the", "end"]
    tokenizer = submission.ByteLevelBPE(merges, specials)
    first = 256 + len(merges)
    for parts in [
        ["the", 0, "th", 0, 0, "e|>"],
        ["the ", 1, " text", 0, "o", 2, "axb a.", 3, "\u00e9(", 4, " th"],
        [5, "<|", 5, " ", 4],
        ["<|en|>d"],
        [" ", 0, "\r\n", 0, " \n"],
        ["\n ", 2, "  "],
        [2],
    ]:
        text = "".join(part if isinstance(part, str) else specials[part] for part in parts)
        expected = [i for part in parts for i in (plain(part, merges) if isinstance(part, str) else [first + part])]
        assert_equal(tokenizer.encode(text, allow_special=True), expected, what=f"the ids of {text!r}")
        assert_equal(tokenizer.decode(expected), text, what=f"the text of {expected}")
    assert_equal(submission.ByteLevelBPE(merges).encode("the the", allow_special=True), plain("the the", merges))


@pytest.mark.points(10)
def test_every_text_comes_back(submission, rng):
    """Decoding gives back every text exactly, also where a token holds only a part of a character."""
    merges = [(0xC3, 0xA9), (0xF0, 0x9F), (257, 0x91), (0xB8, 0xAD), (32, 32), (0x65, 0xCC), (0x9D, 0xB1), (0xE6, 262)]
    tokenizer = submission.ByteLevelBPE(merges)
    for text in [*TEXTS, "\ufeffa\r\nb\rc"]:
        ids = plain(text, merges)
        assert_equal(tokenizer.decode(ids), text, what=f"the text of {ids}")
        assert_equal(tokenizer.decode(tokenizer.encode(text)), text, what="the decoded text")
    points = rng.integers(1, 0xD800, 40).tolist() + rng.integers(0xE000, 0x110000, 40).tolist()
    text = "".join(map(chr, points))
    assert_equal(tokenizer.decode(tokenizer.encode(text)), text, what="the decoded text")


@pytest.mark.points(5)
def test_bytes_that_are_no_utf8_are_replaced(submission):
    """Ids whose bytes are no UTF-8 decode to U+FFFD in their place, as errors="replace" does it."""
    tokenizer = submission.ByteLevelBPE([(0xE6, 0x9D), (97, 0xFF)], ["\u00e9"])
    for ids, data in [
        ([97, 0xC3, 98], b"a\xc3b"),
        ([256, 0xB1, 256, 98, 0xB1], b"\xe6\x9d\xb1\xe6\x9db\xb1"),
        ([257, 257, 256], b"a\xffa\xff\xe6\x9d"),
        ([0xC3, 258], b"\xc3\xc3\xa9"),
        ([], b""),
    ]:
        assert_equal(tokenizer.decode(ids), str(data, "utf-8", "replace"), what=f"the text of {ids}")


@pytest.mark.points(5)
def test_ids_without_a_token_are_refused(submission):
    """An id that is negative, or not below 256 plus the number of merges and special tokens, raises ValueError."""
    tokenizer = submission.ByteLevelBPE([(97, 98)], ["<s>"])
    assert_equal(tokenizer.decode([256, 257, 255]), "ab<s>\ufffd")
    for ids in ([258], [97, -1]):
        with pytest.raises(ValueError):
            tokenizer.decode(ids)


@pytest.mark.points(5)
@pytest.mark.timeout(0.5)
def test_20_000_characters_in_half_a_second(submission, rng):
    """A text of 20 000 characters is encoded in half a second."""
    words = [random_word(rng, "etaoinsrhl", 4 + i % 8) for i in range(40)]
    merges = merges_of_words([" " + word for word in words])
    chosen = (40 * rng.random(2_600) ** 2).astype(int).tolist()
    # A word with the space in front of it is a chunk.
    ids = [plain(" " + word, merges) for word in words]
    text = "".join(" " + words[i] for i in chosen)
    actual = np.asarray(submission.ByteLevelBPE(merges).encode(text))
    assert_equal(actual, np.array([i for word in chosen for i in ids[word]]), what="the ids")
