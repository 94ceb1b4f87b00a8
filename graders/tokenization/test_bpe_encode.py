"""Grades `bpe_encode`: every symbol is spelled with one letter, and each merge is one str.replace over a whole text."""

import pytest

from kata.testing import assert_equal

END, UNKNOWN = "</w>", "<unk>"


def segment(text, vocabulary, merges):
    """Replay the merges in their order, on all words at once; a space keeps the words apart."""
    symbols = [*dict.fromkeys([END, *(c for word in text.split() for c in word)])]
    symbols += [left + right for left, right in merges] + [part for pair in merges for part in pair]
    symbols = list(dict.fromkeys(symbols))
    letter = {symbol: chr(0xE000 + i) for i, symbol in enumerate(symbols)}
    spelled = " ".join("".join(letter[c] for c in word) + letter[END] for word in text.split())
    for left, right in merges:
        spelled = spelled.replace(letter[left] + letter[right], letter[left + right])
    tokens = [symbols[ord(c) - 0xE000] for c in spelled if c != " "]
    return [token if token in vocabulary else UNKNOWN for token in tokens]


def random_merges(rng, letters, n_merges):
    """Merges of two different symbols (so that none overlaps itself), each making something new."""
    symbols, merges = [*letters], []
    while len(merges) < n_merges:
        left, right = (symbols[i] for i in rng.integers(0, len(symbols), 2).tolist())
        if left != right and left + right not in symbols and len(left + right) < 9:
            merges.append((left, right))
            symbols.append(left + right)
    return merges


def random_vocabulary(rng, letters, merges):
    """All symbols in random order, <unk> first."""
    symbols = [END, *letters, *(left + right for left, right in merges)]
    return [UNKNOWN, *(symbols[i] for i in rng.permutation(len(symbols)).tolist())]


def random_text(rng, letters, n_words, longest):
    lengths = rng.integers(1, longest + 1, n_words).tolist()
    return " ".join("".join(letters[i] for i in rng.integers(0, len(letters), n).tolist()) for n in lengths)


def check_merges(submission, words, vocabulary, merges):
    """Compare the tokens of single words, but for the end marker: other tests are about it."""
    tokenizer = submission.BPETokenizer(vocabulary, merges)
    for word in words:
        expected = " ".join(segment(word, vocabulary, merges)[:-1])
        tokens = " ".join(tokenizer.tokenize(word)).removesuffix(" </w>")
        assert_equal(tokens, expected, what=f"the tokens of {word!r} before its end marker, with spaces between them")


@pytest.mark.points(20)
def test_the_pair_learned_first_is_merged_first(submission, rng):
    """Of the pairs in a word the one that comes first in the list is merged, even if a longer token can't form then."""
    merges = [("b", "c"), ("a", "b"), ("ab", "c"), ("c", "d"), ("bc", "d")]
    vocabulary = random_vocabulary(rng, "abcd", merges)
    check_merges(submission, ["abc", "abab", "abcd", "acd"], vocabulary, merges)
    merges = random_merges(rng, "xyz", 12)
    words = random_text(rng, "xyz", 20, 9).split()
    check_merges(submission, words, random_vocabulary(rng, "xyz", merges), merges)


@pytest.mark.points(10)
def test_merges_build_on_each_other(submission, rng):
    """Merging goes on until no pair of the list is left, with the end marker as a symbol like any other."""
    merges = [
        ("e", "s"),
        ("es", "t"),
        ("est", END),
        ("l", "o"),
        ("lo", "w"),
        ("n", "e"),
        ("w", END),
        ("low", "est</w>"),
    ]
    vocabulary = random_vocabulary(rng, "lowestnidr", merges)
    tokenizer = submission.BPETokenizer(vocabulary, merges)
    for word, expected in [
        ("lowest", ["lowest</w>"]),
        ("lowesto", ["low", "est", "o", END]),
        ("estlow", ["est", "low", END]),
        ("new", ["ne", "w</w>"]),
        ("widest", ["w", "i", "d", "est</w>"]),
    ]:
        assert_equal(tokenizer.tokenize(word), expected, what=f"the tokens of {word!r}")


@pytest.mark.points(10)
def test_every_place_is_merged_from_left_to_right(submission, rng):
    """A pair is merged at every place in the word, from left to right: a a a becomes aa a."""
    words = ["aaa", "aaab", "baaab", "abaaaaa", "a", "aa", "a" * 7, "a" * 8]
    check_merges(submission, words, random_vocabulary(rng, "ab", [("a", "a")]), [("a", "a")])


@pytest.mark.points(10)
def test_words_are_segmented_one_by_one(submission, rng):
    """A text is split at whitespace of any kind, every word ends with the end marker, and no token holds two words."""
    merges = [("a", "b")]
    vocabulary = random_vocabulary(rng, "ab", merges)
    tokenizer = submission.BPETokenizer(vocabulary, merges)
    expected = ["ab", END, "a", END, "b", "a", END, "b", "ab", END]
    assert_equal(tokenizer.tokenize("  ab a\tba\n\n bab "), expected)
    for text in ("", " \n"):
        assert_equal(tokenizer.tokenize(text), [], what=f"the tokens of {text!r}")
    assert_equal(tokenizer.encode(""), [], what="the ids of an empty text")
    assert_equal(submission.BPETokenizer(vocabulary, []).tokenize("ab b"), ["a", "b", END, "b", END])


@pytest.mark.points(10)
def test_unknown_characters_become_unk_one_by_one(submission, rng):
    """Each character without a token becomes <unk>; what stands around it is segmented as usual."""
    merges = [("a", "b")]
    vocabulary = random_vocabulary(rng, "ab", merges)
    check_merges(submission, ["xa", "ab\u00e9ab", "xxb", "\u6771", "aB", "abx"], vocabulary, merges)
    ids = submission.BPETokenizer(vocabulary, merges).encode("xa")
    assert_equal(ids[:2], [0, vocabulary.index("a")], what="the first ids of 'xa'")


@pytest.mark.points(10)
def test_encode_gives_the_place_of_each_token(submission, rng):
    """The id of a token is its place in the vocabulary."""
    # No word has more than one pair to merge.
    merges, text = [("l", "o"), ("w", "e"), ("u", "n")], "low olw we unl nu eel wo lulo"
    vocabulary = random_vocabulary(rng, "lowenu", merges)
    tokenizer = submission.BPETokenizer(vocabulary, merges)
    assert_equal(tokenizer.encode(text), [vocabulary.index(token) for token in segment(text, vocabulary, merges)])


@pytest.mark.points(10)
def test_decode_writes_a_space_for_each_end_marker(submission, rng):
    """Tokens are joined, an end marker becomes a space, and only the space of the very last token is left out."""
    vocabulary = [UNKNOWN, "lo", "w", "est</w>", END, "low</w>", "est", *"loest", "es", "w</w>"]
    merges = [("e", "s"), ("es", "t"), ("est", END), ("l", "o"), ("w", END), ("lo", "w</w>")]
    vocabulary = list(dict.fromkeys(vocabulary))
    tokenizer = submission.BPETokenizer(vocabulary, merges)
    for ids, expected in [
        ([1, 2, 3], "lowest"),
        ([5, 1, 2, 4, 6, 3], "low low estest"),
        ([1, 2], "low"),
        ([5, 6], "low est"),
        ([1, 2, 4, 4], "low "),
        ([4, 1, 4, 4, 5, 4], " lo  low "),
        ([0, 2, 0, 4, 0, 0], "<unk>w<unk> <unk><unk>"),
        ([4], ""),
        ([], ""),
    ]:
        assert_equal(tokenizer.decode(ids), expected, what=f"the text of {[vocabulary[i] for i in ids]}")


@pytest.mark.points(5)
def test_a_text_of_known_characters_comes_back(submission, rng):
    """Decoding an encoded text gives its words with one space between them."""
    letters = "abc\u00e9\u6771"
    merges = random_merges(rng, letters, 12)
    tokenizer = submission.BPETokenizer(random_vocabulary(rng, letters, merges), merges)
    text = "\t " + random_text(rng, letters, 20, 7).replace(" ", "  ") + "\n"
    assert_equal(tokenizer.decode(tokenizer.encode(text)), " ".join(text.split()), what="the decoded text")


@pytest.mark.points(10)
def test_markers_in_the_text_are_letters(submission, rng):
    """The letters </w> and <unk> in a text stand for themselves, when it is encoded and when it is decoded."""
    letters, merges = "<>/wunka", [("w", ">"), ("u", "n")]
    vocabulary = random_vocabulary(rng, letters, merges)
    text = "a</w>a </w> <unk> w>a"
    tokens = ["a", "<", "/", "w>", "a", END, "<", "/", "w>", END, "<", "un", "k", ">", END, "w>", "a", END]
    tokenizer = submission.BPETokenizer(vocabulary, merges)
    assert_equal(tokenizer.tokenize(text), tokens)
    ids = [vocabulary.index(token) for token in tokens]
    assert_equal(tokenizer.encode(text), ids)
    assert_equal(tokenizer.decode(ids), text)


@pytest.mark.points(5)
def test_ids_without_a_token_are_refused(submission):
    """An id that is negative, or not below the size of the vocabulary, raises ValueError."""
    tokenizer = submission.BPETokenizer([UNKNOWN, END, "a", "a</w>"], [("a", END)])
    assert_equal(tokenizer.decode([3, 2]), "a a")
    for ids in ([4], [2, -1], [3, 40, 3]):
        with pytest.raises(ValueError):
            tokenizer.decode(ids)
